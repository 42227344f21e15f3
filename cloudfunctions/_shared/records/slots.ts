// `contract_slots`: whose turn it is.

/** `contract_slots`: at most one attempt per user at a time. */
export interface SlotRecord {
  _id: string
  currentCode: string
  attemptNo: number
  /** Someone is at work on the current code until then. */
  leaseUntilMs: number
  /** Scene app: who has been confirmed to be this user. The next contract that they sign needs nobody to say so again. */
  confirmedSigner?: string
  /** Grows with every write: a rewrite of equal content would not make two transactions conflict. */
  revision: number
}
