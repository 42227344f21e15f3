// SHOP: which call does what the person wants. Pure.
import { NotNow } from '../switches/acts'
import type { ShopDeed, ShopView } from '../wire'

/** Of a server-only function. */
export interface ServerCall {
  functionName: 'refundOrder' | 'chargeContract' | 'contractAdmin'
  action: string
  input: object
  /** Fen that go one way or the other. */
  amount?: number
}

interface Sold {
  description: string
  total: number
  sub_mchid: string
}

interface Fresh {
  /** Never used before. */
  number: string
  /** What a charge is for. */
  sold: Sold
}

/**
 * What nobody knows the fate of is asked for again, under its own number: a new one could move the money twice.
 * @throws {NotNow} there is nothing to do it with
 */
export function callOf(deed: ShopDeed, view: ShopView, { number, sold }: Fresh): ServerCall {
  switch (deed) {
    case 'refundHalf':
      return refundOf(view, number, ({ total, left }) => Math.min(Math.ceil(total / 2), left))
    case 'refundRest':
      return refundOf(view, number, ({ left }) => left)
    case 'charge':
      return chargeOf(view, number, sold)
    case 'matchBill':
      if (view.billDay === undefined) throw new NotNow('no day with a bill is over yet')
      return { functionName: 'contractAdmin', action: 'matchBill', input: { date: view.billDay } }
  }
}

type Order = NonNullable<ShopView['order']>

function refundOf({ order }: ShopView, number: string, amountOf: (order: Order) => number): ServerCall {
  if (!order) throw new NotNow('this user has paid no order yet')
  const { out_trade_no, unsettled } = order
  const { out_refund_no, amount } = unsettled ?? { out_refund_no: `REFUND${number}`, amount: amountOf(order) }
  if (amount === 0) throw new NotNow('all of the last order is given back')
  const input = { out_trade_no, out_refund_no, amount, reason: REASON }
  return { functionName: 'refundOrder', action: 'refund', input, amount }
}

/** The user is shown it. */
const REASON = '商品缺货'

function chargeOf({ contract }: ShopView, number: string, sold: Sold): ServerCall {
  if (!contract) throw new NotNow('this user has no contract in force')
  const fresh = { combine_out_trade_no: `CHARGE${number}`, out_trade_no: `CHARGE${number}-1` }
  const { combine_out_trade_no, out_trade_no } = contract.unsettled ?? fresh
  const input = { out_contract_code: contract.code, combine_out_trade_no, sub_orders: [{ out_trade_no, ...sold }] }
  return { functionName: 'chargeContract', action: 'charge', input, amount: sold.total }
}
