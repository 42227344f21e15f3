// What became of an order. WeChat Pay is asked; what `wx.requestPayment` told the page proves nothing.
import type { OrderInput, OrderOutput } from '../../../typings/contract/callables'
import { isUnanswered } from '../kernel/outcomes'
import { sinceMs } from '../kernel/stamps'
import type { Caller } from '../kernel/ports'
import { askOrder, wasNeverPlaced } from './askOrder'
import { findCharged } from './chargedOrder'
import { findOwnOrder, toPayable } from './merchantOrder'
import { toOrderOutput, unwished } from './pageOrder'
import { payableUnder } from './payableUnder'
import type { OrderDeps } from './ports'
import type { PaymentRecord } from '../records/payments'

/** What is paid may be given back, and nobody tells: it is asked about at most this often. */
const PAID_EVERY_MS = 10 * 60 * 1000

/**
 * @throws {CallFailure} NOT_FOUND for an order that is not the caller's; INVALID_INPUT where nobody has wished to pay it, and
 *   the stored order cannot be paid; WECHATPAY_REJECTED or RATE_LIMITED while the record alone cannot answer
 * @throws {StoreError} the database failed
 */
export async function queryOrder({ out_trade_no }: OrderInput, caller: Caller, deps: OrderDeps): Promise<OrderOutput> {
  const stored = await findOwnOrder(out_trade_no, caller, deps)
  const payment = await deps.store.read('payments', out_trade_no)
  if (!payment) return (await findCharged(out_trade_no, deps)) ?? askNobody(out_trade_no, stored, caller, deps)
  switch (payment.state) {
    case 'REQUESTED':
    case 'PLACED':
      return askOpen(payment, caller, deps)
    case 'PAID':
      return askPaid(payment, deps)
    case 'CLOSED':
    case 'REFUNDED':
      return askSettled(payment, deps)
  }
}

/** Nobody has wished to pay it: WeChat Pay knows nothing of it. */
async function askNobody(out_trade_no: string, stored: unknown, caller: Caller, deps: OrderDeps): Promise<OrderOutput> {
  const unpaid = unwished(out_trade_no, toPayable(stored))
  return { ...unpaid, ...(await payableUnder(undefined, caller, deps)) }
}

async function askOpen(payment: PaymentRecord, caller: Caller, deps: OrderDeps): Promise<OrderOutput> {
  const asked = await askOrder(payment, deps)
  if (asked.answer === 'failed' && !isUnanswered(asked.failure)) throw asked.failure
  const order = toOrderOutput(asked.payment, asked.answer !== 'failed' && asked.answer !== 'setAside')
  if (order.state !== 'unpaid') return order
  return { ...order, ...(await payableUnder(wasNeverPlaced(asked) ? undefined : asked.payment, caller, deps)) }
}

/** Over, by all that is known: asked about only where a notification proved nothing, and true whatever becomes of the question. */
async function askSettled(payment: PaymentRecord, deps: OrderDeps): Promise<OrderOutput> {
  if (payment.setAsideAtMs === undefined) return toOrderOutput(payment)
  return toOrderOutput((await askOrder(payment, deps)).payment)
}

/** Paid stays true whatever becomes of the question. */
async function askPaid(payment: PaymentRecord, deps: OrderDeps): Promise<OrderOutput> {
  const { createdAtMs, paidAtMs = 0, evidence } = payment
  const nowMs = deps.clock.nowMs()
  const heardMs = Math.min(...[createdAtMs, paidAtMs, evidence.at(-1)?.atMs ?? 0].map((atMs) => sinceMs(atMs, nowMs)))
  if (payment.setAsideAtMs !== undefined) return askSettled(payment, deps)
  if (heardMs < PAID_EVERY_MS) return toOrderOutput(payment)
  return toOrderOutput((await askOrder(payment, deps, { everyMs: PAID_EVERY_MS })).payment)
}
