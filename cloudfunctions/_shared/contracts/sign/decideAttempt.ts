// What a wish to sign leads to, given what is on record. At most one attempt per user, and never a new code while the fate
// of the last one is unknown.
import { holdsPlace } from '../evidence/inForce'
import type { ContractRecord } from '../../records/contracts'
import type { SlotRecord } from '../../records/slots'

export const LEASE_MS = 20_000

export type AttemptDecision =
  | { kind: 'signed' | 'closing'; contract: ContractRecord }
  | { kind: 'reuseSession'; contract: ContractRecord }
  /** Another call is at work on it. */
  | { kind: 'inProgress' }
  /** Outcome unknown: the same code, the stored body, unchanged. */
  | { kind: 'resume'; slot: SlotRecord; contract: ContractRecord }
  /** It may have been signed meanwhile: ask before a new code is made. */
  | { kind: 'queryFirst'; contract: ContractRecord }
  | { kind: 'newAttempt'; attemptNo: number }

/** Whether the open session of the contract serves the wish: as it is, only after WeChat Pay was asked, or not at all. */
export type Reuse = 'asItIs' | 'afterAsking' | 'never'

export interface AttemptSituation {
  slot: SlotRecord | undefined
  /** The record of `slot.currentCode`. */
  contract: ContractRecord | undefined
  nowMs: number
  reuse?: Reuse | undefined
  /** A code of which this very call has learnt that it is not signed. */
  notSignedCode?: string | undefined
}

export function decideAttempt({ slot, contract, nowMs, reuse, notSignedCode }: AttemptSituation): AttemptDecision {
  const newAttempt = { kind: 'newAttempt', attemptNo: (slot?.attemptNo ?? 0) + 1 } as const
  if (!slot || !contract) return newAttempt
  switch (contract.state) {
    case 'SIGNED':
      if (!holdsPlace(contract, nowMs)) return newAttempt
      return { kind: contract.terminateRequestedAtMs === undefined ? 'signed' : 'closing', contract }
    case 'TERMINATED':
      return newAttempt
    case 'REQUESTED':
      return nowMs < slot.leaseUntilMs ? { kind: 'inProgress' } : { kind: 'resume', slot, contract }
    case 'PRESIGNED':
      if (reuse === 'asItIs' || (reuse === 'afterAsking' && notSignedCode === contract._id)) {
        return { kind: 'reuseSession', contract }
      }
      break
    case 'REJECTED':
    case 'EXPIRED':
      break
  }
  return notSignedCode === contract._id ? newAttempt : { kind: 'queryFirst', contract }
}
