import { formatMessagesSync } from 'esbuild'
import type { BuildFailure } from 'esbuild'
import { kilobytes, textTable } from '../textTable'
import type { Language } from '../language'
import type { BuildResult } from './buildAll'
import { inChinese, removed as removedTold, TEXTS } from './texts'

interface Line {
  path: string
  bytes: number
  besideBytes?: number
  timeMs: number
  changed: boolean
}

/** What was built, one line each. */
export function reportBuild(
  { functions, removed, library: client, entrustSign, callKit }: BuildResult,
  language: Language,
): string {
  const say = (name: keyof typeof TEXTS): string => TEXTS[name][language]
  const lines: Line[] = functions.map((built) => ({ path: `cloudfunctions/${built.name}`, ...built }))
  if (client) lines.push({ path: 'wechatpay', ...client })
  if (entrustSign) lines.push({ path: 'entrust-sign', ...entrustSign })
  if (callKit) lines.push({ path: 'call-kit', ...callKit })
  const table = textTable(
    [
      { title: 'dist/' },
      { title: say('size'), align: 'right' },
      { title: say('beside'), align: 'right' },
      { title: say('time'), align: 'right' },
      { title: '' },
    ],
    lines.map(({ path, bytes, besideBytes, timeMs, changed }) => [
      path,
      kilobytes(bytes),
      besideBytes ? kilobytes(besideBytes) : '-',
      `${timeMs.toFixed(0)} ms`,
      changed ? '' : say('unchanged'),
    ]),
  )
  return [table, ...removed.map((name) => removedTold(name)[language])].join('\n')
}

/** What went wrong and where. esbuild's own messages come with file, line and the line's text. */
export function reportFailure(error: unknown, color: boolean, language: Language): string {
  if (!(error instanceof Error)) return String(error)
  const { errors = [] } = error as Partial<BuildFailure>
  if (errors.length === 0) return language === 'zh' ? (inChinese(error.message) ?? error.message) : error.message
  return formatMessagesSync(errors, { kind: 'error', color }).join('').trimEnd()
}
