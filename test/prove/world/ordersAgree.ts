// The same of orders: what is on record, what WeChat Pay holds, and what the merchant was told.
import type { OutboxRecord } from '../../../cloudfunctions/_shared/records/outbox'
import type { PaymentRecord, PaymentState } from '../../../cloudfunctions/_shared/records/payments'
import type { OrderView } from '../../../sandbox/wechatpay/order'

/** An order that nobody has an answer of may be there, and one that nobody has paid may be open still. */
const SAME: Readonly<Record<OrderView['trade_state'], readonly PaymentState[]>> = {
  NOTPAY: ['REQUESTED', 'PLACED'],
  SUCCESS: ['PAID'],
  CLOSED: ['CLOSED'],
  // Nobody asks about an order again that was paid.
  REFUND: ['PAID', 'REFUNDED'],
}
const WITHOUT_UPSTREAM: readonly PaymentState[] = ['REQUESTED', 'CLOSED']

interface Orders {
  payments: readonly PaymentRecord[]
  rows: readonly OutboxRecord[]
  upstream: readonly OrderView[]
}

/** @returns what does not hold, in words */
export function orderDifferences({ payments, rows, upstream }: Orders): string[] {
  return payments.flatMap(({ _id, state, transaction_id }) => {
    const held = upstream.find(({ out_trade_no }) => out_trade_no === _id)
    const possible = held ? SAME[held.trade_state] : WITHOUT_UPSTREAM
    const isTold = rows.some((row) => row._id === `${_id}:PAID`)
    return [
      ...(possible.includes(state)
        ? []
        : [`order ${_id} is ${state}, WeChat Pay holds ${held?.trade_state ?? 'none'}`]),
      ...(transaction_id === held?.transaction_id ? [] : [`order ${_id} has another transaction_id`]),
      ...((state === 'PAID' || state === 'REFUNDED') === isTold
        ? []
        : [`order ${_id} is ${state}, and its row is ${isTold ? '' : 'not '}there`]),
    ]
  })
}
