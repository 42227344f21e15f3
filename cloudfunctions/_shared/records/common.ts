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
