import { terms, type RecurringTerms } from '../../../miniprogram/entrust/merchant/terms'

/** A membership that renews itself. */
export const RECURRING: RecurringTerms = {
  ...terms,
  businessType: 'recurring',
  summary: '会员到期自动续费，扣款前提前提醒',
  purpose: '月度会员',
  chargedWhen: '每月21日',
  amount: '¥15',
  cycle: '每月',
  firstCharge: '2026年11月21日',
  nextCharge: '2026年12月21日',
  remindDaysBefore: 5,
}
