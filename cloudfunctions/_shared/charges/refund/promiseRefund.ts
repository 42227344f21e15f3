// REFUND, first: what is to be given back is promised and written down, with the exact body, in one transaction with what was
// promised before. So two at once never come to more than was paid, and whoever dies behind this is followed by another.
import { CallFailure, invalidInput } from '../../kernel/errors'
import { sinceMs } from '../../kernel/stamps'
import type { StoreTransaction } from '../../kernel/ports'
import { withDue } from '../../records/due'
import type { RefundRecord } from '../../records/refunds'
import type { RefundDeps } from '../ports'
import { isPaidFor, mchidOf, promiseOf, putRefunds, readPaidOrder, type PaidOrder } from './paidOrder'
import { refundBody } from './refundBody'
import type { RefundInput } from './refundInput'

/** So long after a body was sent its sender is at work on it no more: a function is given no longer. */
const SENDING_MS = 20_000

export const isBeingSent = ({ state, sentAtMs }: RefundRecord, nowMs: number): boolean =>
  state === 'REQUESTED' && sentAtMs !== undefined && sinceMs(sentAtMs, nowMs) < SENDING_MS

export interface BegunRefund {
  refund: RefundRecord
  /** It is to be sent now. Otherwise WeChat Pay has it. */
  isToBeSent: boolean
  /** Nobody else can be sending it: then what WeChat Pay says of it is its word on all that was sent. */
  isAlone: boolean
}

/**
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT: the number is of another refund, the order is not paid, or less is left of it
 * @throws {StoreError} the database failed
 */
export async function promiseRefund(input: RefundInput, deps: RefundDeps): Promise<BegunRefund> {
  return deps.store.transact(async (tx) => {
    const nowMs = deps.clock.nowMs()
    const known = await tx.get('refunds', input.out_refund_no)
    if (known) refuseOther(known, input)
    if (!known || known.state === 'REFUSED') return promise(tx, input, known, deps)
    const isToBeSent = known.state === 'REQUESTED' && known.erasedAtMs === undefined
    if (!isToBeSent) return { refund: known, isToBeSent, isAlone: false }
    const refund = withDue('refunds', { ...known, sentAtMs: nowMs, sentCount: known.sentCount + 1 })
    await tx.put('refunds', refund)
    return { refund, isToBeSent, isAlone: !isBeingSent(known, nowMs) }
  })
}

function refuseOther({ out_trade_no, request }: RefundRecord, input: RefundInput): void {
  const differs = out_trade_no !== input.out_trade_no ? 'order' : request.amount.refund !== input.amount ? 'amount' : ''
  if (differs)
    throw invalidInput('out_refund_no', `this number is of a refund of another ${differs}; take a new number`)
}

async function promise(
  tx: StoreTransaction,
  input: RefundInput,
  known: RefundRecord | undefined,
  { clock, settings }: RefundDeps,
): Promise<BegunRefund> {
  const paid = await readPaidOrder(async (collection, id) => tx.get(collection, id), input.out_trade_no)
  if (!paid) throw noSuchOrder()
  if (!isPaidFor(paid)) throw notPaid()
  const nowMs = clock.nowMs()
  const refund = withDue('refunds', { ...aRefund(input, paid, nowMs, settings), ...sinceBefore(known) })
  await putRefunds(tx, paid, promiseOf(paid, refund._id, input.amount))
  await tx.put('refunds', refund)
  return { refund, isToBeSent: true, isAlone: true }
}

/** Refused before: the body is of today, and what was heard stays. */
const sinceBefore = (known: RefundRecord | undefined): Pick<RefundRecord, 'sentCount'> & Partial<Kept> =>
  known
    ? {
        createdAtMs: known.createdAtMs,
        sentCount: known.sentCount + 1,
        ...(known.refusedCount !== undefined && { refusedCount: known.refusedCount }),
        revision: known.revision ?? 0,
        evidence: known.evidence,
      }
    : { sentCount: 1 }

type Kept = Pick<RefundRecord, 'createdAtMs' | 'refusedCount' | 'evidence'> & { revision: number }

function aRefund(input: RefundInput, paid: PaidOrder, nowMs: number, settings: RefundDeps['settings']): RefundRecord {
  return {
    _id: input.out_refund_no,
    env: settings.env,
    mode: settings.mode,
    mchid: mchidOf(paid),
    out_trade_no: input.out_trade_no,
    ...(paid.kind === 'charge' && { combine_out_trade_no: paid.charge._id }),
    ...refundBody(paid, input, settings),
    state: 'REQUESTED',
    sentAtMs: nowMs,
    sentCount: 1,
    createdAtMs: nowMs,
    nextQueryAtMs: nowMs,
    queryCount: 0,
    evidence: [],
  }
}

const noSuchOrder = () =>
  new CallFailure('NOT_FOUND', 'out_trade_no: no order and no sub-order of a charge has this number')
const notPaid = () => invalidInput('out_trade_no', 'this order is not known to be paid: there is nothing to give back')
