// `contract_notifications`: what WeChat Pay told us.

export type NotificationOutcome = 'applied' | 'outdated' | 'setAside'

/** `contract_notifications`: what came, once per id. */
export interface NotificationRecord {
  /** The notification's id, or `<id>:<first 16 hex of bodyHash>` for other content under a known id. */
  _id: string
  event_type: string
  /** SHA-256 of the bytes as they came, hex. */
  bodyHash: string
  /** SHA-256 of event type and plaintext, hex. Records of 0.1.0 have none. */
  contentHash?: string
  /** The same of other content that came under this id, newest last. */
  otherHashes?: readonly string[]
  /** `out_contract_code`, `out_trade_no`, `out_refund_no` or `echo:` and its message; empty when none could be read. */
  code: string
  outcome: NotificationOutcome
  receivedAtMs: number
  /** Why it was set aside. */
  reason?: string
  /** Set aside only: the body as it came, still encrypted. */
  body?: string
  /** When it was last read again, where it still was not understood. */
  rereadAtMs?: number
  /** Upkeep reads it again then (./due.ts). Records of 0.1.0 have none. */
  dueAtMs?: number
}

/** What may come to be understood by itself: its code may appear, or a mapping of its event type. */
export const MAY_BE_UNDERSTOOD = ['CODE_UNKNOWN', 'ORDER_UNKNOWN', 'REFUND_UNKNOWN', 'EVENT_TYPE_UNMAPPED'] as const
