// What everyone must see before they agree: the terms, row by row, their risk, and the agreement behind its link.
import type { AgreementText, Terms } from '../merchantShapes'
import { fill, placesOf } from './places'

export interface TermRow {
  name: string
  value: string
}

type Row = readonly [name: string, value: string]

/** What everyone must see first. */
const PER_USE: readonly Row[] = [
  ['收款方', '{payee}'],
  ['用于', '{purpose}'],
  ['何时扣款', '{chargedWhen}'],
  ['单笔限额', '最高 {limitPerCharge}'],
  ['每日限额', '最高 {limitPerDay}'],
  ['扣款通知', '{chargeNotice}'],
  ['如何关闭', '{closing}'],
]

/** A recurring contract: when it is charged, and how it ends, before anything else. Amount and cycle stand above, and big. */
const RECURRING: readonly Row[] = [
  ['首次扣款', '{firstCharge}'],
  ['下次扣款', '{nextCharge}'],
  ['扣款提醒', '每次扣款前至少 {remindDaysBefore} 天'],
  ['如何关闭', '{closing}'],
]

const ROWS: readonly Row[] = RECURRING.concat(PER_USE.filter(([name]) => name !== '如何关闭'))

export const termRows = (terms: Terms): TermRow[] =>
  (terms.businessType === 'recurring' ? ROWS : PER_USE).map((row) => ({
    name: row[0],
    value: fill(row[1], terms),
  }))

export interface Price {
  amount: string
  cycle: string
}

/** What a recurring contract costs, and how often. */
export const priceOf = (terms: Terms): Price | null =>
  terms.businessType === 'recurring' ? { amount: terms.amount, cycle: terms.cycle } : null

/** Names the dangers: charges nobody notices, a phone or account in other hands; of a recurring one, that it goes on. */
export const riskText = (terms: Terms): string =>
  terms.businessType === 'recurring'
    ? fill('到期将自动扣款 {amount}/{cycle}。请留意扣款提醒，不需要时可随时关闭。', terms)
    : '开通后，限额内付款无需输入密码。多笔小额扣款可能不易察觉，请留意扣款通知，并保管好手机和微信账号。'

export interface Agreement {
  title: string
  paragraphs: readonly string[]
}

export function agreementOf({ title, paragraphs, calendar }: AgreementText, terms: Terms): Agreement {
  const isRecurring = terms.businessType === 'recurring'
  const places = Object.assign(placesOf(terms), { calendar: isRecurring ? fill(calendar, placesOf(terms)) : '' })
  return { title: fill(title, places), paragraphs: paragraphs.map((paragraph) => fill(paragraph, places)) }
}
