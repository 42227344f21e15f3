// ORDER: from an out_trade_no to a prepay_id that can be paid. The record is written before WeChat Pay hears of it. The same
// number is sent with the same body while nobody knows what became of it; once it is known that nothing was placed, with today's.
import { toFailure } from '../kernel/outcomes'
import { invalidInput } from '../kernel/errors'
import { stillHolds } from '../kernel/stamps'
import type { Caller, Refusal } from '../kernel/ports'
import { addOrder } from './addOrder'
import { askOrder, wasNeverPlaced, type AskedOrder } from './askOrder'
import { readOrder } from './merchantOrder'
import { contractIdOf, isSameBody, orderBody } from './orderBody'
import type { OrderDeps } from './ports'
import { changeOne } from '../kernel/changeOne'
import { withDue } from '../records/due'
import { PREPAY_MS, type OrderBody, type PaymentRecord } from '../records/payments'
import { beginSending, changedMeanwhile, noteRefusal, withoutRefusal, type Sending } from './sending'
import { isPaid } from './writePayment'

/** A prepay_id with less left is not handed out again: paying, and signing after it, takes a while. */
const MIN_PREPAY_LEFT_MS = 20 * 60 * 1000

export type PlacedPayment = PaymentRecord & { prepay_id: string }

/**
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT naming the field (already paid, closed, another amount, payee or user, a contract that is
 *   over); NOT_CONFIGURED;
 *   RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE or WECHATPAY_UNTRUSTED: calling again goes on where this stopped
 * @throws {StoreError} the database failed
 */
export async function takePrepay(out_trade_no: string, caller: Caller, deps: OrderDeps): Promise<PlacedPayment> {
  const order = await readOrder(out_trade_no, caller, deps)
  return takePrepayFor(orderBody({ settings: deps.settings, caller, out_trade_no, order }), deps)
}

/** The same, where the body of today is known. @throws as {@link takePrepay}, but for NOT_FOUND */
export async function takePrepayFor(body: OrderBody, deps: OrderDeps): Promise<PlacedPayment> {
  const { payment: written, isNew } = await writeDown(body, deps)
  const payment = await heardAgain(written, deps)
  requireOpen(payment)
  if (payment.prepay_id !== undefined) requirePayable(payment, body)
  if (isUsable(payment, deps.clock.nowMs())) return payment
  const sending = isNew ? { document: payment, isAlone: true } : await settle(payment, body, deps)
  requirePayable(sending.document, body)
  const placed = await place(sending, body, deps)
  // Closed meanwhile: while nobody has its prepay_id it cannot be paid.
  requirePayable(placed, body)
  return placed
}

async function writeDown(request: OrderBody, deps: OrderDeps) {
  const { store, settings, clock } = deps
  const nowMs = clock.nowMs()
  const { env, mode } = settings
  const payment = withDue('payments', {
    _id: request.out_trade_no,
    env,
    mode,
    request,
    state: 'REQUESTED',
    sentAtMs: nowMs,
    createdAtMs: nowMs,
    nextQueryAtMs: nowMs,
    queryCount: 0,
    evidence: [],
  })
  if ((await addOrder(payment, deps)) === 'added') return { payment, isNew: true }
  return { payment: (await store.read('payments', payment._id)) ?? payment, isNew: false }
}

/** Closed, and named by a notification that proved nothing: who is sent to another number may have paid this one. */
async function heardAgain(payment: PaymentRecord, deps: OrderDeps): Promise<PaymentRecord> {
  if (payment.state !== 'CLOSED' || payment.setAsideAtMs === undefined) return payment
  return known(await askOrder(payment, deps, { wait: true }))
}

function requireOpen(payment: PaymentRecord): void {
  if (isPaid(payment)) throw invalidInput('out_trade_no', 'this order is already paid')
  if (payment.state === 'CLOSED') throw invalidInput('out_trade_no', 'this order is closed; pay under a new number')
}

