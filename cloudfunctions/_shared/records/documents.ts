// Every collection and its documents (database/collections.json).
import type { CallNonceRecord } from './callNonces'
import type { ChargeOrderRecord, ChargeRecord } from './charges'
import type { ContractRecord } from './contracts'
import type { NotificationRecord } from './notifications'
import type { NotifyKeyRecord } from './notifyKeys'
import type { OutboxRecord } from './outbox'
import type { PaymentRecord } from './payments'
import type { RefundRecord } from './refunds'
import type { SlotRecord } from './slots'

/** Collection name -> document. */
export interface Documents {
  contracts: ContractRecord
  contract_slots: SlotRecord
  contract_notifications: NotificationRecord
  contract_outbox: OutboxRecord
  payments: PaymentRecord
  charges: ChargeRecord
  charge_orders: ChargeOrderRecord
  refunds: RefundRecord
  call_nonces: CallNonceRecord
  notify_keys: NotifyKeyRecord
}

/** Documents as they are written. */
export interface WrittenDocuments extends Documents {
  contracts: ContractRecord & Due & Revised
  contract_notifications: NotificationRecord & Due
  contract_outbox: OutboxRecord & Due
  payments: PaymentRecord & Due & Revised
  charges: ChargeRecord & Due & Revised
  refunds: RefundRecord & Due & Revised
}

interface Due {
  dueAtMs: number
}

export type CollectionName = keyof Documents

/** Collections of what WeChat Pay is asked about. */
export type AskedCollection = 'contracts' | 'payments' | 'charges' | 'refunds'

/** Collections of which upkeep looks for what is due. */
export type DueCollection = AskedCollection | 'contract_notifications' | 'contract_outbox'

/** Tells a document from what it was before: it grows with every write. */
export interface Revised {
  revision: number
}

/** Collections whose documents have a `revision`; contracts and payments of 0.1.0 get theirs at their next write. */
export type RevisedCollection = {
  [Name in CollectionName]: 'revision' extends keyof Documents[Name] ? Name : never
}[CollectionName]
