// 基础支付, JSAPI orders: place, query, close; for the merchant itself, and for providers and platforms.
import { mchid, outTradeNo } from '../commonFields'
import { endpoint, requireOneOf, type Endpoint } from '../endpoint'
import { object, text } from '../fields'
import type { FieldTable, Values } from '../fieldTable'
import type { OrderKind, OrderRequest } from '../order'
import { fingerprint } from '../preSign'
import { paramError } from '../refusal'
import type { World } from '../world'
import { DIRECT_BODY, PARTNER_BODY } from './orderFields'
import { readOrder } from './ordersReply'

const DIRECT = '/v3/pay/transactions'
const PARTNER = '/v3/pay/partner/transactions'

export function orderEndpoints(world: World): Endpoint[] {
  const { permissions } = world
  return [
    directOrder(world),
    directOrder(world, CONTRACT_INFO),
    ...byNumber(world, 'direct', DIRECT, { mchid: mchid() }, (named) => permissions.checkMchid(named.mchid)),
    partnerOrder(world),
    partnerOrder(world, CONTRACT_INFO),
    ...byNumber(world, 'partner', PARTNER, { sp_mchid: mchid(), sub_mchid: mchid() }, (named) =>
      permissions.checkMchid(named.sp_mchid, named.sub_mchid),
    ),
  ]
}

/** JSAPI下单并授权: under a contract that is signed. Tokens, and signing while paying, are other products. */
const CONTRACT_INFO = { contract_info: object({ password_free_contract_id: text(32) }) }
type WithContract = typeof CONTRACT_INFO | undefined

const nameOf = (withContract: WithContract): string => (withContract ? 'jsapi-with-contract' : 'jsapi')

function directOrder(world: World, withContract?: WithContract): Endpoint {
  const template = `${DIRECT}/${nameOf(withContract)}`
  return endpoint({
    method: 'POST',
    template,
    path: {},
    query: {},
    body: { ...DIRECT_BODY, ...withContract },
    handle: ({ body }) => {
      world.permissions.checkMchid(body.mchid)
      const user = { appid: body.appid, openid: body.payer.openid }
      return place(world, { kind: 'direct', ...user, ...common(world, template, body) })
    },
  })
}

function partnerOrder(world: World, withContract?: WithContract): Endpoint {
  const template = `${PARTNER}/${nameOf(withContract)}`
  return endpoint({
    method: 'POST',
    template,
    path: {},
    query: {},
    body: { ...PARTNER_BODY, ...withContract },
    handle: ({ body }) => {
      checkPayer(body)
      world.permissions.checkMchid(body.sp_mchid, body.sub_mchid)
      const user = { appid: body.sp_appid, openid: body.payer.sp_openid, subOpenid: body.payer.sub_openid }
      const sub = { subMchid: body.sub_mchid, subAppid: body.sub_appid }
      return place(world, { kind: 'partner', ...user, ...sub, ...common(world, template, body) })
    },
  })
}

/** Query and close. @param merchants how the two name the merchant, in query and body */
function byNumber<Merchants extends FieldTable>(
  { orders, keys }: World,
  kind: OrderKind,
  base: string,
  merchants: Merchants,
  check: (named: Values<Merchants>) => void,
): Endpoint[] {
  const template = `${base}/out-trade-no/{out_trade_no}`
  const path = { out_trade_no: outTradeNo() }
  const query = endpoint({
    method: 'GET',
    template,
    path,
    query: merchants,
    body: {},
    handle: (call) => {
      check(call.query)
      return readOrder(orders.find(kind, call.path.out_trade_no), keys.mchid)
    },
  })
  const close = endpoint({
    method: 'POST',
    template: `${template}/close`,
    path,
    query: {},
    body: merchants,
    handle: (call) => {
      check(call.body)
      orders.close(orders.find(kind, call.path.out_trade_no))
      return undefined
    },
  })
  return [query, close]
}

function place({ permissions, orders }: World, request: OrderRequest): Record<string, unknown> {
  permissions.checkOrder(request)
  return { prepay_id: orders.place(request).prepayId }
}

/** Exactly one openid; the sub-merchant's is one under the sub-merchant's appid. */
function checkPayer({ payer, sub_appid }: Values<typeof PARTNER_BODY>): void {
  requireOneOf(payer, 'sp_openid', 'sub_openid', '/payer')
  if (payer.sub_openid !== undefined && sub_appid === undefined) {
    throw paramError('body', '/sub_appid', 'is required with payer.sub_openid')
  }
}

type CommonBody = Values<Omit<typeof DIRECT_BODY, 'appid' | 'mchid' | 'payer' | 'settle_info'>> & {
  contract_info?: { password_free_contract_id: string }
}

function common({ timeline }: World, template: string, body: CommonBody) {
  const expiresAtMs = body.time_expire === undefined ? undefined : Date.parse(body.time_expire)
  if (expiresAtMs !== undefined && expiresAtMs <= timeline.nowMs()) {
    throw paramError('body', '/time_expire', 'must lie ahead', body.time_expire)
  }
  return {
    outTradeNo: body.out_trade_no,
    description: body.description,
    notifyUrl: body.notify_url,
    total: body.amount.total,
    attach: body.attach,
    contractId: body.contract_info?.password_free_contract_id,
    expiresAtMs,
    fingerprint: fingerprint(template, body),
  }
}
