// One body at a time: whoever places an order writes down that it is about to send the body on record, so that no other takes over
// while nobody knows what becomes of it.
import { CallFailure } from '../kernel/errors'
import { sinceMs } from '../kernel/stamps'
import { changeOne } from '../kernel/changeOne'
import type { OrderBody, PaymentRecord } from '../records/payments'
import { isSameBody } from './orderBody'
import type { OrderDeps } from './ports'

/** So long after a body was sent its sender is at work on it no more: a function is given no longer. */
const SENDING_MS = 20_000

export interface Sending {
  /** What is to be sent, as it is on record. */
  document: PaymentRecord
  /** Nobody else can be sending the same: then what WeChat Pay says of it is its word on all that was sent. */
  isAlone: boolean
}

const isBeingSent = ({ sentAtMs, refusedAtMs }: PaymentRecord, nowMs: number): boolean =>
  refusedAtMs === undefined && sentAtMs !== undefined && sinceMs(sentAtMs, nowMs) < SENDING_MS

/**
 * Written before anything is sent. Two may send the same bytes at once; another body takes over only where nobody can be sending
 * the one on record any more.
 * @param body of today, where WeChat Pay has said that nothing was placed
 * @throws {CallFailure} IN_PROGRESS: somebody is sending another body, and nobody knows yet what comes of it
 */
export async function beginSending(
  payment: PaymentRecord,
  body: OrderBody | undefined,
  { store, clock, settings: { env, mode } }: OrderDeps,
): Promise<Sending> {
  return changeOne('payments', payment, store, (current) => {
    const nowMs = clock.nowMs()
    const isAlone = !isBeingSent(current, nowMs)
    const isRenewable = body !== undefined && isUnplaced(current)
    if (isRenewable && !isAlone && !isSameBody(current.request, body)) throw changedMeanwhile()
    // One after another, so that each sender knows its own.
    const sentAtMs = isAlone ? nowMs : (current.sentAtMs ?? nowMs) + 1
    const today = isRenewable && isAlone ? { env, mode, request: body } : {}
    return { document: { ...withoutRefusal(current), ...today, sentAtMs }, isAlone }
  })
}

export function withoutRefusal(payment: PaymentRecord): PaymentRecord {
  const next = { ...payment }
  delete next.refusedAtMs
  return next
}

const isUnplaced = ({ state, prepay_id }: PaymentRecord): boolean => state === 'REQUESTED' && prepay_id === undefined

/**
 * Not where somebody else sends, or has sent, it too: then nobody knows yet what became of that.
 * @returns the order as it now stands
 */
export async function noteRefusal(
  { document: sent, isAlone }: Sending,
  { store, clock }: OrderDeps,
): Promise<PaymentRecord> {
  const { document } = await changeOne('payments', sent, store, (current) => {
    const isOwn = isAlone && current.sentAtMs === sent.sentAtMs && isUnplaced(current)
    return { document: isOwn ? { ...current, refusedAtMs: clock.nowMs() } : current }
  })
  return document
}

export const changedMeanwhile = () =>
  new CallFailure('IN_PROGRESS', 'This order was changed while it was being placed; call again in a moment')
