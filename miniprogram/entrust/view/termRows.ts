// What everyone must see before they agree: the terms, row by row, their risk, and the agreement behind its link.
import type { AgreementText, Terms } from '../merchantShapes'
import { fill, placesOf } from './places'

export interface TermRow {
  name: string
  value: string
}

type Row = readonly [name: string, value: string]

/** The six everyone must see first. */
const SIX: readonly Row[] = [
  ['收款方', '{payee}'],
  ['用于', '{purpose}'],
  ['何时扣款', '{chargedWhen}'],
  ['限额', '单笔 ≤ {limitPerCharge}，单日 ≤ {limitPerDay}'],
  ['扣款通知', '{chargeNotice}'],
  ['如何关闭', '{closing}'],
]

/** A recurring contract has these too. */
const CALENDAR: readonly Row[] = [
  ['每次金额', '{amount}'],
  ['扣款周期', '{cycle}'],
  ['首次扣款', '{firstCharge}'],
  ['下次扣款', '{nextCharge}'],
  ['扣款提醒', '每次扣款前至少 {remindDaysBefore} 天提醒'],
]

export const termRows = (terms: Terms): TermRow[] =>
  SIX.concat(terms.businessType === 'recurring' ? CALENDAR : []).map((row) => ({
    name: row[0],
    value: fill(row[1], terms),
  }))

/** Names the three dangers: phone or account in other hands, small charges that add up, charges nobody notices. */
export const riskText = ({ businessType }: Pick<Terms, 'businessType'>): string =>
  businessType === 'recurring'
    ? '到期自动扣款，小额多笔会累积、难察觉。请保管好手机和账号，留意扣款提醒。'
    : '限额内付款不再输密码，小额多笔会累积、难察觉。请保管好手机和账号，留意扣款通知。'

export interface Agreement {
  title: string
  paragraphs: readonly string[]
}

export function agreementOf({ title, paragraphs, calendar }: AgreementText, terms: Terms): Agreement {
  const isRecurring = terms.businessType === 'recurring'
  const places = Object.assign(placesOf(terms), { calendar: isRecurring ? fill(calendar, placesOf(terms)) : '' })
  return { title: fill(title, places), paragraphs: paragraphs.map((paragraph) => fill(paragraph, places)) }
}
