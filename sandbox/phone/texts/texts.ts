// TEXTS of the page around the phone: one file per language, with the same keys.
import { en } from './en'
import type { Texts } from './shape'
import { zh } from './zh'

export type { Texts } from './shape'

export const LANGUAGES = ['zh', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export const TEXTS: Readonly<Record<Language, Texts>> = { en, zh }

type Values = Readonly<Record<string, string | number>>
type LineKey = keyof (typeof en)['lines']
/** What the page may tell of. */
export const LINE_KEYS = Object.keys(en.lines) as LineKey[]
/** Of the drawer too: the server says more than the page does. */
type SaidKey = LineKey | keyof (typeof en)['details']

/** What is told of something that happened: in the words of whoever reads it, or as it is. */
export type Said = string | { say: SaidKey; with?: Values }

export const say = (key: SaidKey, values?: Values): Said => ({ say: key, ...(values && { with: values }) })

/** Puts values into the places of a text, `{name}`. A `span` is given in milliseconds. */
export function fill(text: string, values: Values, { units }: Texts): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name] ?? place
    return name === 'span' ? spanText(Number(value), units) : String(value)
  })
}

export function read(said: Said, texts: Texts): string {
  if (typeof said === 'string') return said
  const all: Readonly<Record<SaidKey, string>> = { ...texts.lines, ...texts.details }
  return fill(all[said.say], said.with ?? {}, texts)
}

/** The short word at the end of a line: of ours where we have one, else as it is. */
export function readPill(pill: Said, texts: Texts): string {
  const known: Readonly<Record<string, string>> = texts.pills
  return typeof pill === 'string' ? (known[pill] ?? pill) : read(pill, texts)
}

const UNIT_MS = { day: 86_400_000, h: 3_600_000, min: 60_000, s: 1_000 } as const

/** The two largest units that say something, such as `1 day 2 h`. */
export function spanText(ms: number, units: Texts['units'] = en.units): string {
  let leftMs = ms
  const parts = Object.entries(UNIT_MS).flatMap(([name, unitMs]) => {
    const count = Math.floor(leftMs / unitMs)
    leftMs -= count * unitMs
    return count === 0 ? [] : [`${count}${units[name as keyof typeof UNIT_MS]}`]
  })
  return parts.slice(0, 2).join(' ') || `0${units.s}`
}
