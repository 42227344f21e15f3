// What the card and the checkout are drawn by alike: the type size of the user, and rows of names and values.
import { lineOf, type Line } from './lines'
import type { TermRow } from './termRows'

/** Passed to CSS. */
export interface TypeView {
  /** Every type size is multiplied by it. */
  scale: number
  /** The same for what is large already: titles and signs. */
  title: number
  /** Names stand above their values. */
  isLarge: boolean
}

export interface RowView extends TermRow {
  line: Line
}

const LARGE_FROM = 1.3
const MAX_TITLE = 1.4

/** @param fontScale the user's own */
export const typeOf = (fontScale: number): TypeView => ({
  scale: fontScale,
  title: Math.min(fontScale, MAX_TITLE),
  isLarge: fontScale >= LARGE_FROM,
})

export const rowViews = (rows: readonly TermRow[]): RowView[] =>
  rows.map(({ name, value }) => ({ name, value, line: lineOf(value) }))
