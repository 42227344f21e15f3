// SHELL: what the cashier says. Chinese alone: it is on the phone's screen. Pure.
import type { Bill } from '../../wire'

/** By the code of what keeps an order under a contract from being paid without the password. */
const ASKED_FOR: Readonly<Record<string, string>> = {
  NOT_ENOUGH: '余额不足，请换付款方式',
  RISK_CONTROL: '请输入支付密码（风控）',
  RULE_LIMIT: '超过限额，请输入密码',
  CONTRACT_NOT_EXIST: '已关闭免密，请输入密码',
}

export function methodOf({ password, why }: Pick<Bill, 'password' | 'why'>): string {
  if (password === 'notAsked') return '免密支付，无需输入密码'
  return why === undefined ? '支付密码（模拟，不必输入）' : (ASKED_FOR[why] ?? `请输入支付密码（${why}）`)
}

/** What the stand-in of WeChat Pay refuses with, as a user would be told. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/another user/, '订单或签约会话属于其他用户'],
  [/is SUCCESS|is REFUND/, '该订单已支付'],
  [/is CLOSED/, '订单已关闭'],
  [/over 2 hours|past its time_expire/, '订单已失效，请重新下单'],
  [/already has an effective contract/, '已开通免密支付，无需重复开通'],
  [/is over/, '签约会话已失效'],
]

/** @param why as the server says it */
export const inWords = (why: string): string => REASONS.find(([pattern]) => pattern.test(why))?.[1] ?? why
