import * as v from 'valibot'
import { sentText } from '../../kernel/sentText'
import { fen } from '../../orders/fen'
import { outTradeNo } from '../../orders/orderInput'
import { outRefundNo } from '../tradeNumbers'

/** https://pay.weixin.qq.com/docs/merchant/apis/refund/refunds/create.html */
const MAX_REASON_BYTES = 80

export const refundInput = v.strictObject({
  /** Of an order, or of a sub-order of a charge. */
  out_trade_no: outTradeNo,
  /** Chosen by you, and the same however often you call: it gives back once. */
  out_refund_no: outRefundNo,
  /** Fen. */
  amount: fen,
  currency: v.exactOptional(v.literal('CNY', 'expected CNY: what was paid in fen is given back in fen')),
  /** The user is shown it. */
  reason: v.exactOptional(sentText('expected what the user is told, or leave it out', MAX_REASON_BYTES)),
})

export type RefundInput = v.InferOutput<typeof refundInput>
