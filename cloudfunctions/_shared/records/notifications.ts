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
  /** `out_contract_code`, or empty when none could be read. */
  code: string
  outcome: NotificationOutcome
  receivedAtMs: number
  /** Why it was set aside. */
  reason?: string
  /** Set aside only: the body as it came, still encrypted. */
  body?: string
}
