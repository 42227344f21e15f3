// From a claim to evidence, or to the reason why it is none. Shared by queries and notifications.
import type { Evidence, Facts } from './applyEvidence'
import {
  compareIdentity,
  expiresAtMs,
  signedAtMs,
  signerOf,
  terminatedAtMs,
  terminationFields,
  terminationMode,
  type Claim,
} from './claim'
import type { EvidenceSource } from '../../records/common'
import type { ContractRecord, ReportedState } from '../../records/contracts'
import { UNREADABLE } from '../../kernel/fields'
import { parseRfc3339 } from '../../kernel/times'

/** Why an authentic message is not used: kept, looked at by a person, never merged. */
export interface SetAside {
  reason: 'IDENTITY_MISMATCH' | 'IDENTITY_INCOMPLETE' | 'FIELDS_MALFORMED' | 'STATE_UNKNOWN' | 'STATE_CONTRADICTS'
  fields: string[]
  /** Who signed, by its word, where that is what differs. */
  signedBy?: string
}

/** `prove` a state, and everything told beside it. */
export function toEvidence(
  claim: Claim,
  state: ReportedState,
  source: EvidenceSource,
  what: string,
  atMs: number,
): Evidence {
  const unused = unusedFields(claim, state)
  return {
    source,
    atMs,
    what,
    state,
    facts: state === 'SIGNED' ? signedFacts(claim, atMs) : terminatedFacts(claim, atMs),
    ...(unused.length > 0 && { unused }),
  }
}

function unusedFields(claim: Claim, state: ReportedState): string[] {
  const isEndLost = claim.contract_expired_time && expiresAtMs(claim) === undefined
  return [
    // The state is believed, not a termination told beside it: a notice of signing may list one that is not valid.
    ...(state === 'SIGNED' ? terminationFields(claim) : []),
    ...(isEndLost ? ['contract_expired_time'] : []),
    ...(state === 'TERMINATED' && terminationMode(claim) === UNREADABLE ? ['contract_termination_mode'] : []),
  ]
}

function signedFacts(claim: Claim, atMs: number): Facts {
  return { ...commonFacts(claim), signedAtMs: signedAtMs(claim, atMs) }
}

function terminatedFacts(claim: Claim, atMs: number): Facts {
  const mode = terminationMode(claim)
  const toldSignedAtMs = parseRfc3339(claim.contract_signed_time ?? undefined)
  // Told only where the message tells it: the receipt of a termination says nothing about when it was signed.
  return {
    ...commonFacts(claim),
    ...(toldSignedAtMs !== undefined && { signedAtMs: toldSignedAtMs }),
    terminatedAtMs: terminatedAtMs(claim, atMs),
    ...(mode !== undefined && mode !== UNREADABLE && { contract_termination_mode: mode }),
  }
}

function commonFacts(claim: Claim): Facts {
  const openid = signerOf(claim)
  const contractExpiresAtMs = expiresAtMs(claim)
  return {
    ...(claim.contract_id && { contract_id: claim.contract_id }),
    ...(openid !== undefined && { openid }),
    ...(contractExpiresAtMs !== undefined && { contractExpiresAtMs }),
  }
}

/**
 * Is this claim about exactly this contract?
 * @param mayBeMissing names whose absence is no objection
 */
export function objection(
  claim: Claim,
  contract: ContractRecord,
  mayBeMissing: readonly string[],
): SetAside | undefined {
  const { missing, conflicting } = compareIdentity(claim, contract)
  const signedBy = conflicting.includes('openid') ? signerOf(claim) : undefined
  if (conflicting.length > 0) {
    return { reason: 'IDENTITY_MISMATCH', fields: conflicting, ...(signedBy !== undefined && { signedBy }) }
  }
  const needed = missing.filter((name) => !mayBeMissing.includes(name))
  return needed.length > 0 ? { reason: 'IDENTITY_INCOMPLETE', fields: needed } : undefined
}
