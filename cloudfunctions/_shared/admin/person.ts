// Whoever a person in charge speaks of: by a name WeChat or the merchant's login has for them; and every record that names them.
import * as v from 'valibot'
import { allOf } from '../kernel/allOf'
import type { Sha256, Store } from '../kernel/ports'
import type { ListName } from '../records/lists'
import type { ChargeRecord } from '../records/charges'
import type { ContractRecord } from '../records/contracts'
import type { PaymentRecord } from '../records/payments'
import type { RefundRecord } from '../records/refunds'

const name = v.pipe(v.string('expected text'), v.regex(/^\S{1,256}$/, 'expected 1 to 256 characters without blanks'))

/** An openid, under whichever appid; or the id by the merchant's own login, which the app's contracts are under. */
export const personNames = { openid: v.exactOptional(name), userId: v.exactOptional(name) }

export interface PersonNames {
  openid?: string
  userId?: string
}

export const isOnePerson = ({ openid, userId }: PersonNames): boolean =>
  (openid === undefined) !== (userId === undefined)
export const ONE_PERSON = 'expected one of openid and userId'

interface TheirRecords {
  /** Oldest first. */
  contracts: ContractRecord[]
  /** Whom they were erased from. */
  erased: ContractRecord[]
  payments: PaymentRecord[]
}

/** @throws {StoreError} the database failed */
export async function recordsOf(
  { openid, userId }: PersonNames,
  { store, sha256 }: { store: Store; sha256: Sha256 },
): Promise<TheirRecords> {
  const of = userId ?? openid ?? ''
  const listed = async <Name extends ListName>(name: Name) => allOf(store, name, of)
  const erased = await allOf(store, 'contractsOfErased', erasedNameOf(of, sha256))
  if (userId !== undefined) return { contracts: await listed('contractsOfUserId'), erased, payments: [] }
  const contracts = [...(await listed('contractsOfOpenid')), ...(await listed('contractsOfSubOpenid'))]
  const payments = [
    ...(await listed('paymentsOfOpenid')),
    ...(await listed('paymentsOfSpOpenid')),
    ...(await listed('paymentsOfSubOpenid')),
  ]
  return { contracts: contracts.sort(byAge), erased, payments: payments.sort(byAge) }
}

const byAge = (one: { createdAtMs: number }, other: { createdAtMs: number }): number =>
  one.createdAtMs - other.createdAtMs

/** By which they are found once more when nothing names them. */
export const erasedNameOf = (name: string, sha256: Sha256): string => sha256(JSON.stringify(['erased', name]))

/** What was charged under their contracts, and given back of their orders: neither names them by itself. @throws {StoreError} */
export async function moneyOf(
  contracts: readonly ContractRecord[],
  payments: readonly PaymentRecord[],
  store: Store,
): Promise<{ charges: ChargeRecord[]; refunds: RefundRecord[] }> {
  const charges = await foundOfEach(contracts, async ({ _id }) => allOf(store, 'chargesOfContract', _id))
  const orders = [
    ...payments.map(({ _id }) => _id),
    ...charges.flatMap(({ request }) => request.sub_orders.map(({ out_trade_no }) => out_trade_no)),
  ]
  return { charges, refunds: await foundOfEach(orders, async (order) => allOf(store, 'refundsOfOrder', order)) }
}

/** One after another: a person has few, and the store is everybody's. */
export async function foundOfEach<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Promise<Found[]>,
): Promise<Found[]> {
  const found: Found[] = []
  for (const item of items) found.push(...(await find(item)))
  return found
}
