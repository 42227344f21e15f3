// Which language a command speaks.
import type { Words } from '../cloudfunctions/_shared/platform/settings/catalogue/row'

export type Language = keyof Words

/**
 * As POSIX has it; Windows sets none of these, and is asked through Intl.
 * @param wanted `--lang` @throws {Error} it is neither `zh` nor `en`
 */
export function languageOf(
  wanted: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  locale = Intl.DateTimeFormat().resolvedOptions().locale,
): Language {
  if (wanted === 'zh' || wanted === 'en') return wanted
  if (wanted !== undefined) throw new Error(`--lang: expected zh or en, got ${JSON.stringify(wanted)}`)
  const said = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG'], locale].find((one) => one !== undefined && one !== '')
  return /^zh/i.test(said ?? '') ? 'zh' : 'en'
}
