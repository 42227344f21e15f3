// Refunds (退款): the endpoints of direct merchants and providers, and those of platforms, which refund charges too.
import { appid, mchid, notifyUrl, outTradeNo } from '../commonFields'
import { endpoint, type Endpoint } from '../endpoint'
import { integer, object, optional, text } from '../fields'
import type { Field, Values } from '../fieldTable'
import { fingerprint } from '../preSign'
import type { RefundKind, RefundRequest } from '../refund'
import { invalidRequest, notFound, paramError } from '../refusal'
import type { Sale } from '../sale'
import type { World } from '../world'
import { readRefund } from './refundsReply'

const DOMESTIC = '/v3/refund/domestic/refunds'
const ECOMMERCE = '/v3/ecommerce/refunds'

const CNY = { expression: /^CNY$/, means: 'CNY' }
const NUMBER = { expression: /^[0-9A-Za-z_|*@-]+$/, means: 'digits, ASCII letters, _, -, |, * and @ only' }
const outRefundNo = (): Field<string> => text(64, NUMBER)

const COMMON = {
  sub_mchid: optional(mchid()),
  transaction_id: optional(text(32)),
  out_trade_no: optional(outTradeNo()),
  out_refund_no: outRefundNo(),
  reason: optional(text(80)),
  notify_url: optional(notifyUrl()),
  funds_account: optional(text(32)),
}
const DOMESTIC_BODY = {
  ...COMMON,
  amount: object({ refund: integer(1), total: integer(1), currency: text(16, CNY) }),
}
const ECOMMERCE_BODY = {
  ...COMMON,
  sp_appid: appid(),
  sub_appid: optional(appid()),
  refund_account: optional(text(32)),
  amount: object({ refund: integer(1), total: integer(1), currency: optional(text(16, CNY)) }),
}

export function refundEndpoints(world: World): Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      template: DOMESTIC,
      path: {},
      query: {},
      body: DOMESTIC_BODY,
      handle: ({ body }) => apply(world, 'domestic', DOMESTIC, body),
    }),
    query(world, 'domestic', `${DOMESTIC}/{out_refund_no}`),
    endpoint({
      method: 'POST',
      template: `${ECOMMERCE}/apply`,
      path: {},
      query: {},
      body: ECOMMERCE_BODY,
      handle: ({ body }) => {
        world.permissions.checkAppid(body.sp_appid)
        return apply(world, 'ecommerce', ECOMMERCE, body)
      },
    }),
    query(world, 'ecommerce', `${ECOMMERCE}/out-refund-no/{out_refund_no}`),
  ]
}

function query({ refunds, permissions, keys }: World, kind: RefundKind, template: string): Endpoint {
  return endpoint({
    method: 'GET',
    template,
    path: { out_refund_no: outRefundNo() },
    query: { sub_mchid: optional(mchid()) },
    body: {},
    handle: (call) => {
      const refund = refunds.find(kind, call.path.out_refund_no)
      checkSubMerchant(refund.request.sale, call.query.sub_mchid, 'query')
      permissions.checkMchid(keys.mchid, call.query.sub_mchid)
      return readRefund(refund)
    },
  })
}

type AnyBody = Values<Omit<typeof DOMESTIC_BODY, 'amount'>> & {
  amount: { refund: number; total: number; currency?: string | undefined }
}

function apply(world: World, kind: RefundKind, endpointPath: string, body: AnyBody): Record<string, unknown> {
  world.permissions.checkMchid(world.keys.mchid, body.sub_mchid)
  const sale = findSale(world, body)
  checkSubMerchant(sale, body.sub_mchid, 'body')
  checkKind(sale, kind)
  if (body.amount.total !== sale.total) {
    throw invalidRequest(`amount.total ${body.amount.total} is not the ${sale.total} fen of order ${sale.outTradeNo}`)
  }
  const request: RefundRequest = {
    kind,
    outRefundNo: body.out_refund_no,
    sale,
    refund: body.amount.refund,
    notifyUrl: body.notify_url,
    fingerprint: fingerprint(endpointPath, body),
  }
  return readRefund(world.refunds.apply(request))
}

function findSale({ sales }: World, { out_trade_no, transaction_id }: AnyBody): Sale {
  if (out_trade_no === undefined && transaction_id === undefined) {
    throw paramError('body', '/transaction_id', 'or out_trade_no is required')
  }
  const sale = sales.find({ outTradeNo: out_trade_no, transactionId: transaction_id })
  if (!sale) throw notFound('RESOURCE_NOT_EXISTS', `no paid order ${out_trade_no ?? transaction_id ?? ''}`)
  return sale
}

function checkSubMerchant(sale: Sale, subMchid: string | undefined, location: 'body' | 'query'): void {
  if (sale.subMchid === subMchid) return
  const issue = sale.subMchid === undefined ? 'the order was paid to nobody else' : 'must be whom the order was paid to'
  throw paramError(location, location === 'body' ? '/sub_mchid' : 'sub_mchid', issue, subMchid)
}

/** A direct merchant has no platform's endpoint, and a charge no other. */
function checkKind(sale: Sale, kind: RefundKind): void {
  if (sale.kind === 'charge' && kind !== 'ecommerce')
    throw invalidRequest('a charge is refunded by the platform endpoint')
  if (sale.kind === 'direct' && kind === 'ecommerce')
    throw invalidRequest('an order of a direct merchant has no platform')
}
