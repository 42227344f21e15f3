// What everyone must see before they agree: the terms, row by row, and their risk.
import type { Terms } from '../merchant/terms'

export interface TermRow {
  name: string
  value: string
}

/** The six everyone must see first; a recurring contract adds its calendar. */
export function termRows(terms: Terms): TermRow[] {
  const { payee, purpose, chargedWhen, limitPerCharge, limitPerDay, chargeNotice, closing } = terms
  const six = [
    { name: '收款方', value: payee },
    { name: '用于', value: purpose },
    { name: '何时扣款', value: chargedWhen },
    { name: '限额', value: `单笔 ≤ ${limitPerCharge}，单日 ≤ ${limitPerDay}` },
    { name: '扣款通知', value: chargeNotice },
    { name: '如何关闭', value: closing },
  ]
  return terms.businessType === 'recurring' ? six.concat(calendar(terms)) : six
}

const calendar = (terms: Extract<Terms, { businessType: 'recurring' }>): TermRow[] => [
  { name: '每次金额', value: terms.amount },
  { name: '扣款周期', value: terms.cycle },
  { name: '首次扣款', value: terms.firstCharge },
  { name: '下次扣款', value: terms.nextCharge },
  { name: '扣款提醒', value: `每次扣款前至少 ${terms.remindDaysBefore} 天提醒` },
]

/** Names the three dangers: phone or account in other hands, small charges that add up, charges nobody notices. */
export const riskText = ({ businessType }: Pick<Terms, 'businessType'>): string =>
  businessType === 'recurring'
    ? '到期自动扣款，小额多笔会累积、难察觉。请保管好手机和账号，留意扣款提醒。'
    : '限额内付款不再输密码，小额多笔会累积、难察觉。请保管好手机和账号，留意扣款通知。'
