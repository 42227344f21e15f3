// WeChat's cashier (收银台).
import type { RequestPaymentParams } from '../../typings/contract/callables'

/** @param closed takes WeChat's `errMsg`, whatever the end */
export function requestPayment(payment: RequestPaymentParams, closed: (errMsg: string) => void): void {
  const done = ({ errMsg }: { errMsg: string }): void => {
    closed(errMsg)
  }
  wx.requestPayment(Object.assign({}, payment, { success: done, fail: done }))
}
