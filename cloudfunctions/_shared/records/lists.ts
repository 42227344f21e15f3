// The lists the kit reads, beside single documents: each by one number, oldest first, and each with an index of its own
// (database/collections.json). A store knows these and no other.
import type { CollectionName, Documents } from './documents'

interface ListShape {
  collection: CollectionName
  /** The field that has to equal {@link ListRequest.of}; dots lead into what it holds. */
  of?: string
  /** The time, or the number, it goes by. */
  by: string
}

export const LISTS = {
  /** What upkeep has to do. */
  dueContracts: { collection: 'contracts', by: 'dueAtMs' },
  dueChanges: { collection: 'contract_outbox', by: 'dueAtMs' },
  duePayments: { collection: 'payments', by: 'dueAtMs' },
  dueCharges: { collection: 'charges', by: 'dueAtMs' },
  dueRefunds: { collection: 'refunds', by: 'dueAtMs' },
  dueNotifications: { collection: 'contract_notifications', by: 'dueAtMs' },
  /** By `applied`, `outdated` or `setAside`. */
  notificationsByOutcome: { collection: 'contract_notifications', of: 'outcome', by: 'receivedAtMs' },
  /** Contracts of one state: by when they were begun, and by when WeChat Pay was asked about them last. */
  contractsOfState: { collection: 'contracts', of: 'state', by: 'createdAtMs' },
  contractsByLastQuery: { collection: 'contracts', of: 'state', by: 'nextQueryAtMs' },
  /** Everything of one contract or order. */
  changesOf: { collection: 'contract_outbox', of: 'code', by: 'createdAtMs' },
  notificationsOf: { collection: 'contract_notifications', of: 'code', by: 'receivedAtMs' },
  /** Everything of one user, by the three names a user may have. */
  contractsOfOpenid: { collection: 'contracts', of: 'openid', by: 'createdAtMs' },
  contractsOfSubOpenid: { collection: 'contracts', of: 'sub_openid', by: 'createdAtMs' },
  contractsOfUserId: { collection: 'contracts', of: 'userId', by: 'createdAtMs' },
  /** The same once they are erased, by a hash of the name. */
  contractsOfErased: { collection: 'contracts', of: 'erasedName', by: 'createdAtMs' },
  paymentsOfOpenid: { collection: 'payments', of: 'request.payer.openid', by: 'createdAtMs' },
  paymentsOfSpOpenid: { collection: 'payments', of: 'request.payer.sp_openid', by: 'createdAtMs' },
  paymentsOfSubOpenid: { collection: 'payments', of: 'request.payer.sub_openid', by: 'createdAtMs' },
  /** What was charged under a contract, and given back of an order. */
  chargesOfContract: { collection: 'charges', of: 'code', by: 'createdAtMs' },
  refundsOfOrder: { collection: 'refunds', of: 'out_trade_no', by: 'createdAtMs' },
  /** What a day's bill is compared with. */
  paymentsByPaidAt: { collection: 'payments', by: 'paidAtMs' },
  chargesByPaidAt: { collection: 'charges', by: 'paidAtMs' },
  refundsByAge: { collection: 'refunds', by: 'createdAtMs' },
  /** What grows old. */
  notificationsByAge: { collection: 'contract_notifications', by: 'receivedAtMs' },
  deliveredChanges: { collection: 'contract_outbox', by: 'deliveredAtMs' },
  usedNonces: { collection: 'call_nonces', by: 'atMs' },
} as const satisfies Record<string, ListShape>

export type ListName = keyof typeof LISTS

export type Listed<Name extends ListName> = Documents[(typeof LISTS)[Name]['collection']]

/** Where a list goes on. */
export interface ListCursor {
  /** Of the last document that was read: the number it goes by. */
  at: number
  _id: string
}

export interface ListRequest {
  /** At most so many documents. From 1 to {@link MAX_LISTED}. */
  limit: number
  /** For lists of something: of what. */
  of?: string
  /** Nothing above this number. */
  upTo?: number
  /** Only what comes after this one. */
  after?: ListCursor
}

/** The same, where only their number is wanted. */
export type CountRequest = Pick<ListRequest, 'of' | 'upTo'>

/** A whole collection, by `_id`. */
export interface PageRequest {
  /** At most so many documents. From 1 to {@link MAX_LISTED}. */
  limit: number
  /** Only documents behind this `_id`. */
  after?: string
}

export interface ListCondition {
  field: string
  value: string
}

/** @throws {TypeError} a mistake of the code: a list of something without saying of what, or the other way round */
export function conditionOf(name: ListName, of: string | undefined): ListCondition | undefined {
  const shape: ListShape = LISTS[name]
  if ((shape.of === undefined) !== (of === undefined)) {
    throw new TypeError(`list ${name}: expected ${shape.of === undefined ? 'no' : 'its'} \`of\``)
  }
  return shape.of === undefined || of === undefined ? undefined : { field: shape.of, value: of }
}

/** A cloud function gets no more documents at once: https://docs.cloudbase.net/api-reference/server/node-sdk/database */
export const MAX_LISTED = 1000
