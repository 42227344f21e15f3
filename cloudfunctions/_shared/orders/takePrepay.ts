// ORDER: from an out_trade_no to a prepay_id that can be paid. The record is written before WeChat Pay hears of it; the same
// number is always sent with the same body.
import { toFailure } from '../kernel/outcomes'
import { invalidInput } from '../kernel/errors'
import type { Caller } from '../kernel/ports'
import type { AskOptions } from '../kernel/turns'
import { askOrder } from './askOrder'
import { readOrder } from './merchantOrder'
import { orderBody } from './orderBody'
import type { OrderDeps } from './ports'
import { withDue } from '../records/due'
import { PREPAY_MS, type OrderBody, type PaymentRecord } from '../records/payments'
import { isPaid } from './writePayment'

/** A prepay_id with less left is not handed out again: paying, and signing after it, takes a while. */
const MIN_PREPAY_LEFT_MS = 20 * 60 * 1000

export type PlacedPayment = PaymentRecord & { prepay_id: string }

/**
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT naming the field (already paid, closed, another amount, payee or user); NOT_CONFIGURED;
 *   RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE or WECHATPAY_UNTRUSTED: calling again goes on where this stopped
 * @throws {StoreError} the database failed
 */
export async function takePrepay(out_trade_no: string, caller: Caller, deps: OrderDeps): Promise<PlacedPayment> {
  const order = await readOrder(out_trade_no, caller, deps)
  const body = orderBody({ settings: deps.settings, caller, out_trade_no, order })
  const { payment, isNew } = await writeDown(body, deps)
  requirePayable(payment, body)
  if (isUsable(payment, deps.clock.nowMs())) return payment
  if (!isNew) requirePayable((await learnFate(payment, deps)).payment, body)
  const placed = await place(payment, body, deps)
  // Closed meanwhile: while nobody has its prepay_id it cannot be paid.
  requirePayable(placed, body)
  return placed
}

async function writeDown(request: OrderBody, { store, settings, clock }: OrderDeps) {
  return store.transact(async (tx) => {
    const known = await tx.get('payments', request.out_trade_no)
    if (known) return { payment: known, isNew: false }
    const nowMs = clock.nowMs()
    const { env, mode } = settings
    const payment = withDue('payments', {
      _id: request.out_trade_no,
      env,
      mode,
      request,
      state: 'REQUESTED',
      createdAtMs: nowMs,
      nextQueryAtMs: nowMs,
      queryCount: 0,
      evidence: [],
    })
    await tx.put('payments', payment)
    return { payment, isNew: true }
  })
}

/** @param wished what would be ordered today: an amount, a payee or a user that differs is another order */
function requirePayable(payment: PaymentRecord, wished: OrderBody): void {
  if (isPaid(payment)) throw invalidInput('out_trade_no', 'this order is already paid')
  if (payment.state === 'CLOSED') throw invalidInput('out_trade_no', 'this order is closed; pay under a new number')
  const differs = (name: string) =>
    invalidInput(`order.${name}`, `this number was ordered with another ${name}; close it and take a new number`)
  if (payment.request.amount.total !== wished.amount.total) throw differs('total')
  if (payeeOf(payment.request) !== payeeOf(wished)) throw differs('sub_mchid')
  if (payerOf(payment.request) !== payerOf(wished)) throw differs('openid')
}

const payeeOf = (body: OrderBody): string | undefined => ('sub_mchid' in body ? body.sub_mchid : undefined)
/** The name and its kind: under two appids the same text is two people. */
const payerOf = ({ payer }: OrderBody): string => JSON.stringify(payer)

const isUsable = (payment: PaymentRecord, nowMs: number): payment is PlacedPayment =>
  payment.prepay_id !== undefined && (payment.prepayUntilMs ?? 0) - nowMs >= MIN_PREPAY_LEFT_MS

/** An earlier call may have placed it, and it may have been paid since. */
async function learnFate(payment: PaymentRecord, deps: OrderDeps, options?: AskOptions) {
  const asked = await askOrder(payment, deps, options)
  if (asked.answer === 'failed') throw asked.failure
  return asked
}

async function place(payment: PaymentRecord, body: OrderBody, deps: OrderDeps): Promise<PlacedPayment> {
  const sentAtMs = deps.clock.nowMs()
  const outcome = await deps.orderGateway.place(payment)
  if (outcome.kind === 'accepted') return keep(payment, outcome.reply.prepay_id, sentAtMs, deps)
  // A refusal may mean that it is paid or closed already: then that is what the user is told.
  if (outcome.kind === 'refused' && outcome.isSigned) {
    requirePayable((await learnFate(payment, deps, { wait: true })).payment, body)
  }
  throw toFailure(outcome)
}

async function keep(
  payment: PaymentRecord,
  prepay_id: string,
  sentAtMs: number,
  deps: OrderDeps,
): Promise<PlacedPayment> {
  return deps.store.transact(async (tx) => {
    const current = (await tx.get('payments', payment._id)) ?? payment
    const state = current.state === 'REQUESTED' ? 'PLACED' : current.state
    const placed = { ...current, state, prepay_id, prepayUntilMs: sentAtMs + PREPAY_MS }
    await tx.put('payments', withDue('payments', placed))
    return placed
  })
}
