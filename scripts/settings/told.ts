// The catalogue as people read it: row and words together, group by group.
import { GROUPS, NAMES, ROWS, type SettingName } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { Row, RowWords, Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'

export interface Told extends Omit<RowWords, 'zh'> {
  name: SettingName
  row: Row
  what: Words
}

export const TOLD: readonly { title: Words; settings: readonly Told[] }[] = GROUPS.map(({ title, rows, words }) => ({
  title,
  settings: NAMES.filter((name) => name in rows).flatMap((name) => {
    const told = words[name]
    return told ? [{ ...told, name, row: ROWS[name], what: { en: ROWS[name].what, zh: told.zh } }] : []
  }),
}))

/** What to put there, or a value as it may be, as `.env` has it: an example with blanks in quotes, others bring theirs. */
export const exampleOf = (name: SettingName): string => {
  const example = TOLD.flatMap(({ settings }) => settings).find((one) => one.name === name)?.example ?? ''
  return example.startsWith('<') ? `"${example}"` : example
}
