// What a wish to sign leads to, given what is on record. At most one attempt per user and template, and never a new code
// while the fate of the last one is unknown, or while another contract is in force.
import { holdsPlace, isSigned } from '../evidence/inForce'
import { stillHolds } from '../../kernel/stamps'
import { bodyUntilMs, isReleased, SESSION_MS, type ContractRecord } from '../../records/contracts'
import type { SlotAttempt } from '../../records/slots'

export const LEASE_MS = 20_000

export type AttemptDecision =
  | { kind: 'signed' | 'closing'; contract: ContractRecord }
  | { kind: 'reuseSession'; contract: ContractRecord }
  /** Another call is at work on it. */
  | { kind: 'inProgress' }
  /** Outcome unknown: the same code, the stored body, unchanged. */
  | { kind: 'resume'; contract: ContractRecord }
  /** Known not to be signed: the same code, with the body of this wish. */
  | { kind: 'renew'; contract: ContractRecord }
  /** It may have been signed meanwhile, or extended: ask before a new code is made. */
  | { kind: 'queryFirst'; contract: ContractRecord }
  /** An earlier attempt, which a notification has named since: it may be signed, so it is asked about before anything else. */
  | { kind: 'settleFirst'; contract: ContractRecord }
  | { kind: 'newAttempt'; attemptNo: number }

/** Whether the open session of the contract serves the wish: as it is, only after WeChat Pay was asked, or not at all. */
export type Reuse = 'asItIs' | 'afterAsking' | 'never'

/**
 * What this very call has learnt of a code from WeChat Pay: not signed, so that another may follow; and that nobody can sign
 * it any more; or, of a signed one past the end we know, that there is no later end.
 */
export type Learnt = 'notSigned' | 'spent' | 'ended'

interface AttemptSituation {
  /** Of the template and sub-merchant of today's settings. */
  attempt: SlotAttempt | undefined
  /** The record of `attempt.currentCode`, where it is this user's. */
  contract: ContractRecord | undefined
  /** What is signed for today's sub-merchant, under whatever template: in force, or past the end we know. */
  holder?: ContractRecord | undefined
  nowMs: number
  reuse?: Reuse | undefined
  /** Whether the same code may be asked for with another body, once it is known not to be signed. */
  isRenewable?: boolean | undefined
  learnt?: ReadonlyMap<string, Learnt>
}

const NOTHING: ReadonlyMap<string, Learnt> = new Map()

export function decideAttempt(situation: AttemptSituation): AttemptDecision {
  const { attempt, contract, nowMs, learnt = NOTHING } = situation
  const newAttempt = { kind: 'newAttempt', attemptNo: (attempt?.attemptNo ?? 0) + 1 } as const
  const signed = situation.holder ?? (contract && isSigned(contract) ? contract : undefined)
  if (signed && holdsPlace(signed, nowMs)) return tellSigned(signed)
  // Past the end we know: it may have been extended, and only WeChat Pay can tell.
  if (signed && !learnt.has(signed._id)) return { kind: 'queryFirst', contract: signed }
  if (!attempt || !contract || contract.state === 'SIGNED' || contract.state === 'TERMINATED') return newAttempt
  if (isReleased(contract)) return newAttempt
  if (contract.state === 'REQUESTED' && stillHolds(attempt.leaseUntilMs, LEASE_MS, nowMs)) return { kind: 'inProgress' }
  if (contract.state === 'REQUESTED' && stillHolds(bodyUntilMs(contract), SESSION_MS, nowMs)) {
    return { kind: 'resume', contract }
  }
  return goOn(situation, contract) ?? newAttempt
}

const tellSigned = (contract: ContractRecord): AttemptDecision => ({
  kind: contract.terminateRequestedAtMs === undefined ? 'signed' : 'closing',
  contract,
})

/** With an attempt that has had its answer, or never will. @returns nothing where a new code is to follow it */
function goOn(
  { reuse, isRenewable = false, learnt = NOTHING }: AttemptSituation,
  contract: ContractRecord,
): AttemptDecision | undefined {
  const word = learnt.get(contract._id)
  const isOpen = contract.state === 'PRESIGNED' && word !== 'spent'
  if (isOpen && (reuse === 'asItIs' || (reuse === 'afterAsking' && word !== undefined))) {
    return { kind: 'reuseSession', contract }
  }
  if (word === undefined) return { kind: 'queryFirst', contract }
  // Of a request without an answer a session may be open: under the same code it and the next one are one contract.
  return isRenewable && contract.state !== 'REJECTED' && word !== 'spent' ? { kind: 'renew', contract } : undefined
}
