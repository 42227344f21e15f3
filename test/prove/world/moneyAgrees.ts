// All in all, to the fen: what WeChat Pay has taken and not given back is what our records say it has.
import type { ChargeRecord } from '../../../cloudfunctions/_shared/records/charges'
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import type { RefundRecord } from '../../../cloudfunctions/_shared/records/refunds'
import type { Books } from './books'

interface Recorded {
  payments: readonly PaymentRecord[]
  charges: readonly ChargeRecord[]
  refunds: readonly RefundRecord[]
}

/** @returns what does not hold, in words */
export function moneyDifference(recorded: Recorded, books: Books): string[] {
  const [here, there] = [keptHere(recorded), keptThere(books)]
  return [
    ...(here === there ? [] : [`WeChat Pay holds ${there} fen for us, and our records say ${here}`]),
    ...paidTwice(books),
  ]
}

const sum = (fen: readonly number[]): number => fen.reduce((all, one) => all + one, 0)

function keptHere({ payments, charges, refunds }: Recorded): number {
  const paid = payments.filter(({ state }) => state === 'PAID' || state === 'REFUNDED')
  const charged = charges.filter(({ state }) => state === 'PAID')
  const given = refunds.filter(({ state }) => state === 'SUCCESS')
  return (
    sum(paid.map(({ request }) => request.amount.total)) +
    sum(charged.flatMap(({ request }) => request.sub_orders.map(({ amount }) => amount.total_amount))) -
    sum(given.map(({ request }) => request.amount.refund))
  )
}

function keptThere({ orders, charges, refunds }: Books): number {
  return (
    sum(paidOrders(orders).map(({ total }) => total)) +
    sum(takenCharges(charges).map(({ total }) => total)) -
    sum(refunds.filter(({ status }) => status === 'SUCCESS').map(({ refund }) => refund))
  )
}

const paidOrders = (orders: Books['orders']) =>
  orders.filter(({ trade_state }) => trade_state === 'SUCCESS' || trade_state === 'REFUND')
const takenCharges = (charges: Books['charges']) => charges.filter(({ state }) => state === 'SUCCESS')

/** One number of the merchant's, and one payment: by an order or by a charge. */
function paidTwice({ orders, charges }: Books): string[] {
  const numbers = [
    ...paidOrders(orders).map(({ out_trade_no }) => out_trade_no),
    ...takenCharges(charges).flatMap(({ out_trade_nos }) => out_trade_nos),
  ]
  const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index)
  return twice.map((number) => `order ${number} was paid twice`)
}
