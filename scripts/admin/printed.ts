// An answer as people read it: what it says of itself line by line, lists as tables, times as times.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import type { Language } from '../language'
import { textTable } from '../textTable'

/** @param answer `ok: true`, with whatever the action told */
export function printed(answer: Readonly<Record<string, unknown>>, language: Language): string {
  const { ok, ...told } = answer
  if (ok !== true) return ''
  return sections('', told, language).join('\n\n') || DONE[language]
}

const DONE: Words = { en: 'Done.', zh: '已完成。' }
const NONE: Words = { en: '(none)', zh: '（无）' }
const NEVER: Words = { en: 'never', zh: '永不' }

type Told = Readonly<Record<string, unknown>>

/** Plain values first, each on its line; then what holds more, each under its name. */
function sections(title: string, told: Told, language: Language): string[] {
  const plain = Object.entries(told).filter(([, value]) => !isMore(value))
  const more = Object.entries(told).filter(([, value]) => isMore(value))
  const width = Math.max(0, ...plain.map(([name]) => name.length))
  const lines = plain.map(([name, value]) => `${name.padEnd(width)}  ${cell(name, value, language)}`)
  const own = lines.length === 0 ? [] : [[...(title === '' ? [] : [title]), ...lines].join('\n')]
  return [
    ...own,
    ...more.flatMap(([name, value]) => section(title === '' ? name : `${title} ${name}`, value, language)),
  ]
}

function section(title: string, value: unknown, language: Language): string[] {
  if (!Array.isArray(value)) return sections(title, value as Told, language)
  if (value.length === 0) return [`${title}\n${NONE[language]}`]
  if (!value.every(isRecord)) return [`${title}\n${value.map((one) => cell('', one, language)).join('\n')}`]
  const names = [...new Set(value.flatMap((one) => Object.keys(one)))]
  const rows = value.map((one) => names.map((name) => cell(name, one[name], language)))
  return [
    `${title}\n${textTable(
      names.map((name) => ({ title: name })),
      rows,
    )}`,
  ]
}

const isRecord = (value: unknown): value is Told => typeof value === 'object' && value !== null && !Array.isArray(value)
const isMore = (value: unknown): boolean => typeof value === 'object' && value !== null

function cell(name: string, value: unknown, language: Language): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' && /AtMs$|UntilMs$|^atMs$/.test(name)) return toTime(value, language)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return JSON.stringify(value)
}

/** As a clock on the wall shows it; past all dates it is never. */
function toTime(ms: number, language: Language): string {
  if (ms > 8.64e15) return NEVER[language]
  const date = new Date(ms)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
