// What the card promises has to be what the product does, and the two are in different files: the terms the user reads, and `.env`.
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'

/**
 * Neither family is for charges by the calendar: who is charged is there, and taps to pay. A template that WeChat Pay approved for
 * more has to say so.
 * @param terms as `miniprogram/entrust/merchant/terms.ts` has them
 */
export function termsProblems(terms: { businessType: string; approvedRecurring?: boolean }): SettingProblem[] {
  if (terms.businessType !== 'recurring' || terms.approvedRecurring === true) return []
  return [
    {
      name: 'miniprogram/entrust/merchant/terms.ts',
      problem:
        "businessType is 'recurring', and neither password-exempt nor combine-papay is for periodic charges; expected 'perUse', " +
        'or approvedRecurring: true beside it once WeChat Pay has approved your template for them (docs/choosing.md)',
    },
  ]
}
