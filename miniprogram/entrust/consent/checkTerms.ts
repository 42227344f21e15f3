// What is missing in the merchant's terms. A card that cannot tell the user everything does not let them sign.
import type { RecurringTerms, Terms } from '../merchant/terms'

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
    return ["businessType: expected 'perUse' (免密支付) or 'recurring' (自动续费)"]
  }
  const needed = businessType === 'recurring' ? (COMMON as readonly string[]).concat(RECURRING) : COMMON
  const problems = needed.filter((name) => !isText(given[name])).map((name) => `${name}: expected a text, found none`)
  if (businessType === 'recurring' && !isEnoughNotice(given['remindDaysBefore'])) {
    problems.push(`remindDaysBefore: expected a whole number, ${MIN_REMIND_DAYS} or more`)
  }
  return problems
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

const isEnoughNotice = (days: unknown): boolean =>
  typeof days === 'number' && Number.isInteger(days) && days >= MIN_REMIND_DAYS
