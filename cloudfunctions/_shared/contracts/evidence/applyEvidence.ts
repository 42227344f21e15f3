// The one rule that moves a contract: the new state is the higher of the two; equal or lower evidence only fills empty
// fields, and of two ends of its life the later holds. So repeats, and any order of arrival, end the same.
import { isAbove, onlyEmpty } from '../../kernel/monotone'
import { MAX_EVIDENCE, type EvidenceSource } from '../../records/common'
import {
  CONTRACT_STATES,
  templateOf,
  type ContractRecord,
  type ContractState,
  type ContractSummary,
  type ReportedState,
} from '../../records/contracts'
import type { WrittenDocuments } from '../../records/documents'
import { withDue } from '../../records/due'
import { signerField } from './signer'

/** What a message says about a contract, once its identity is checked. */
export type Facts = Partial<
  Pick<
    ContractRecord,
    | 'session'
    | 'contract_id'
    | 'openid'
    | 'signedAtMs'
    | 'terminatedAtMs'
    | 'contract_termination_mode'
    | 'contractExpiresAtMs'
  >
>

export interface Evidence {
  source: EvidenceSource
  /** When we received it. */
  atMs: number
  /** For people: a state, an event type, an error code. */
  what: string
  state: ContractState
  facts: Facts
  /** Told, and not believed: names, for a person to look at. */
  unused?: readonly string[]
}

export type Applied =
  /** `outbox`: the merchant's own code must be told, in the same transaction. */
  | { kind: 'applied'; contract: WrittenDocuments['contracts']; outbox?: WrittenDocuments['contract_outbox'] }
  /** It says nothing new. */
  | { kind: 'outdated'; contract: ContractRecord }
  /** It speaks of another contract than the one recorded: set it aside. */
  | { kind: 'conflict'; contract: ContractRecord; field: 'contract_id' | 'openid' }

export function applyEvidence(contract: ContractRecord, evidence: Evidence): Applied {
  const facts = nameless(contract, evidence.facts)
  const field = NEVER_CHANGING.find((name) => contract[name] && facts[name] && contract[name] !== facts[name])
  if (field) return { kind: 'conflict', contract, field }
  const isHigher = isAbove(CONTRACT_STATES, evidence.state, contract.state)
  const { contractExpiresAtMs, ...others } = facts
  const additions = {
    ...(isHigher ? others : onlyEmpty(contract, others)),
    ...(isLater(contractExpiresAtMs, contract.contractExpiresAtMs) && { contractExpiresAtMs }),
  }
  const isRevived = isBelied(contract, evidence)
  if (!isHigher && !isRevived && Object.keys(additions).length === 0) return { kind: 'outdated', contract }
  const next = withDue('contracts', {
    ...(isRevived ? revived(contract) : contract),
    ...additions,
    state: isHigher ? evidence.state : contract.state,
    evidence: [...contract.evidence, toEntry(evidence)].slice(-MAX_EVIDENCE),
  })
  return isHigher && isReported(evidence.state)
    ? { kind: 'applied', contract: next, outbox: outboxRow(next, evidence.state, evidence.atMs) }
    : { kind: 'applied', contract: next }
}

/** Whoever was erased is not filled in again. */
function nameless({ erasedAtMs }: ContractRecord, facts: Facts): Facts {
  if (erasedAtMs === undefined || facts.openid === undefined) return facts
  const others = { ...facts }
  delete others.openid
  return others
}

/** WeChat Pay tells again of what it did not know: by its answer now, for a notification may be an old one. */
const isBelied = ({ state, voidAtMs }: ContractRecord, evidence: Evidence): boolean =>
  state === 'SIGNED' && voidAtMs !== undefined && evidence.state === 'SIGNED' && evidence.source === 'query'

function revived(contract: ContractRecord): ContractRecord {
  const known = { ...contract }
  delete known.voidAtMs
  return known
}

/** A contract may be extended: the greatest end told holds, whichever message came last. */
const isLater = (told: number | undefined, known: number | undefined): told is number =>
  told !== undefined && (known === undefined || told > known)

const NEVER_CHANGING = ['contract_id', 'openid'] as const

const isReported = (state: ContractState): state is ReportedState => state === 'SIGNED' || state === 'TERMINATED'

const toEntry = ({ source, atMs, what }: Evidence) => ({ source, atMs, what })

function outboxRow(contract: ContractRecord, state: ReportedState, createdAtMs: number) {
  return withDue('contract_outbox', {
    _id: `${contract._id}:${state}`,
    code: contract._id,
    state,
    contract: summarise(contract),
    createdAtMs,
    tries: 0,
  })
}

/** What the merchant's own code may build on. A name that is not there stays away. */
export function summarise(contract: ContractRecord): ContractSummary {
  const { _id, family, mode, mchid, appid } = contract
  const template = templateOf(contract)
  const known = SUMMARISED.flatMap((name) => (contract[name] === undefined ? [] : [[name, contract[name]] as const]))
  return {
    out_contract_code: _id,
    family,
    mode,
    mchid,
    appid,
    [template.name]: template.id,
    ...Object.fromEntries(known),
    ...signerField(contract),
  }
}

const SUMMARISED = [
  'openid',
  'sub_mchid',
  'sub_appid',
  'sub_openid',
  'userId',
  'contract_id',
  'signedAtMs',
  'terminatedAtMs',
  'contract_termination_mode',
  'contractExpiresAtMs',
] as const
