// When a timer is due: seven fields, second minute hour day month weekday year, in UTC+8.

const FIELDS = [
  ['second', 0, 59],
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day', 1, 31],
  ['month', 1, 12],
  ['weekday', 0, 6],
  ['year', 1970, 2099],
] as const

export type Cron = (atMs: number) => boolean

/** @returns undefined where the text is no such expression */
export function readCron(text: string): Cron | undefined {
  const parts = text.trim().split(/\s+/)
  const fields = FIELDS.map(([, min, max], index) => readField(parts[index] ?? '', min, max))
  if (parts.length !== FIELDS.length || fields.some((field) => field === undefined)) return undefined
  return (atMs) => valuesAt(atMs).every((value, index) => fields[index]?.has(value))
}

const PART = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/([1-9]\d*))?$/

/** Parts between commas: `*`, a number, or a range, each perhaps with `/step`. */
function readField(text: string, min: number, max: number): Set<number> | undefined {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const found: readonly (string | undefined)[] | null = PART.exec(part)
    if (found === null) return undefined
    const [, from, to, step = '1'] = found
    const first = from === undefined ? min : Number(from)
    const last = from === undefined ? max : Number(to ?? (part.includes('/') ? max : from))
    if (!(first >= min && last <= max && first <= last)) return undefined
    for (let value = first; value <= last; value += Number(step)) values.add(value)
  }
  return values
}

const CHINA_MS = 8 * 3_600_000

function valuesAt(atMs: number): number[] {
  const time = new Date(atMs + CHINA_MS)
  return [
    time.getUTCSeconds(),
    time.getUTCMinutes(),
    time.getUTCHours(),
    time.getUTCDate(),
    time.getUTCMonth() + 1,
    time.getUTCDay(),
    time.getUTCFullYear(),
  ]
}
