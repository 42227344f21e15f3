// What an order looks like to its merchant: in the query's answer and in TRANSACTION.SUCCESS.
import { userUnderAppid } from '../agreement'
import type { Order, OrderRequest, TradeState } from '../order'
import { toChinaTime } from '../times'

const DESCRIPTIONS: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  REFUND: '转入退款',
}

/**
 * Answer of the query, and plaintext of the notification. What only a payment brings is left out until there is one.
 * @param total fen; the order's own unless a notification is to lie
 */
export function readOrder(order: Order, mchid: string, total = order.request.total): Record<string, unknown> {
  const { request, state, payment } = order
  return {
    ...merchants(request, mchid),
    out_trade_no: request.outTradeNo,
    trade_state: state,
    trade_state_desc: DESCRIPTIONS[state],
    ...(payment && {
      transaction_id: payment.transactionId,
      trade_type: 'JSAPI',
      bank_type: 'OTHERS',
      ...(request.attach !== undefined && { attach: request.attach }),
      success_time: toChinaTime(payment.atMs),
      payer: payer(request),
    }),
    amount: {
      total,
      payer_currency: 'CNY',
      ...(payment && { payer_total: total, currency: 'CNY' }),
    },
  }
}

function merchants({ kind, appid, subAppid, subMchid }: OrderRequest, mchid: string): Record<string, unknown> {
  if (kind === 'direct') return { appid, mchid }
  return {
    sp_appid: appid,
    sp_mchid: mchid,
    ...(subAppid !== undefined && { sub_appid: subAppid }),
    sub_mchid: subMchid,
  }
}

/** A partner order names the payer under its own appid too, whichever of the two it was placed with. */
function payer(request: OrderRequest): Record<string, unknown> {
  const { kind, openid, subOpenid } = request
  if (kind === 'direct') return { openid }
  return { sp_openid: userUnderAppid(request), ...(subOpenid !== undefined && { sub_openid: subOpenid }) }
}
