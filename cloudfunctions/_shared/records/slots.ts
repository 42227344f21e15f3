// `contract_slots`: what a user has with this merchant under one appid: whose turn it is, and what is in force.
import type { Template } from './contracts'

/** `contract_slots`: one per user, whatever environment, template, mode or sub-merchant. */
export interface SlotRecord {
  _id: string
  /** At most one attempt at a time for each template and sub-merchant: `family:templateId`, `family:templateId:sub_mchid`. */
  attempts: Readonly<Record<string, SlotAttempt>>
  /**
   * Signed, and no end told by WeChat Pay. One past an end we know stays until somebody has asked about it: it may have been
   * extended.
   */
  inForce: readonly InForce[]
  /**
   * Codes a notification named then and proved nothing about, where asking about the slot's other codes would not settle it; and
   * when. The record of each tells whether it still is open.
   */
  setAside?: Readonly<Record<string, number>>
  /** When what is limited was done (kernel/limits.ts). */
  counters: { readonly newCodes?: readonly number[]; readonly closings?: readonly number[] }
  /** Scene app: who has been confirmed to be this user. The next contract that they sign needs nobody to say so again. */
  confirmedSigner?: string
  /** Grows with every write: a rewrite of equal content would not make two transactions conflict. */
  revision: number
}

export interface SlotAttempt {
  currentCode: string
  attemptNo: number
  /** Someone is at work on the current code until then. */
  leaseUntilMs: number
}

export interface InForce {
  code: string
  template: Template
  sub_mchid?: string
}

/** Up to 0.1: one per environment, template and sub-merchant, under another id. */
export interface LegacySlotRecord extends SlotAttempt {
  _id: string
  revision: number
}

/** @param stored what is under the id such a slot had */
export const asLegacy = (stored: object | undefined): LegacySlotRecord | undefined =>
  stored && 'currentCode' in stored ? (stored as LegacySlotRecord) : undefined
