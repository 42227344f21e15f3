// NOTIFY 3/5: what an authentic event means. Never guess: what the map does not name is set aside, and a query decides.
import { readClaim, terminationMode, type ClaimResult } from '../_shared/entrust/claim'
import { objection, toEvidence } from '../_shared/entrust/judge'
import type { Evidence } from '../_shared/entrust/applyEvidence'
import type { ContractRecord } from '../_shared/entrust/records'
import type { EventMeaning } from '../_shared/platform/settingsSchema'
import type { NotifyEvent } from '../_shared/wechatpay/notify'

export interface Meaning {
  event_type: string
  /** Undefined for event types nobody has mapped. */
  says: EventMeaning | undefined
  read: ClaimResult
  /** `out_contract_code`, or empty when none could be read. */
  code: string
}

export function interpret(
  { envelope, plaintext }: NotifyEvent,
  eventMap: Readonly<Record<string, EventMeaning>>,
): Meaning {
  const read = readClaim(plaintext)
  const { event_type } = envelope
  const says = Object.hasOwn(eventMap, event_type) ? eventMap[event_type] : undefined
  return { event_type, says, read, code: read.ok ? read.claim.out_contract_code : '' }
}

export type Judgement =
  | { kind: 'evidence'; evidence: Evidence; contract: ContractRecord }
  /** `aboutUs`: the contract it is about, where a query may tell what it meant. */
  | { kind: 'setAside'; reason: string; fields: string; aboutUs?: ContractRecord }

/** @param contract the record of the code, if there is one */
export function judgeNotify(
  { event_type, says, read }: Meaning,
  contract: ContractRecord | undefined,
  receivedAtMs: number,
): Judgement {
  if (!read.ok) return setAside('FIELDS_MALFORMED', read.fields.join(','))
  const { claim } = read
  if (!contract) return setAside('CODE_UNKNOWN', 'out_contract_code')
  const against = objection(claim, contract, [])
  if (against?.reason === 'IDENTITY_MISMATCH') return setAside(against.reason, against.fields.join(','))
  if (against) return setAside(against.reason, against.fields.join(','), contract)
  if (says === undefined) return setAside('EVENT_TYPE_UNMAPPED', 'event_type', contract)
  const state = says === 'signed' ? 'SIGNED' : 'TERMINATED'
  const told = claim.contract_state ?? state
  if (told !== state) return setAside('STATE_CONTRADICTS', 'contract_state', contract)
  // A query takes the same words for the end of the contract.
  if (state === 'SIGNED' && terminationMode(claim) !== undefined) {
    return setAside('STATE_CONTRADICTS', 'contract_termination_mode', contract)
  }
  return { kind: 'evidence', contract, evidence: toEvidence(claim, state, 'notify', event_type, receivedAtMs) }
}

const setAside = (reason: string, fields: string, aboutUs?: ContractRecord): Judgement => ({
  kind: 'setAside',
  reason,
  fields,
  ...(aboutUs && { aboutUs }),
})
