// When upkeep has something to do about a record. Written with every write, so that one index finds what is due; and with it
// the revision, by which whoever read the record before finds out that it was written.
import { SESSION_MS, type ContractRecord } from './contracts'
import type { Documents, DueCollection, Revised, WrittenDocuments } from './documents'
import type { OutboxRecord } from './outbox'
import { PREPAY_MS, type PaymentRecord } from './payments'

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
  const revision = collection === 'contract_outbox' ? {} : nextRevision(document)
  // The compiler does not see that what is added is all that was missing.
  return { ...document, dueAtMs, ...revision } as unknown as WrittenDocuments[Name]
}

const nextRevision = (document: object): Revised => ({
  revision: ('revision' in document && typeof document.revision === 'number' ? document.revision : 0) + 1,
})

const DUE: { [Name in DueCollection]: (document: Documents[Name]) => number } = {
  contracts: contractDueAtMs,
  contract_outbox: rowDueAtMs,
  payments: paymentDueAtMs,
}

/** What a notification left open is due at once, whatever the plan says. */
function contractDueAtMs(contract: ContractRecord): number {
  return Math.min(contract.setAsideAtMs ?? NEVER_MS, plannedAtMs(contract))
}

function plannedAtMs(contract: ContractRecord): number {
  const { state, createdAtMs, renewedAtMs, session, sessionTakenAtMs, terminateRequestedAtMs } = contract
  const presignedAtMs = session ? session.expiresAtMs - SESSION_MS : (renewedAtMs ?? createdAtMs)
  switch (state) {
    case 'REQUESTED':
    case 'PRESIGNED':
      return sessionTakenAtMs === undefined ? presignedAtMs + 2 * MINUTE : NEVER_MS
    case 'REJECTED':
      // With a session, or after one, it was a repeat or another body that was refused: that session may still be signed.
      return session || renewedAtMs !== undefined ? presignedAtMs + 2 * MINUTE : NEVER_MS
    case 'EXPIRED':
      // A guess about "never": once more.
      return presignedAtMs + DAY
    case 'SIGNED':
      return terminateRequestedAtMs === undefined ? NEVER_MS : closingDueAtMs(contract, terminateRequestedAtMs)
    case 'TERMINATED':
      return NEVER_MS
  }
}

const closingDueAtMs = ({ terminateSentAtMs, terminateTries = 0 }: ContractRecord, requestedAtMs: number): number =>
  (terminateSentAtMs ?? requestedAtMs) + resendAfterMs(terminateTries)

/** After so many tries: soon, then every hour of the first day, then once a day. */
const resendAfterMs = (tries: number): number =>
  RESEND_AFTER_MS[Math.max(0, tries - 1)] ?? (tries <= HOURLY_TRIES ? HOUR : DAY)

const RESEND_AFTER_MS: readonly number[] = [MINUTE / 2, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]
const HOURLY_TRIES = RESEND_AFTER_MS.length + 23

function paymentDueAtMs({ state, createdAtMs, prepayUntilMs }: PaymentRecord): number {
  if (state !== 'REQUESTED' && state !== 'PLACED') return NEVER_MS
  return (prepayUntilMs === undefined ? createdAtMs : prepayUntilMs - PREPAY_MS) + MINUTE
}

function rowDueAtMs({ createdAtMs, deliveredAtMs }: OutboxRecord): number {
  return deliveredAtMs === undefined ? createdAtMs : NEVER_MS
}
