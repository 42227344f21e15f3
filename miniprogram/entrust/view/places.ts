// Texts with places to be filled, such as {payee}, and what fills them.
import type { Terms } from '../merchantShapes'

const PLACE = /\{[^{}]*\}/g

const nameOf = (place: string): string => place.slice(1, -1)

/** A place that nothing fills stays as it is. */
export const fill = (text: string, places: object): string =>
  text.replace(PLACE, (place) =>
    String((places as Readonly<Record<string, string | number | undefined>>)[nameOf(place)] ?? place),
  )

/** @returns their names */
export const placesIn = (text: string): string[] => (text.match(PLACE) ?? []).map(nameOf)

/** The one place where a merchant's word takes the place of ours. */
export const say = <Name extends string>(
  own: string,
  given: Readonly<Partial<Record<Name, string>>>,
  name: Name,
  places: object,
): string => fill(given[name] ?? own, places)

/** What users call the two kinds of contract. */
export const productName = ({ businessType }: Pick<Terms, 'businessType'>): string =>
  businessType === 'recurring' ? '自动续费' : '免密支付'

/** What every text may name: a field of the terms, `{product}`, and for buttons `{short}`. @returns a new one */
export const placesOf = (terms: Terms): object =>
  Object.assign({ product: productName(terms), short: terms.businessType === 'recurring' ? '自动续费' : '免密' }, terms)

/** Times come from the server and are shown in the time of China, wherever the phone is and whatever its clock says. */
const CHINA_MS = 8 * 60 * 60_000

const inChina = (ms: number): string => new Date(ms + CHINA_MS).toISOString()

/** Such as 2026年11月21日 14:20. */
export const formatTime = (ms: number): string =>
  inChina(ms).replace(/^(\d+)-0?(\d+)-0?(\d+)T(\d+:\d+).*/, '$1年$2月$3日 $4')

/** Such as 2026-11-21. */
export const formatDate = (ms: number): string => inChina(ms).slice(0, 10)
