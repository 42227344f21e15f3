// The refund gateway on the WeChat Pay client: which endpoint follows from the record.
import type { RefundGateway } from '../../charges/ports'
import type { RefundRecord } from '../../records/refunds'
import { createCallWechatPay, type Send } from './callWechatPay'
import type { GatewayDeps } from './contractGateway'

export function createRefundGateway({ wxpay, ...deps }: GatewayDeps): RefundGateway {
  const call = createCallWechatPay(deps)
  return {
    send: async (refund) =>
      call('refund', { out_refund_no: refund._id }, async (limit) => sendRefund(wxpay, refund, limit)),
    query: async (refund) =>
      call('queryRefund', { out_refund_no: refund._id }, async (limit) => sendQuery(wxpay, refund, limit)),
  }
}

type Client = GatewayDeps['wxpay']
type Limit = Parameters<Send>[0]

async function sendRefund(wxpay: Client, refund: RefundRecord, limit: Limit): Promise<{ data: unknown }> {
  return refund.endpoint === 'domestic'
    ? wxpay.chain('v3/refund/domestic/refunds').post(refund.request, limit)
    : wxpay.chain('v3/ecommerce/refunds/apply').post(refund.request, limit)
}

async function sendQuery(
  wxpay: Client,
  { _id: out_refund_no, endpoint, request: { sub_mchid } }: RefundRecord,
  limit: Limit,
): Promise<{ data: unknown }> {
  const pathParams = { out_refund_no }
  const params = { ...(sub_mchid !== undefined && { sub_mchid }) }
  return endpoint === 'domestic'
    ? wxpay.chain('v3/refund/domestic/refunds/{out_refund_no}').get({ pathParams, params, ...limit })
    : wxpay.chain('v3/ecommerce/refunds/out-refund-no/{out_refund_no}').get({ pathParams, params, ...limit })
}
