// CONFIRM: what a verified answer to a query means for a contract.
import type { Evidence } from '../evidence/applyEvidence'
import { readClaim, type Claim } from '../evidence/claim'
import { objection, toEvidence, type SetAside } from '../evidence/judge'
import type { Refusal } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'

export type QueryVerdict =
  | { kind: 'evidence'; evidence: Evidence }
  /** Not signed. `evidence` where that ends something: the session is over. */
  | { kind: 'notSigned'; evidence?: Evidence }
  | ({ kind: 'setAside' } & SetAside & { contract_state?: string })

/** Error codes that say "no such contract"; other products use all of these, ours does not publish its own. */
const NO_SUCH_CONTRACT = ['NOT_FOUND', 'RESOURCE_NOT_EXISTS', 'CONTRACT_NOT_EXIST']

/** WeChat Pay's own word that the code was never signed. An unsigned 404 may be anyone's. */
export const isNeverSigned = (refusal: Refusal): boolean =>
  refusal.isSigned && (refusal.httpStatus === 404 || NO_SUCH_CONTRACT.includes(refusal.apiCode))

/** @param nowMs receipt of the answer */
export function judgeQuery(reply: unknown, contract: ContractRecord, nowMs: number): QueryVerdict {
  const read = readClaim(reply)
  if (!read.ok) return { kind: 'setAside', reason: 'FIELDS_MALFORMED', fields: read.fields }
  const { claim } = read
  switch (claim.contract_state) {
    case 'SIGNED':
      return proven(claim, objection(claim, contract, []), 'SIGNED', nowMs)
    case 'TERMINATED':
      // The end of a contract we asked for by its code: the answer need not repeat who had signed it, only not differ.
      return proven(claim, objection(claim, contract, ['appid', 'openid']), 'TERMINATED', nowMs)
    case 'NOT_SIGNED':
      return notSigned(claim, contract, nowMs)
    default:
      return { kind: 'setAside', reason: 'STATE_UNKNOWN', fields: ['contract_state'], ...stateField(claim) }
  }
}

/** The session is over and WeChat Pay says not signed: a guess about "never", which SIGNED may still correct. */
export function notSignedVerdict(contract: ContractRecord, nowMs: number): QueryVerdict {
  const isOver = contract.session !== undefined && nowMs >= contract.session.expiresAtMs
  if (!isOver) return { kind: 'notSigned' }
  return {
    kind: 'notSigned',
    evidence: { source: 'query', atMs: nowMs, what: 'NOT_SIGNED', state: 'EXPIRED', facts: {} },
  }
}

function proven(
  claim: Claim,
  against: SetAside | undefined,
  state: 'SIGNED' | 'TERMINATED',
  nowMs: number,
): QueryVerdict {
  if (against) return { kind: 'setAside', ...against, contract_state: state }
  return { kind: 'evidence', evidence: toEvidence(claim, state, 'query', state, nowMs) }
}

function notSigned(claim: Claim, contract: ContractRecord, nowMs: number): QueryVerdict {
  const against = objection(claim, contract, ['appid', 'openid'])
  return against ? { kind: 'setAside', ...against, contract_state: 'NOT_SIGNED' } : notSignedVerdict(contract, nowMs)
}

const stateField = (claim: Claim) => (claim.contract_state ? { contract_state: claim.contract_state } : {})
