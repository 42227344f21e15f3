// The user no longer wants to pay: after this the order cannot be paid, or it is told that it was.
import type { OrderInput, OrderOutput } from '../../../typings/contract/callables'
import { toFailure } from '../kernel/outcomes'
import { invalidInput } from '../kernel/errors'
import type { Caller } from '../kernel/ports'
import { addOrder } from './addOrder'
import { askOrder, wasNeverPlaced } from './askOrder'
import { findOwnOrder, toPayable, type MerchantOrder } from './merchantOrder'
import { orderBody } from './orderBody'
import { toOrderOutput } from './pageOrder'
import type { OrderDeps } from './ports'
import { withDue } from '../records/due'
import type { PaymentRecord } from '../records/payments'
import { isPaid, writePayment } from './writePayment'

/**
 * Closes an order (关单). Idempotent: a closed one answers so, and one that was never placed cannot be any more.
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT when it is paid; RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE,
 *   WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed
 */
export async function closeOrder({ out_trade_no }: OrderInput, caller: Caller, deps: OrderDeps): Promise<OrderOutput> {
  const stored = await findOwnOrder(out_trade_no, caller, deps)
  const payment = await deps.store.read('payments', out_trade_no)
  const closed = payment
    ? await closePlaced(payment, deps)
    : await keepFromBeingPlaced(out_trade_no, caller, toPayable(stored), deps)
  if (isPaid(closed)) throw invalidInput('out_trade_no', 'this order is paid; it can be refunded, not closed')
  return toOrderOutput(closed)
}

async function closePlaced(payment: PaymentRecord, deps: OrderDeps): Promise<PaymentRecord> {
  if (isPaid(payment)) return payment
  if (payment.state === 'CLOSED') return payment.setAsideAtMs === undefined ? payment : askClosed(payment, deps)
  const outcome = await deps.orderGateway.close(payment)
  if (outcome.kind === 'accepted') return writeClosed(payment, deps)
  const asked = outcome.kind === 'refused' ? await askOrder(payment, deps, { wait: true }) : undefined
  if (asked && wasNeverPlaced(asked)) return writeClosed(payment, deps)
  if (asked && (asked.payment.state === 'CLOSED' || isPaid(asked.payment))) return asked.payment
  throw toFailure(outcome)
}

/** A notification that proved nothing has named it since: closed, whatever becomes of the question, unless it turns out to be paid. */
const askClosed = async (payment: PaymentRecord, deps: OrderDeps): Promise<PaymentRecord> =>
  (await askOrder(payment, deps, { wait: true })).payment

async function writeClosed(payment: PaymentRecord, { store, clock }: OrderDeps): Promise<PaymentRecord> {
  const evidence = { source: 'query', atMs: clock.nowMs(), what: 'CLOSED', state: 'CLOSED', facts: {} } as const
  return store.transact(async (tx) => {
    const current = (await tx.get('payments', payment._id)) ?? payment
    return (await writePayment(tx, current, evidence)).payment
  })
}

async function keepFromBeingPlaced(
  out_trade_no: string,
  caller: Caller,
  order: MerchantOrder,
  deps: OrderDeps,
): Promise<PaymentRecord> {
  const { settings, clock, store } = deps
  const nowMs = clock.nowMs()
  const closed: PaymentRecord = {
    _id: out_trade_no,
    env: settings.env,
    mode: settings.mode,
    request: orderBody({ settings, caller, out_trade_no, order }),
    state: 'CLOSED',
    createdAtMs: nowMs,
    nextQueryAtMs: nowMs,
    queryCount: 0,
    evidence: [],
  }
  if ((await addOrder(withDue('payments', closed), deps)) === 'added') return closed
  // Placed, or closed, a moment ago.
  const known = await store.read('payments', out_trade_no)
  return known ? closePlaced(known, deps) : closed
}
