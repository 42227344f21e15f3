// What the database holds (database/collections.json). Wire spelling where the value is WeChat Pay's, camelCase where it is ours.
import type { CombinePreEntrustSignBody } from '../wechatpay/wire/combinePapay'
import type { PasswordExemptMode, PreEntrustSignBody } from '../wechatpay/wire/passwordExemptContract'

export type Family = 'password-exempt' | 'combine-papay'
/** The modes these functions serve. */
export type Mode = Extract<PasswordExemptMode, 'normal' | 'ecommerce'>

/** Lowest first: of two states the later one in this list holds. */
export const CONTRACT_STATES = ['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED', 'SIGNED', 'TERMINATED'] as const
export type ContractState = (typeof CONTRACT_STATES)[number]

/** What a user must be told of, and the merchant's own code too. */
export type ReportedState = Extract<ContractState, 'SIGNED' | 'TERMINATED'>

export interface Session {
  /** 预签约ID. */
  pre_entrustweb_id: string
  sign_mp_appid: string
  sign_mp_path: string
  /** By our clock, counted from before the request was sent. */
  expiresAtMs: number
}

export type EvidenceSource = 'preSign' | 'query' | 'notify'

export interface EvidenceEntry {
  source: EvidenceSource
  atMs: number
  what: string
}

interface ContractCommon {
  /** `out_contract_code`. */
  _id: string
  env: string
  mode: Mode
  mchid: string
  appid: string
  openid: string
  scene: 'mini-program'
  attemptNo: number
  createdAtMs: number
  state: ContractState
  consent: { textHash: string; atMs: number }
  session?: Session
  contract_id?: string
  signedAtMs?: number
  terminatedAtMs?: number
  contract_termination_mode?: string
  /** Set while closing was asked for and is not confirmed. */
  terminateRequestedAtMs?: number
  /** WeChat Pay is not asked about this code before then. */
  nextQueryAtMs: number
  queryCount: number
  /** The newest {@link MAX_EVIDENCE}, oldest first. */
  evidence: EvidenceEntry[]
}

/** The template (协议模板) a contract is signed under, and the exact body sent for it, kept to be sent again unchanged. */
export type FamilyPart =
  | { family: 'password-exempt'; service_id: number; request: PreEntrustSignBody }
  | { family: 'combine-papay'; plan_id: number; request: CombinePreEntrustSignBody }

/** `contracts`: one attempt of one user, under its code. */
export type ContractRecord = ContractCommon & FamilyPart

export const MAX_EVIDENCE = 20

/** `contract_slots`: at most one attempt per user at a time. */
export interface SlotRecord {
  _id: string
  currentCode: string
  attemptNo: number
  /** Someone is at work on the current code until then. */
  leaseUntilMs: number
  /** Grows with every write: a rewrite of equal content would not make two transactions conflict. */
  revision: number
}

export type NotificationOutcome = 'applied' | 'outdated' | 'setAside'

/** `contract_notifications`: what came, once per id. */
export interface NotificationRecord {
  /** The notification's id, or `<id>:<first 16 hex of bodyHash>` for other content under a known id. */
  _id: string
  event_type: string
  /** SHA-256 of the bytes as they came, hex. */
  bodyHash: string
  /** `out_contract_code`, or empty when none could be read. */
  code: string
  outcome: NotificationOutcome
  receivedAtMs: number
  /** Why it was set aside. */
  reason?: string
  /** Set aside only: the body as it came, still encrypted. */
  body?: string
}

/** What the merchant's own code is told about a contract. */
export interface ContractSummary {
  out_contract_code: string
  family: Family
  mode: Mode
  mchid: string
  appid: string
  openid: string
  service_id?: number
  plan_id?: number
  contract_id?: string
  signedAtMs?: number
  terminatedAtMs?: number
  contract_termination_mode?: string
}

/** `contract_outbox`: one row per change the merchant's own code must be told of. */
export interface OutboxRecord {
  /** `code:state`. */
  _id: string
  code: string
  state: ReportedState
  contract: ContractSummary
  createdAtMs: number
  tries: number
  deliveredAtMs?: number
}

/** Collection name -> document. */
export interface Documents {
  contracts: ContractRecord
  contract_slots: SlotRecord
  contract_notifications: NotificationRecord
  contract_outbox: OutboxRecord
}

export type CollectionName = keyof Documents

/** The template of a record by its wire name. */
export function templateOf(part: FamilyPart): Template {
  return part.family === 'password-exempt'
    ? { name: 'service_id', id: part.service_id }
    : { name: 'plan_id', id: part.plan_id }
}

export interface Template {
  name: 'service_id' | 'plan_id'
  id: number
}
