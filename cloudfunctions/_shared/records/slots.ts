// `contract_slots`: whose turn it is.

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
