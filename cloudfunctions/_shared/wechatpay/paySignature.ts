// The client's half of a payment: parameters of wx.requestPayment, signed with the same key as the order.
import type { KeyObject } from 'node:crypto'
import { signText } from './signature'

export interface RequestPaymentParams {
  /** Unix seconds, as text. */
  timeStamp: string
  nonceStr: string
  /** `prepay_id=...`. */
  package: string
  signType: 'RSA'
  paySign: string
}

/**
 * Signs appId, time, nonce and package, one a line.
 * @param appid of the mini-program that will call `wx.requestPayment`
 * @param prepay_id of the order, without the `prepay_id=` in front
 * @param nonce letters and digits, at most 32
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012365341 (rules as restated in the public skills repository, 2026-04)
 */
export function signRequestPayment(
  privateKey: KeyObject,
  appid: string,
  prepay_id: string,
  timestampSec: number,
  nonce: string,
): RequestPaymentParams {
  const timeStamp = String(timestampSec)
  const packageText = `prepay_id=${prepay_id}`
  const paySign = signText(privateKey, `${appid}\n${timeStamp}\n${nonce}\n${packageText}\n`)
  return { timeStamp, nonceStr: nonce, package: packageText, signType: 'RSA', paySign }
}
