// What is said of a setting that is not there.
import type { SettingProblem } from '../../wechatpay/wechatpayErrors'

/** @param what it is, and who needs it */
export const missing = (name: string, what: string): SettingProblem => ({
  name,
  problem: `is missing: ${what}`,
  isMissing: true,
})
