// TEXTS: what every language has: the keys of the English ones.
import type { en } from './en'

/** The same keys, any words. */
type Whole<Part> = { readonly [Key in keyof Part]: Part[Key] extends string ? string : Whole<Part[Key]> }
export type JourneyTexts = Whole<typeof en>
