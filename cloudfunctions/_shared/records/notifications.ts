// `contract_notifications`: what WeChat Pay told us.

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
