// What WeChat Pay would be believed if it were about this charge or refund, and is about another: a number, an order or a sum is not its.
import type { ChargeView } from '../../../sandbox/wechatpay/charge'
import type { RefundView } from '../../../sandbox/wechatpay/refund'

type Fields = Readonly<Record<string, unknown>>

const CNY = 'CNY'

export function chargeLies({ out_trade_nos }: ChargeView): Fields[] {
  const orders = out_trade_nos.map((out_trade_no) => ({
    out_trade_no,
    trade_state: 'SUCCESS',
    transaction_id: '4200002600202611290123456789',
    amount: { total_amount: 1, currency: CNY },
  }))
  return [
    { combine_out_trade_no: 'OfAnother' },
    { sub_orders: orders },
    { sub_orders: [{ out_trade_no: 'OfAnother', trade_state: 'REVOKED' }] },
  ]
}

export const refundLies = ({ out_trade_no, refund }: RefundView): Fields[] => [
  { out_trade_no: `${out_trade_no}9`, status: 'SUCCESS' },
  { amount: { refund: refund + 1, total: refund + 1, currency: CNY }, status: 'SUCCESS' },
  { status: 'SOMETHING', refund_status: 'SOMETHING' },
]
