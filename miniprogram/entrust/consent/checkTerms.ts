// What is wrong with the merchant's terms and texts. A card that cannot tell the user everything does not let them sign; what
// cannot be filled, or does not fit, is told and not shown.
import type { AgreementText, RecurringTerms, Terms } from '../merchantShapes'
import { fill, placesIn, placesOf } from '../view/places'

const COMMON = [
  'brand',
  'summary',
  'payee',
  'purpose',
  'chargedWhen',
  'limitPerCharge',
  'limitPerDay',
  'chargeNotice',
  'closing',
  'servicePhone',
] as const satisfies readonly (keyof Terms)[]

const RECURRING = ['amount', 'cycle', 'firstCharge', 'nextCharge'] as const satisfies readonly (keyof RecurringTerms)[]

/** Users are reminded so many days before a charge, or more. */
const MIN_REMIND_DAYS = 5

/**
 * @param terms as a developer gave them, perhaps from plain JavaScript
 * @returns one sentence for each problem; none when the card may be shown
 */
export function checkTerms(terms: Terms): string[] {
  const given = terms as unknown as Readonly<Record<string, unknown>>
  const { businessType } = given
  if (businessType !== 'perUse' && businessType !== 'recurring') {
    return ["terms 的 businessType 须为 'perUse'（免密支付）或 'recurring'（自动续费）"]
  }
  const needed: readonly string[] =
    businessType === 'recurring' ? (COMMON as readonly string[]).concat(RECURRING) : COMMON
  const problems = needed.filter((name) => !isText(given[name])).map((name) => `terms 的 ${name} ${NO_TEXT}`)
  if (businessType === 'recurring' && !isEnoughNotice(given['remindDaysBefore'])) {
    problems.push(`terms 的 remindDaysBefore 须为不小于 ${MIN_REMIND_DAYS} 的整数`)
  }
  return problems
}

const NO_TEXT = '不能为空'

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const isEnoughNotice = (days: unknown): boolean =>
  typeof days === 'number' && Number.isInteger(days) && days >= MIN_REMIND_DAYS

/** As `checkTerms`. */
export const checkAgreement = ({ title, paragraphs, calendar }: AgreementText, terms: Terms): string[] =>
  [title]
    .concat(paragraphs, terms.businessType === 'recurring' ? calendar : [])
    .flatMap((text) => checkText('agreement', text, text === calendar ? '' : '{calendar}', terms, Infinity))

/** Titles and buttons have one line at the standard size, everything else two. */
const MAX_WIDTH = 12
const MAX_BODY_WIDTH = 38

type Table = Readonly<Record<string, object>>

/** As `checkTerms`. @param ours by group and name, for words such as `group.name` */
export const checkWords = (words: object, ours: Table, terms: Terms): string[] =>
  Object.keys(words).flatMap((word) => {
    const dot = word.indexOf('.')
    const name = word.slice(dot + 1)
    const text = fieldOf(words, word)
    const our = fieldOf(ours[word.slice(0, dot)], name)
    if (!isText(our)) return `文案没有 ${word} 这一项`
    return checkText(`文案 ${word}`, text, our, terms, /title$|^buttons/.test(word) ? MAX_WIDTH : MAX_BODY_WIDTH)
  })

const fieldOf = (of: unknown, name: string): unknown => (Object(of) as Readonly<Record<string, unknown>>)[name]

/** @param ours may have the same places, besides those that every text has */
function checkText(where: string, text: unknown, ours: string, terms: Terms, maxWidth: number): string[] {
  if (!isText(text)) return [`${where} ${NO_TEXT}`]
  const places = placesOf(terms)
  const known = Object.keys(places).concat(placesIn(ours), ours.includes('{wait}') ? 'secondsLeft' : [])
  const unknown = placesIn(text).filter((place) => !known.includes(place))
  if (unknown.length > 0) return [`${where} 里没有可用的 {${unknown.join('}、{')}}`]
  return widthOf(fill(text, places)) > maxWidth ? [`${where} 不能超过 ${maxWidth} 个字`] : []
}

/** In Chinese characters; Latin letters, digits and blanks are half as wide. */
const widthOf = (text: string): number => text.replace(/[\u0100-\uffff]/g, '  ').length / 2
