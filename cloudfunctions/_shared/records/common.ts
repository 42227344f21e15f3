// Words that records of contracts and of orders share.
import type { PasswordExemptMode } from '../wechatpay/wire/passwordExemptContract'

export type Family = 'password-exempt' | 'combine-papay'
export type Mode = PasswordExemptMode

export type EvidenceSource = 'preSign' | 'query' | 'notify'

export interface EvidenceEntry {
  source: EvidenceSource
  atMs: number
  what: string
}

export const MAX_EVIDENCE = 20

/** What all records have that WeChat Pay is asked about: contracts, orders, charges, refunds. */
export interface AskedRecord {
  createdAtMs: number
  /** An authentic notification named this record then and proved nothing; WeChat Pay has not answered about it since. */
  setAsideAtMs?: number
  /** Upkeep has something to do then (./due.ts). Records of 0.1.0 have none until their next write. */
  dueAtMs?: number
  /** Grows with every write. Records of 0.1.0 have none until their next one. */
  revision?: number
  /** WeChat Pay is not asked about it before then. */
  nextQueryAtMs: number
  queryCount: number
  /** How many of upkeep's questions, one after another, brought no answer. */
  unansweredCount?: number
  /** The newest {@link MAX_EVIDENCE}, oldest first. */
  evidence: EvidenceEntry[]
}
