// LIVE: whose a record is, as this phone knows its users. A charge names nobody, and neither does a refund: what each is of does.
import type { Stored } from '../wire'
import { userOf } from './describe'

/** A record of a collection by its id, where it is known. */
export type Find = (collection: Owned, id: string) => Stored | undefined

/** Collections a record of which belongs to a user. */
export const OWNED = ['contracts', 'payments', 'charges', 'charge_orders', 'refunds'] as const
type Owned = (typeof OWNED)[number]

export const isOwned = (collection: string): collection is Owned => OWNED.some((one) => one === collection)

/**
 * Goes from a refund to its order, from an order of a charge to the charge, from there to the contract.
 * @returns the order of the user's, or the contract; nothing where the way ends
 */
function rootOf(collection: Owned, record: Stored, find: Find): Root | undefined {
  switch (collection) {
    case 'contracts':
    case 'payments':
      return { collection, record }
    case 'charges':
      return next('contracts', record['code'], find)
    case 'charge_orders':
      return next('charges', record['combine_out_trade_no'], find)
    case 'refunds':
      return next('payments', record['out_trade_no'], find) ?? next('charge_orders', record['out_trade_no'], find)
  }
}

interface Root {
  collection: 'contracts' | 'payments'
  record: Stored
}

function next(collection: Owned, id: unknown, find: Find): Root | undefined {
  const record = find(collection, String(id))
  return record && rootOf(collection, record, find)
}

/** The same of a row of the outbox. @param row what the merchant's code is told */
export function rootOfRow({ contract, order, charge, refund, code }: Stored, find: Find): Root | undefined {
  if (contract !== undefined) return next('contracts', code, find)
  if (order !== undefined) return next('payments', code, find)
  if (charge !== undefined) return next('charges', code, find)
  return refund === undefined ? undefined : next('refunds', code, find)
}

export function ownerOf(collection: Owned, record: Stored, find: Find): string | undefined {
  const root = rootOf(collection, record, find)
  return root && userOf(root.record)
}
