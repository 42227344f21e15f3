// SHOP: what the merchant's own server could do for one user, from what is on record. Pure.
import { userOf } from '../live/describe'
import type { ShopView, Stored } from '../wire'

/** Whole collections, as they are. */
export interface ShopRecords {
  contracts: readonly Stored[]
  payments: readonly Stored[]
  charges: readonly Stored[]
  charge_orders: readonly Stored[]
  refunds: readonly Stored[]
}

interface ShopClock {
  /** When WeChat Pay took money, or gave it back. */
  movedAtMs: readonly number[]
  nowMs: number
}

export function shopOnRecord(user: string, all: ShopRecords, clock: ShopClock): ShopView {
  const order = lastPaid(user, all)
  const contract = chargeable(user, all)
  const billDay = lastBill(clock)
  return { user, ...(order && { order }), ...(contract && { contract }), ...(billDay !== undefined && { billDay }) }
}

interface Paid {
  record: Stored
  total: number
  paidAtMs: number
}

function lastPaid(user: string, all: ShopRecords): ShopView['order'] {
  const last = [...paidByUser(user, all), ...paidByCharge(user, all)].sort(byAge).at(-1)
  if (!last) return undefined
  const { record, total } = last
  const promised = Object.values((record['refunds'] ?? {}) as Record<string, number>)
  const open = all.refunds.find((one) => one['out_trade_no'] === record['_id'] && one['state'] === 'REQUESTED')
  return {
    out_trade_no: idOf(record),
    total,
    left: promised.reduce((rest, fen) => rest - fen, total),
    ...(open && { unsettled: { out_refund_no: idOf(open), amount: amountOf(open)['refund'] ?? 0 } }),
  }
}

const paidByUser = (user: string, { payments }: ShopRecords): Paid[] =>
  payments
    .filter((record) => userOf(record) === user && ['PAID', 'REFUNDED'].includes(String(record['state'])))
    .map((record) => ({ record, total: amountOf(record)['total'] ?? 0, paidAtMs: Number(record['paidAtMs']) }))

/** Each of its orders is given back by itself. */
function paidByCharge(user: string, { contracts, charges, charge_orders }: ShopRecords): Paid[] {
  const own = contracts.filter((record) => userOf(record) === user).map(idOf)
  const paid = charges.filter((one) => own.includes(String(one['code'])) && one['state'] === 'PAID')
  return paid.flatMap((charge) =>
    charge_orders
      .filter((record) => record['combine_out_trade_no'] === charge['_id'])
      .map((record) => ({ record, total: Number(record['total']), paidAtMs: Number(charge['paidAtMs']) })),
  )
}

/** WeChat Pay tells when it was paid to the second. */
const byAge = (one: Paid, other: Paid): number =>
  one.paidAtMs - other.paidAtMs || createdAt(one.record) - createdAt(other.record)

function chargeable(user: string, { contracts, charges }: ShopRecords): ShopView['contract'] {
  const newest = contracts
    .filter((record) => userOf(record) === user && record['state'] === 'SIGNED')
    .filter((record) => record['terminateRequestedAtMs'] === undefined)
    .sort((one, other) => createdAt(one) - createdAt(other))
    .at(-1)
  if (!newest) return undefined
  const code = idOf(newest)
  const open = charges.find((one) => one['code'] === code && one['state'] === 'REQUESTED')
  const [order] = (open?.['request'] as { sub_orders: { out_trade_no: string }[] } | undefined)?.sub_orders ?? []
  const unsettled = open && order && { combine_out_trade_no: idOf(open), out_trade_no: order.out_trade_no }
  return { code, ...(unsettled && { unsettled }) }
}

/** A day's bill is there when the day is over. */
function lastBill({ movedAtMs, nowMs }: ShopClock): string | undefined {
  const today = dayOf(nowMs)
  return movedAtMs
    .map(dayOf)
    .filter((day) => day < today)
    .sort()
    .at(-1)
}

/** Days of bills are Beijing's. */
const CHINA_MS = 8 * 3_600_000
const dayOf = (ms: number): string => new Date(ms + CHINA_MS).toISOString().slice(0, 10)

const idOf = (record: Stored): string => String(record['_id'])
const createdAt = (record: Stored): number => Number(record['createdAtMs'])
const amountOf = (record: Stored): Readonly<Record<string, number>> =>
  (record['request'] as { amount: Record<string, number> }).amount
