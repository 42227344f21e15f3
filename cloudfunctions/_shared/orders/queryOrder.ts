// What became of an order. WeChat Pay is asked; what `wx.requestPayment` told the page proves nothing.
import type { OrderInput, OrderOutput } from '../../../typings/contract/callables'
import { isUnanswered } from '../kernel/outcomes'
import type { Caller } from '../kernel/ports'
import { askOrder } from './askOrder'
import { readOrder } from './merchantOrder'
import { toOrderOutput } from './pageOrder'
import type { OrderDeps } from './ports'

/**
 * @throws {CallFailure} NOT_FOUND for an order that is not the caller's; INVALID_INPUT where the stored order cannot be paid;
 *   WECHATPAY_REJECTED or RATE_LIMITED while the record alone cannot answer
 * @throws {StoreError} the database failed
 */
export async function queryOrder({ out_trade_no }: OrderInput, caller: Caller, deps: OrderDeps): Promise<OrderOutput> {
  const order = await readOrder(out_trade_no, caller, deps)
  const payment = await deps.store.read('payments', out_trade_no)
  if (payment?.state !== 'REQUESTED' && payment?.state !== 'PLACED') return toOrderOutput(out_trade_no, order, payment)
  const asked = await askOrder(payment, deps)
  if (asked.answer === 'failed' && !isUnanswered(asked.failure)) throw asked.failure
  const isKnown = asked.answer !== 'failed' && asked.answer !== 'setAside'
  return toOrderOutput(out_trade_no, order, asked.payment, isKnown)
}
