// SERVER: whether WeChat would open the cashier for these parameters. Pure, and with code of our own: what the kit signs
// with is not what it is checked with.
import type { KeyObject } from 'node:crypto'
import { isSignedBy } from '../../wechatpay/signature'
import type { Payment } from '../wire'

/** As long as a `prepay_id` lives; nobody publishes how old parameters may be. */
const MAX_AGE_SEC = 2 * 3_600
/** Clocks differ. */
const MAX_AHEAD_SEC = 300

const PREFIX = 'prepay_id='
const FIELDS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

/** @returns the order's `prepay_id`, of parameters that passed {@link paymentProblem} */
export const prepayIdOf = (payment: Payment): string => payment.package.slice(PREFIX.length)

/**
 * @param appid of the mini-program that calls
 * @param publicKey the merchant's whose `prepay_id` it is
 * @returns what follows `requestPayment:fail `, or `undefined` when nothing is wrong
 * @see wechatpay-apiv3/wechatpay-skills, 签名与验签规则.md (read 2026-11-21): appid, timeStamp, nonceStr, package, a line each
 */
export function paymentProblem(
  input: Readonly<Record<string, unknown>>,
  appid: string,
  publicKey: KeyObject,
  nowSec: number,
): string | undefined {
  const missing = FIELDS.find((name) => typeof input[name] !== 'string' || input[name] === '')
  if (missing !== undefined) {
    return `parameter error: parameter.${missing} should be String instead of ${typeName(input[missing])};`
  }
  const payment = input as Readonly<Record<(typeof FIELDS)[number], string>>
  if (payment.signType !== 'RSA') return `signType is ${payment.signType}; an APIv3 order takes RSA`
  if (!payment.package.startsWith(PREFIX) || payment.package === PREFIX) return 'package must be prepay_id=...'
  const time = timeProblem(payment.timeStamp, nowSec)
  if (time !== undefined) return time
  const message = `${appid}\n${payment.timeStamp}\n${payment.nonceStr}\n${payment.package}\n`
  return isSignedBy(publicKey, Buffer.from(message), payment.paySign) ? undefined : '支付验证签名失败'
}

function timeProblem(timeStamp: string, nowSec: number): string | undefined {
  if (!/^\d{10}$/.test(timeStamp)) return 'timeStamp must be seconds since 1970: 10 digits'
  const ageSec = nowSec - Number(timeStamp)
  if (ageSec > MAX_AGE_SEC) return `timeStamp is ${ageSec} s old`
  return ageSec < -MAX_AHEAD_SEC ? `timeStamp is ${-ageSec} s ahead` : undefined
}

const typeName = (value: unknown): string => {
  if (value === '') return 'an empty String'
  const name = value === null ? 'null' : typeof value
  return name.charAt(0).toUpperCase() + name.slice(1)
}
