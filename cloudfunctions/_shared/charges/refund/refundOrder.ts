// REFUND: gives back what was paid, in part or in whole. Written down first, sent, and what became of it learnt from the answer,
// a notification, or upkeep's question.
import { CallFailure } from '../../kernel/errors'
import { toFailure } from '../../kernel/outcomes'
import type { CallOutcome } from '../../kernel/ports'
import { askOrder } from '../../orders/askOrder'
import type { RefundRecord } from '../../records/refunds'
import { askCharge } from '../askCharge'
import type { RefundDeps } from '../ports'
import { askRefund, understand, type AskedRefund } from './askRefund'
import { isPaidFor, readPaidOrder } from './paidOrder'
import { isBeingSent, promiseRefund, type BegunRefund } from './promiseRefund'
import type { RefundInput } from './refundInput'
import { writeRefused } from './writeRefund'

/** `PROCESSING`: WeChat Pay has it, and its end is told to your code. */
interface RefundOutput {
  out_refund_no: string
  out_trade_no: string
  status: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
  /** Fen. */
  amount: number
  refund_id?: string
  succeededAtMs?: number
}

/**
 * Idempotent per `out_refund_no`: the same call, made again, gives back once, and tells what became of it.
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT naming the field; WECHATPAY_REJECTED: nothing was given back, and the same number may
 *   be sent again; RATE_LIMITED, WECHATPAY_UNREACHABLE or WECHATPAY_UNTRUSTED: call again with the same number
 * @throws {StoreError} the database failed
 */
export async function refundOrder(input: RefundInput, deps: RefundDeps): Promise<RefundOutput> {
  await hearOfPayment(input.out_trade_no, deps)
  const begun = await promiseRefund(input, deps)
  const refund = begun.isToBeSent ? await send(begun, deps) : await hearAgain(begun.refund, deps)
  return toOutput(refund)
}

/** Paid, perhaps, and no notification has come yet. */
async function hearOfPayment(out_trade_no: string, deps: RefundDeps): Promise<void> {
  const paid = await readPaidOrder(async (collection, id) => deps.store.read(collection, id), out_trade_no)
  if (!paid || isPaidFor(paid)) return
  if (paid.kind === 'order') await askOrder(paid.record, deps, { wait: true })
  // What was taken back stays so.
  else if (paid.charge.state !== 'REVERSED') await askCharge(paid.charge, deps, { wait: true })
}

async function send(begun: BegunRefund, deps: RefundDeps): Promise<RefundRecord> {
  const { refund } = begun
  const outcome = await deps.refundGateway.send(refund)
  if (outcome.kind === 'refused') return afterRefusal(begun, outcome, deps)
  return knownOf(await understand(outcome, refund, deps))
}

/** It may have been taken on before: only where WeChat Pay knows no such refund is nothing given back. */
async function afterRefusal(
  { refund, isAlone }: BegunRefund,
  outcome: Extract<CallOutcome<unknown>, { kind: 'refused' }>,
  deps: RefundDeps,
): Promise<RefundRecord> {
  if (!outcome.isSigned) throw toFailure(outcome)
  const asked = await askRefund(refund, deps, { atOnce: true })
  if (asked.answer === 'known') return asked.refund
  if (asked.answer === 'notMade' && isAlone) await giveUp(asked.refund, outcome, deps)
  throw toFailure(outcome)
}

/** Nothing was made of it: what was promised is free again. Not where somebody has sent it since. */
async function giveUp(
  { _id, sentCount }: RefundRecord,
  { httpStatus, apiCode }: { httpStatus: number; apiCode: string },
  { store, clock }: Pick<RefundDeps, 'store' | 'clock'>,
): Promise<void> {
  const refusal = { httpStatus, apiCode, atMs: clock.nowMs() }
  await store.transact(async (tx) => {
    const current = await tx.get('refunds', _id)
    if (current?.state === 'REQUESTED' && current.sentCount === sentCount) await writeRefused(tx, current, refusal)
  })
}

/** Taken on: asked about where it has not ended, and true whatever becomes of the question. */
async function hearAgain(refund: RefundRecord, deps: RefundDeps): Promise<RefundRecord> {
  const hasEnded = refund.state === 'SUCCESS' || refund.state === 'CLOSED'
  if (hasEnded && refund.setAsideAtMs === undefined) return refund
  const asked = await askRefund(refund, deps)
  return refund.state === 'REQUESTED' ? knownOf(asked) : asked.refund
}

/** Of upkeep: what nobody is sending any more, and WeChat Pay has never heard of, is given up. */
export async function settleRefund(refund: RefundRecord, deps: RefundDeps): Promise<AskedRefund> {
  const asked = await askRefund(refund, deps)
  if (asked.answer !== 'notMade') return asked
  if (asked.refund.state !== 'REQUESTED')
    deps.log.alert('refund unknown to WeChat Pay', { out_refund_no: refund._id, state: asked.refund.state })
  else if (!isBeingSent(asked.refund, deps.clock.nowMs())) await giveUp(asked.refund, asked, deps)
  return asked
}

function knownOf(asked: AskedRefund): RefundRecord {
  switch (asked.answer) {
    case 'known':
      return asked.refund
    case 'failed':
      throw asked.failure
    case 'setAside':
      throw new CallFailure(
        'WECHATPAY_UNTRUSTED',
        'WeChat Pay told of another refund, or of a state we cannot read; see the log',
      )
    case 'notMade':
    case 'notAsked':
      throw new CallFailure('IN_PROGRESS', 'Another call is at work on this refund; call again in a moment')
  }
}

function toOutput({ _id, out_trade_no, state, request, refund_id, succeededAtMs }: RefundRecord): RefundOutput {
  return {
    out_refund_no: _id,
    out_trade_no,
    status: state === 'REQUESTED' || state === 'REFUSED' ? 'PROCESSING' : state,
    amount: request.amount.refund,
    ...(refund_id !== undefined && { refund_id }),
    ...(succeededAtMs !== undefined && { succeededAtMs }),
  }
}
