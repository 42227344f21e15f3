// CONFIRM: what a verified answer to a query means for a contract.
import type { Evidence } from '../evidence/applyEvidence'
import { readClaim, type Claim } from '../evidence/claim'
import { objection, toEvidence, type SetAside } from '../evidence/judge'
import type { Refusal } from '../../kernel/ports'
import { overAtMs, type ContractRecord } from '../../records/contracts'

export type QueryVerdict =
  | { kind: 'evidence'; evidence: Evidence }
  /** Not signed. `evidence` where that ends something: the session is over. `isSpent`: and nobody can sign it any more. */
  | { kind: 'notSigned'; evidence?: Evidence; isSpent?: true }
  | ({ kind: 'setAside' } & SetAside & { contract_state?: string })

/** Error codes that say "no such contract"; other products use all of these, ours does not publish its own. */
const NO_SUCH_CONTRACT = ['NOT_FOUND', 'RESOURCE_NOT_EXISTS', 'CONTRACT_NOT_EXIST']

/** They speak of us and not of the contract, whatever code is in them. */
const ABOUT_US = [401, 403]

/**
 * WeChat Pay's own word that the code was never signed. An unsigned 404 may be anyone's.
 * @param ownCodes more codes that say so, by the settings
 */
export const isNeverSigned = ({ isSigned, httpStatus, apiCode }: Refusal, ownCodes: readonly string[] = []): boolean =>
  isSigned &&
  !ABOUT_US.includes(httpStatus) &&
  (httpStatus === 404 || NO_SUCH_CONTRACT.includes(apiCode) || ownCodes.includes(apiCode))

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
      return notSigned(claim, contract, notSignedVerdict(contract, nowMs))
    case SIGN_FAILED:
      return notSigned(claim, contract, { kind: 'notSigned', isSpent: true, evidence: expired(SIGN_FAILED, nowMs) })
    default:
      return { kind: 'setAside', reason: 'STATE_UNKNOWN', fields: ['contract_state'], ...stateField(claim) }
  }
}

/** The user agreed and a rule of WeChat Pay's refused: its word that this code will never be signed. */
export const SIGN_FAILED = 'SIGN_FAILED'

/** The session is over and WeChat Pay says not signed: a guess about "never", which SIGNED may still correct. */
export function notSignedVerdict(contract: ContractRecord, nowMs: number): QueryVerdict {
  return isSessionOver(contract, nowMs)
    ? { kind: 'notSigned', evidence: expired('NOT_SIGNED', nowMs) }
    : { kind: 'notSigned' }
}

/** Of an attempt nobody ever had an answer to: once every session it may have opened is over. */
function isSessionOver(contract: ContractRecord, nowMs: number): boolean {
  const { session, state } = contract
  return session ? nowMs >= session.expiresAtMs : state === 'REQUESTED' && nowMs >= overAtMs(contract)
}

export const expired = (what: string, atMs: number): Evidence => ({
  source: 'query',
  atMs,
  what,
  state: 'EXPIRED',
  facts: {},
})

function proven(
  claim: Claim,
  against: SetAside | undefined,
  state: 'SIGNED' | 'TERMINATED',
  nowMs: number,
): QueryVerdict {
  if (against) return { kind: 'setAside', ...against, contract_state: state }
  return { kind: 'evidence', evidence: toEvidence(claim, state, 'query', state, nowMs) }
}

function notSigned(claim: Claim, contract: ContractRecord, verdict: QueryVerdict): QueryVerdict {
  const against = objection(claim, contract, ['appid', 'openid'])
  const contract_state = claim.contract_state ?? ''
  return against ? { kind: 'setAside', ...against, contract_state } : verdict
}

const stateField = (claim: Claim) => (claim.contract_state ? { contract_state: claim.contract_state } : {})
