// TEXTS: what every language has: the keys of the English ones.
import type { drawerEn } from './drawer.en'
import type { en } from './en'

/** The same keys, any words. */
type Whole<Part> = {
  readonly [Key in keyof Part]: Part[Key] extends string
    ? string
    : Part[Key] extends readonly [string, string]
      ? readonly [name: string, hint: string]
      : Part[Key] extends readonly string[]
        ? readonly [first: string, second: string, third: string, fourth: string]
        : Whole<Part[Key]>
}
export type Texts = Whole<typeof en>
export type DrawerTexts = Whole<typeof drawerEn>
