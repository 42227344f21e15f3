// Every collection and its documents (database/collections.json).
import type { CallNonceRecord } from './callNonces'
import type { ContractRecord } from './contracts'
import type { NotificationRecord } from './notifications'
import type { NotifyKeyRecord } from './notifyKeys'
import type { OutboxRecord } from './outbox'
import type { PaymentRecord } from './payments'
import type { SlotRecord } from './slots'

/** Collection name -> document. */
export interface Documents {
  contracts: ContractRecord
  contract_slots: SlotRecord
  contract_notifications: NotificationRecord
  contract_outbox: OutboxRecord
  payments: PaymentRecord
  call_nonces: CallNonceRecord
  notify_keys: NotifyKeyRecord
}

/** Documents as they are written. */
export interface WrittenDocuments extends Documents {
  contracts: ContractRecord & Due
  contract_outbox: OutboxRecord & Due
  payments: PaymentRecord & Due
}

interface Due {
  dueAtMs: number
}

export type CollectionName = keyof Documents

/** Collections of which upkeep looks for what is due. */
export type DueCollection = 'contracts' | 'contract_outbox' | 'payments'

/** Collections whose documents have a `revision` that grows with every write. */
export type RevisedCollection = {
  [Name in CollectionName]: Documents[Name] extends { revision: number } ? Name : never
}[CollectionName]
