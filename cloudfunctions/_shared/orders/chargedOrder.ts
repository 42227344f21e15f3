// An order that was charged without its user (combine-papay): its number belongs to a charge, and what became of that is what the page is told.
import type { OrderOutput } from '../../../typings/contract/callables'
import type { OrderStatus } from '../../../typings/contract/entrust'
import type { ChargeOrderRecord, ChargeRecord, ChargeState } from '../records/charges'
import type { OrderDeps } from './ports'

/** By ./addOrder.ts a number that was taken back cannot be paid any more, and one that was refused can. */
const STATUS: Record<Exclude<ChargeState, 'REFUSED'>, OrderStatus> = {
  // Perhaps paid: the page asks again, and offers no cashier.
  REQUESTED: 'unknown',
  PAID: 'paid',
  REVERSED: 'closed',
}

/**
 * By the record: upkeep and the merchant's server ask WeChat Pay. Nothing is looked up where nothing is charged.
 * @returns undefined: no charge has the number, or had it and charged nothing
 * @throws {StoreError} the database failed
 */
export async function findCharged(
  out_trade_no: string,
  { store, settings }: Pick<OrderDeps, 'store' | 'settings'>,
): Promise<OrderOutput | undefined> {
  if (settings.family !== 'combine-papay') return undefined
  const order = await store.read('charge_orders', out_trade_no)
  const number = order?.combine_out_trade_no
  const charge = number === undefined ? undefined : await store.read('charges', number)
  const sent = charge?.request.sub_orders.find((one) => one.out_trade_no === out_trade_no)
  if (!order || !charge || !sent || charge.state === 'REFUSED') return undefined
  const isRefunded = charge.state === 'PAID' && (await wasGivenBack(order, store))
  return {
    state: isRefunded ? 'refunded' : STATUS[charge.state],
    out_trade_no,
    description: sent.description,
    total: sent.amount.total_amount,
    ...(charge.state === 'PAID' && paidAt(charge)),
  }
}

const paidAt = ({ paidAtMs }: ChargeRecord) => (paidAtMs === undefined ? {} : { paidAtMs })

/** Promised is not given back: the refund tells. */
async function wasGivenBack({ refunds = {} }: ChargeOrderRecord, store: OrderDeps['store']): Promise<boolean> {
  const promised = await Promise.all(Object.keys(refunds).map(async (number) => store.read('refunds', number)))
  return promised.some((refund) => refund?.state === 'SUCCESS')
}
