// When upkeep has something to do about a record. Written with every write, so that one index finds what is due.
import { SESSION_MS, type ContractRecord } from './contracts'
import type { Documents, DueCollection, WrittenDocuments } from './documents'
import { retryAfterMs, type OutboxRecord } from './outbox'
import { PREPAY_MS, type PaymentRecord } from './payments'

/** Later than any clock will show: nothing is to be done. */
export const NEVER_MS = 9e15

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** The record as it is to be written. It follows from the record alone: any order of arrival ends the same. */
export function withDue<Name extends DueCollection>(
  collection: Name,
  document: Documents[Name],
): WrittenDocuments[Name] {
  const dueAtMs = DUE[collection](document)
  // The compiler does not see that what is added is all that was missing.
  return { ...document, dueAtMs } as unknown as WrittenDocuments[Name]
}

const DUE: { [Name in DueCollection]: (document: Documents[Name]) => number } = {
  contracts: contractDueAtMs,
  contract_outbox: rowDueAtMs,
  payments: paymentDueAtMs,
}

function contractDueAtMs(contract: ContractRecord): number {
  const { state, createdAtMs, session, sessionTakenAtMs, terminateRequestedAtMs } = contract
  const presignedAtMs = session ? session.expiresAtMs - SESSION_MS : createdAtMs
  switch (state) {
    case 'REQUESTED':
    case 'PRESIGNED':
      return sessionTakenAtMs === undefined ? presignedAtMs + 2 * MINUTE : NEVER_MS
    case 'REJECTED':
      // With a session it was a repeat that was refused: the session may still be signed.
      return session ? presignedAtMs + 2 * MINUTE : NEVER_MS
    case 'EXPIRED':
      // A guess about "never": once more.
      return presignedAtMs + DAY
    case 'SIGNED':
      return terminateRequestedAtMs === undefined ? NEVER_MS : terminateRequestedAtMs + MINUTE / 2
    case 'TERMINATED':
      return NEVER_MS
  }
}

function paymentDueAtMs({ state, createdAtMs, prepayUntilMs }: PaymentRecord): number {
  if (state !== 'REQUESTED' && state !== 'PLACED') return NEVER_MS
  return (prepayUntilMs === undefined ? createdAtMs : prepayUntilMs - PREPAY_MS) + MINUTE
}

function rowDueAtMs(row: OutboxRecord): number {
  const { createdAtMs, tries, triedAtMs, waitsUntilMs = 0, deliveredAtMs, deadAtMs } = row
  if (deliveredAtMs !== undefined || deadAtMs !== undefined) return NEVER_MS
  // To begin a try moves it: whoever dies in between is followed by another, and two never tell it at once.
  const nextTryMs = triedAtMs === undefined ? createdAtMs : triedAtMs + retryAfterMs(tries)
  return Math.max(nextTryMs, waitsUntilMs)
}
