// When upkeep has something to do about a record. Written with every write, so that one index finds what is due; and with it
// the revision, by which whoever read the record before finds out that it was written.
import type { ChargeRecord } from './charges'
import { isVoid, SESSION_MS, type ContractRecord } from './contracts'
import type { AskedCollection, Documents, DueCollection, Revised, WrittenDocuments } from './documents'
import { MAY_BE_UNDERSTOOD, type NotificationRecord } from './notifications'
import { retryAfterMs, type OutboxRecord } from './outbox'
import { PREPAY_MS, type PaymentRecord } from './payments'
import type { RefundRecord } from './refunds'

/** Later than any clock will show: nothing is to be done. */
export const NEVER_MS = 9e15

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The record as it is to be written. What is due follows from the record alone: any order of arrival ends the same. */
export function withDue<Name extends DueCollection>(
  collection: Name,
  document: Documents[Name],
): WrittenDocuments[Name] {
  const dueAtMs = DUE[collection](document)
  const revision = isRevised(collection) ? nextRevision(document) : {}
  // The compiler does not see that what is added is all that was missing.
  return { ...document, dueAtMs, ...revision } as unknown as WrittenDocuments[Name]
}

const isRevised = (collection: DueCollection): boolean => Object.hasOwn(REVISED, collection)

const REVISED: Readonly<Record<AskedCollection, true>> = {
  contracts: true,
  payments: true,
  charges: true,
  refunds: true,
}

const nextRevision = (document: object): Revised => ({
  revision: ('revision' in document && typeof document.revision === 'number' ? document.revision : 0) + 1,
})

const DUE: { [Name in DueCollection]: (document: Documents[Name]) => number } = {
  contracts: contractDueAtMs,
  contract_notifications: notificationDueAtMs,
  contract_outbox: rowDueAtMs,
  payments: paymentDueAtMs,
  charges: chargeDueAtMs,
  refunds: refundDueAtMs,
}

/** What a notification left open is due at once, whatever the plan says. */
function contractDueAtMs(contract: ContractRecord): number {
  const plannedAtMs = contractPlanMs(contract)
  if (plannedAtMs === undefined && contract.setAsideAtMs === undefined) return NEVER_MS
  return afterSilence(contract, Math.min(contract.setAsideAtMs ?? NEVER_MS, plannedAtMs ?? NEVER_MS))
}

/** @returns undefined where nothing can change any more */
function contractPlanMs(contract: ContractRecord): number | undefined {
  const { state, createdAtMs, renewedAtMs, session, sessionTakenAtMs, terminateRequestedAtMs } = contract
  const presignedAtMs = session ? session.expiresAtMs - SESSION_MS : (renewedAtMs ?? createdAtMs)
  switch (state) {
    case 'REQUESTED':
    case 'PRESIGNED':
      return sessionTakenAtMs === undefined
        ? nextAskMs(contract, presignedAtMs, [...OPEN_ATTEMPT_MIN, lastAskMin(contract)])
        : undefined
    case 'REJECTED':
      // With a session, or after one, it was a repeat or another body that was refused: that session may still be signed.
      return session || renewedAtMs !== undefined
        ? nextAskMs(contract, presignedAtMs, [...OPEN_ATTEMPT_MIN, lastAskMin(contract)])
        : undefined
    case 'EXPIRED':
      // A guess about "never": a signing of the last minute may be told late.
      return nextAskMs(contract, presignedAtMs, [AFTER_SESSION_MIN, lastAskMin(contract)])
    case 'SIGNED':
      if (isVoid(contract)) return undefined
      return terminateRequestedAtMs === undefined ? NEVER_MS : closingDueAtMs(contract, terminateRequestedAtMs)
    case 'TERMINATED':
      return undefined
  }
}

const closingDueAtMs = ({ terminateSentAtMs, terminateTries = 0 }: ContractRecord, requestedAtMs: number): number =>
  (terminateSentAtMs ?? requestedAtMs) + resendAfterMs(terminateTries)

/** After so many tries: soon, then every hour of the first day, then once a day. */
const resendAfterMs = (tries: number): number =>
  RESEND_AFTER_MS[Math.max(0, tries - 1)] ?? (tries <= HOURLY_TRIES ? HOUR : DAY)

const RESEND_AFTER_MS: readonly number[] = [MINUTE / 2, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]
const HOURLY_TRIES = RESEND_AFTER_MS.length + 23

function paymentDueAtMs(payment: PaymentRecord): number {
  const { state, createdAtMs, prepayUntilMs } = payment
  const placedAtMs = prepayUntilMs === undefined ? createdAtMs : prepayUntilMs - PREPAY_MS
  return moneyDueAtMs(payment, state === 'REQUESTED' || state === 'PLACED', placedAtMs, OPEN_ORDER_MIN)
}

