// The order gateway on the WeChat Pay client: direct merchants and partners have endpoints of their own.
import * as v from 'valibot'
import type { OrderGateway } from '../../orders/ports'
import type { OrderBody, PaymentRecord } from '../../records/payments'
import { createCallWechatPay, type Send } from './callWechatPay'
import type { GatewayDeps } from './contractGateway'

export function createOrderGateway({ wxpay, ...deps }: GatewayDeps): OrderGateway {
  const call = createCallWechatPay(deps)
  return {
    async place({ _id, request }) {
      const outcome = await call('placeOrder', { out_trade_no: _id }, async (limit) => sendOrder(wxpay, request, limit))
      if (outcome.kind !== 'accepted') return outcome
      const parsed = v.safeParse(OrderReplySchema, outcome.reply)
      if (parsed.success) return { kind: 'accepted', reply: parsed.output }
      deps.log.alert('order answer not as documented', { out_trade_no: _id, fields: 'prepay_id' })
      return { kind: 'unknown', reason: 'untrusted' }
    },
    query: async (payment) =>
      call('queryOrder', { out_trade_no: payment._id }, async (limit) => sendQuery(wxpay, payment, limit)),
    close: async (payment) =>
      call('closeOrder', { out_trade_no: payment._id }, async (limit) => sendClose(wxpay, payment, limit)),
  }
}

type Client = GatewayDeps['wxpay']
type Limit = Parameters<Send>[0]

/** The endpoint follows from the body: whose it is, and whether it names a contract. */
async function sendOrder(wxpay: Client, request: OrderBody, limit: Limit): Promise<{ data: unknown }> {
  if ('sp_mchid' in request) {
    return 'contract_info' in request
      ? wxpay.chain('v3/pay/partner/transactions/jsapi-with-contract').post(request, limit)
      : wxpay.chain('v3/pay/partner/transactions/jsapi').post(request, limit)
  }
  return 'contract_info' in request
    ? wxpay.chain('v3/pay/transactions/jsapi-with-contract').post(request, limit)
    : wxpay.chain('v3/pay/transactions/jsapi').post(request, limit)
}

async function sendQuery(
  wxpay: Client,
  { _id: out_trade_no, request }: PaymentRecord,
  limit: Limit,
): Promise<{ data: unknown }> {
  const pathParams = { out_trade_no }
  if ('sp_mchid' in request) {
    const { sp_mchid, sub_mchid } = request
    const params = { sp_mchid, sub_mchid }
    return wxpay.chain('v3/pay/partner/transactions/out-trade-no/{out_trade_no}').get({ pathParams, params, ...limit })
  }
  const params = { mchid: request.mchid }
  return wxpay.chain('v3/pay/transactions/out-trade-no/{out_trade_no}').get({ pathParams, params, ...limit })
}

async function sendClose(
  wxpay: Client,
  { _id: out_trade_no, request }: PaymentRecord,
  limit: Limit,
): Promise<{ data: unknown }> {
  const pathParams = { out_trade_no }
  if ('sp_mchid' in request) {
    const { sp_mchid, sub_mchid } = request
    const body = { sp_mchid, sub_mchid }
    return wxpay
      .chain('v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close')
      .post(body, { pathParams, ...limit })
  }
  const body = { mchid: request.mchid }
  return wxpay.chain('v3/pay/transactions/out-trade-no/{out_trade_no}/close').post(body, { pathParams, ...limit })
}

/** https://pay.weixin.qq.com/doc/v3/merchant/4012791897: at most 64. It is signed, and goes on to the phone, as `prepay_id=...`. */
const OrderReplySchema = v.object({ prepay_id: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,64}$/)) })
