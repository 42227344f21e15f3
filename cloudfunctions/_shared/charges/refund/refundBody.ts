// REFUND: the body that gives back, from what was paid and what is wished. Stored before it is sent.
import type { ContractSettings } from '../../contracts/ports'
import type { RefundPart } from '../../records/refunds'
import { totalOf, type PaidOrder } from './paidOrder'
import type { RefundInput } from './refundInput'

/** Orders of e-commerce platforms, and charges, have an endpoint of their own. */
export function refundBody(
  paid: PaidOrder,
  input: RefundInput,
  settings: Pick<ContractSettings, 'notifyUrl'>,
): RefundPart {
  const { out_trade_no, out_refund_no, amount, reason } = input
  const what = {
    out_trade_no,
    out_refund_no,
    ...(reason !== undefined && { reason }),
    notify_url: settings.notifyUrl,
    amount: { refund: amount, total: totalOf(paid), currency: 'CNY' as const },
  }
  if (paid.kind === 'charge') {
    const { combine_appid, sub_orders } = paid.charge.request
    const order = sub_orders.find((one) => one.out_trade_no === out_trade_no)
    return {
      endpoint: 'ecommerce',
      request: { ...(order && { sub_mchid: order.sub_mchid }), sp_appid: combine_appid, ...what },
    }
  }
  const { mode, request } = paid.record
  if (!('sp_mchid' in request)) return { endpoint: 'domestic', request: what }
  const { sub_mchid, sp_appid, sub_appid } = request
  return mode === 'ecommerce'
    ? {
        endpoint: 'ecommerce',
        request: { sub_mchid, sp_appid, ...(sub_appid !== undefined && { sub_appid }), ...what },
      }
    : { endpoint: 'domestic', request: { sub_mchid, ...what } }
}