function chargeDueAtMs(charge: ChargeRecord): number {
  const { state, createdAtMs, sentAtMs = createdAtMs } = charge
  return moneyDueAtMs(charge, state === 'REQUESTED', sentAtMs, OPEN_CHARGE_MIN)
}

function refundDueAtMs(refund: RefundRecord): number {
  const { state, createdAtMs, sentAtMs = createdAtMs } = refund
  const isOpen = state === 'REQUESTED' || state === 'PROCESSING' || state === 'ABNORMAL'
  return moneyDueAtMs(refund, isOpen, sentAtMs, OPEN_REFUND_MIN)
}

/** What is open is asked about by its plan, and what a notification left open at once. */
function moneyDueAtMs(
  record: Asked & { setAsideAtMs?: number },
  isOpen: boolean,
  sinceMs: number,
  planMin: readonly number[],
): number {
  const { setAsideAtMs = NEVER_MS } = record
  const plannedAtMs = isOpen ? nextAskMs(record, sinceMs, planMin) : NEVER_MS
  if (!isOpen && setAsideAtMs === NEVER_MS) return NEVER_MS
  return afterSilence(record, Math.min(setAsideAtMs, plannedAtMs))
}

/** Minutes after the pre-sign: while people sign, and around the end of the session. */
const AFTER_SESSION_MIN = 130
const OPEN_ATTEMPT_MIN = [2, 5, 15, 30, 60, 120, AFTER_SESSION_MIN]
/** Once more the day after. An offer beside a payment is forgotten then, a day after its session. */
const lastAskMin = ({ scene }: ContractRecord): number => (scene === 'pay-redirect-sign' ? 26 * 60 : 24 * 60)
/** Minutes after the order was placed. */
const OPEN_ORDER_MIN = [1, 5, 15, 30, 120]
/** After it was sent: it is answered within a minute, and from then on asked about, taken back, and asked about again. */
const OPEN_CHARGE_MIN = [1, 2, 5, 15, 30, 60, 120, 24 * 60]
/** After it was sent. To a bank card it takes days; an abnormal one lasts until a person has seen to it. */
const OPEN_REFUND_MIN = [1, 5, 15, 30, 120, ...[1, 2, 3, 5, 7, 14, 30].map((days) => days * 24 * 60)]
/** Minutes after a question that brought no answer: what WeChat Pay could not tell is asked again, however long it takes. */
const UNANSWERED_MIN = [1, 2, 5, 15, 60]

interface Asked {
  nextQueryAtMs: number
  queryCount: number
  unansweredCount?: number
}

const lastAskedMs = ({ nextQueryAtMs, queryCount }: Asked): number => (queryCount === 0 ? -Infinity : nextQueryAtMs)

/** The first time of the plan that no question has reached yet. Whoever asked: a question is a question. */
const nextAskMs = (asked: Asked, sinceMs: number, planMin: readonly number[]): number =>
  planMin.map((minutes) => sinceMs + minutes * MINUTE).find((atMs) => atMs > lastAskedMs(asked)) ?? NEVER_MS

/** Behind questions in vain: what they were to answer is as open as before, and waits longer each time. */
function afterSilence(asked: Asked, dueAtMs: number): number {
  const { unansweredCount = 0 } = asked
  if (unansweredCount === 0) return dueAtMs
  const waitMin = UNANSWERED_MIN[Math.min(unansweredCount, UNANSWERED_MIN.length) - 1] ?? 60
  const retryAtMs = lastAskedMs(asked) + waitMin * MINUTE
  return dueAtMs > lastAskedMs(asked) ? Math.min(dueAtMs, retryAtMs) : retryAtMs
}

function rowDueAtMs(row: OutboxRecord): number {
  const { createdAtMs, tries, triedAtMs, waitsUntilMs = 0, deliveredAtMs, deadAtMs } = row
  if (deliveredAtMs !== undefined || deadAtMs !== undefined) return NEVER_MS
  // To begin a try moves it: whoever dies in between is followed by another, and two never tell it at once.
  const nextTryMs = triedAtMs === undefined ? createdAtMs : triedAtMs + retryAfterMs(tries)
  return Math.max(nextTryMs, waitsUntilMs)
}

/** Minutes after it came; and then once a day, as long as it is kept. */
const REREAD_MIN = [2, 15, 60, 6 * 60]

function notificationDueAtMs({ outcome, reason, body, receivedAtMs, rereadAtMs }: NotificationRecord): number {
  const mayBeUnderstood = MAY_BE_UNDERSTOOD.some((one) => one === reason)
  if (outcome !== 'setAside' || body === undefined || !mayBeUnderstood) return NEVER_MS
  const lastReadMs = rereadAtMs ?? receivedAtMs
  const plannedMs = REREAD_MIN.map((minutes) => receivedAtMs + minutes * MINUTE).find((atMs) => atMs > lastReadMs)
  return plannedMs ?? lastReadMs + DAY
}