/** @param wished what would be ordered today: an amount, a payee or a user that differs is another order */
function requirePayable(payment: PaymentRecord, wished: OrderBody): void {
  requireOpen(payment)
  const differs = (name: string) =>
    invalidInput(`order.${name}`, `this number was ordered with another ${name}; close it and take a new number`)
  if (payment.request.amount.total !== wished.amount.total) throw differs('total')
  if (payeeOf(payment.request) !== payeeOf(wished)) throw differs('sub_mchid')
  if (payerOf(payment.request) !== payerOf(wished)) throw differs('openid')
}

const payeeOf = (body: OrderBody): string | undefined => ('sub_mchid' in body ? body.sub_mchid : undefined)
/** The name and its kind: under two appids the same text is two people. */
const payerOf = ({ payer }: OrderBody): string => JSON.stringify(payer)

/** Not where a notification has named it and proved nothing: it may be paid. */
const isUsable = (payment: PaymentRecord, nowMs: number): payment is PlacedPayment =>
  payment.prepay_id !== undefined &&
  payment.setAsideAtMs === undefined &&
  stillHolds((payment.prepayUntilMs ?? 0) - MIN_PREPAY_LEFT_MS + 1, PREPAY_MS - MIN_PREPAY_LEFT_MS, nowMs)

/** What became of an earlier call: it may have been placed, and paid since. Where it never was, today's body takes over. */
async function settle(payment: PaymentRecord, body: OrderBody, deps: OrderDeps): Promise<Sending> {
  const asked = await askOrder(payment, deps, { wait: !isSameBody(payment.request, body) })
  const isRenewable = wasNeverPlaced(asked)
  const current = isRenewable ? asked.payment : known(asked)
  requirePayable(isRenewable ? { ...current, request: body } : current, body)
  return beginSending(current, isRenewable ? body : undefined, deps)
}

function known(asked: AskedOrder): PaymentRecord {
  if (asked.answer === 'failed') throw asked.failure
  return asked.payment
}

async function place(sending: Sending, body: OrderBody, deps: OrderDeps): Promise<PlacedPayment> {
  const { document: payment } = sending
  const sentAtMs = deps.clock.nowMs()
  const outcome = await deps.orderGateway.place(payment)
  if (outcome.kind === 'accepted') return keep(payment, outcome.reply.prepay_id, sentAtMs, deps)
  // A refusal may mean that it is paid or closed already: then that is what the user is told.
  if (outcome.kind === 'refused' && outcome.isSigned) {
    const refused = await noteRefusal(sending, deps)
    const asked = await askOrder(refused, deps, { wait: true })
    requirePayable(known(asked), body)
    if (asked.answer === 'known' && isStuck(sending, outcome)) throw stuck()
  }
  throw toFailure(outcome)
}

/**
 * Placed before, under a contract, and the same bytes are refused now: as that contract is over, or its limit is reached. 401 speaks
 * of us, and where somebody else is sending it they may have a prepay_id for it.
 */
const isStuck = ({ document, isAlone }: Sending, { httpStatus }: Refusal): boolean =>
  isAlone && contractIdOf(document.request) !== undefined && httpStatus !== 401

const stuck = () =>
  invalidInput(
    'out_trade_no',
    'WeChat Pay has this order under a contract that does not pay it any more, and takes no other of this number; close it and take a new number',
  )

/** @throws {CallFailure} IN_PROGRESS: another body took over meanwhile, and nobody may pay what this one says */
async function keep(
  payment: PaymentRecord,
  prepay_id: string,
  sentAtMs: number,
  deps: OrderDeps,
): Promise<PlacedPayment> {
  const { document } = await changeOne('payments', payment, deps.store, (current) => {
    if (!isSameBody(current.request, payment.request)) throw changedMeanwhile()
    const state = current.state === 'REQUESTED' ? 'PLACED' : current.state
    return { document: { ...withoutRefusal(current), state, prepay_id, prepayUntilMs: sentAtMs + PREPAY_MS } }
  })
  return { ...document, prepay_id }
}
