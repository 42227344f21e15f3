// TEXTS of `npm start` in the terminal: one file per language, with the same keys.
import type { Language } from '../../phone/texts/texts'
import { en } from './en'
import type { JourneyTexts } from './shape'
import { zh } from './zh'

export type { JourneyTexts } from './shape'

export type HopName = keyof JourneyTexts['hops']
export type Actor = keyof JourneyTexts['actors']

export const JOURNEY_TEXTS: Readonly<Record<Language, JourneyTexts>> = { en, zh }

/** Puts values into the places of a text, `{name}`. */
export const put = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
