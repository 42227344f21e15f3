// An answer as people read it: what it says of itself line by line, lists as tables, times as times.
import { textTable } from '../textTable'

/** @param answer `ok: true`, with whatever the action told */
export function printed(answer: Readonly<Record<string, unknown>>): string {
  const { ok, ...told } = answer
  if (ok !== true) return ''
  return sections('', told).join('\n\n') || 'Done.'
}

type Told = Readonly<Record<string, unknown>>

/** Plain values first, each on its line; then what holds more, each under its name. */
function sections(title: string, told: Told): string[] {
  const plain = Object.entries(told).filter(([, value]) => !isMore(value))
  const more = Object.entries(told).filter(([, value]) => isMore(value))
  const width = Math.max(0, ...plain.map(([name]) => name.length))
  const lines = plain.map(([name, value]) => `${name.padEnd(width)}  ${cell(name, value)}`)
  const own = lines.length === 0 ? [] : [[...(title === '' ? [] : [title]), ...lines].join('\n')]
  return [...own, ...more.flatMap(([name, value]) => section(title === '' ? name : `${title} ${name}`, value))]
}

function section(title: string, value: unknown): string[] {
  if (!Array.isArray(value)) return sections(title, value as Told)
  if (value.length === 0) return [`${title}\n(none)`]
  if (!value.every(isRecord)) return [`${title}\n${value.map((one) => cell('', one)).join('\n')}`]
  const names = [...new Set(value.flatMap((one) => Object.keys(one)))]
  const rows = value.map((one) => names.map((name) => cell(name, one[name])))
  return [
    `${title}\n${textTable(
      names.map((name) => ({ title: name })),
      rows,
    )}`,
  ]
}

const isRecord = (value: unknown): value is Told => typeof value === 'object' && value !== null && !Array.isArray(value)
const isMore = (value: unknown): boolean => typeof value === 'object' && value !== null

function cell(name: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' && /AtMs$|UntilMs$|^atMs$/.test(name)) return toTime(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return JSON.stringify(value)
}

/** As a clock on the wall shows it; past all dates it is never. */
function toTime(ms: number): string {
  if (ms > 8.64e15) return 'never'
  const date = new Date(ms)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
