// 收付通 合单代扣 after signing: charge, query, reverse.
import type { Charge, ChargeRequest } from '../charge'
import { appid, mchid, outTradeNo } from '../commonFields'
import { endpoint, type Endpoint } from '../endpoint'
import { flag, integer, list, object, optional, text } from '../fields'
import type { Field, Values } from '../fieldTable'
import { fingerprint } from '../preSign'
import { paramError } from '../refusal'
import { toChinaTime } from '../times'
import type { World } from '../world'

const BASE = '/v3/ecommerce/combine-papay/transactions'
const ONE = `${BASE}/{combine_out_trade_no}`
const MAX_SUB_ORDERS = 50

const CNY = { expression: /^CNY$/, means: 'CNY' }
const NUMBER = { expression: /^[0-9A-Za-z_|*@-]+$/, means: 'digits, ASCII letters, _, -, |, * and @ only' }
const combineOutTradeNo = (): Field<string> => text(32, NUMBER)

const CHARGE_BODY = {
  combine_appid: appid(),
  combine_mchid: mchid(),
  combine_out_trade_no: combineOutTradeNo(),
  contract_id: text(32),
  sub_orders: list(
    object({
      mchid: mchid(),
      attach: optional(text(128)),
      amount: object({ total_amount: integer(1), currency: text(16, CNY) }),
      out_trade_no: outTradeNo(),
      sub_mchid: mchid(),
      sub_appid: optional(appid()),
      description: text(127),
      settle_info: optional(object({ profit_sharing: optional(flag()), subsidy_amount: optional(integer(0)) })),
      sub_risk_info: optional(text(255)),
    }),
    MAX_SUB_ORDERS,
  ),
  risk_info: optional(text(255)),
}
const REVERSE_BODY = {
  combine_appid: appid(),
  sub_orders: list(
    object({ mchid: mchid(), out_trade_no: outTradeNo(), sub_mchid: mchid(), sub_appid: optional(appid()) }),
    MAX_SUB_ORDERS,
  ),
}

export function chargeEndpoints(world: World): Endpoint[] {
  const path = { combine_out_trade_no: combineOutTradeNo() }
  return [
    endpoint({
      method: 'POST',
      template: BASE,
      path: {},
      query: {},
      body: CHARGE_BODY,
      handle: ({ body }) => {
        checkParties(world, body, body.combine_mchid)
        return readCharge(world.charges.charge(toRequest(body)), world.keys.mchid)
      },
    }),
    endpoint({
      method: 'GET',
      template: ONE,
      path,
      query: {},
      body: {},
      handle: (call) => readCharge(world.charges.find(call.path.combine_out_trade_no), world.keys.mchid),
    }),
    endpoint({
      method: 'POST',
      template: `${ONE}/reverse`,
      path,
      query: {},
      body: REVERSE_BODY,
      handle: ({ path: { combine_out_trade_no }, body }) => {
        checkParties(world, body, world.keys.mchid)
        const orders = body.sub_orders.map(({ out_trade_no, sub_mchid }) => ({
          outTradeNo: out_trade_no,
          subMchid: sub_mchid,
        }))
        world.charges.reverse(combine_out_trade_no, body.combine_appid, orders)
        return undefined
      },
    }),
  ]
}

/** The platform in its own name, for its own sub-merchants, each order once. */
function checkParties({ permissions }: World, body: Values<typeof REVERSE_BODY>, combineMchid: string): void {
  permissions.checkAppid(body.combine_appid)
  permissions.checkMchid(combineMchid)
  const numbers = new Set<string>()
  for (const [index, { mchid, sub_mchid, out_trade_no }] of body.sub_orders.entries()) {
    permissions.checkMchid(mchid, sub_mchid)
    if (numbers.has(out_trade_no))
      throw paramError('body', `/sub_orders/${index}/out_trade_no`, 'is there twice', out_trade_no)
    numbers.add(out_trade_no)
  }
}

function toRequest(body: Values<typeof CHARGE_BODY>): ChargeRequest {
  return {
    combineOutTradeNo: body.combine_out_trade_no,
    appid: body.combine_appid,
    contractId: body.contract_id,
    subOrders: body.sub_orders.map((order) => ({
      outTradeNo: order.out_trade_no,
      subMchid: order.sub_mchid,
      subAppid: order.sub_appid,
      description: order.description,
      attach: order.attach,
      total: order.amount.total_amount,
    })),
    fingerprint: fingerprint(BASE, body),
  }
}

/** Answer of charge and query. */
function readCharge({ request, state, openid, sales }: Charge, platform: string): Record<string, unknown> {
  return {
    combine_appid: request.appid,
    combine_mchid: platform,
    combine_out_trade_no: request.combineOutTradeNo,
    sub_orders: sales.map((sale) => ({
      mchid: platform,
      trade_type: sale.tradeType,
      trade_state: state,
      bank_type: 'OTHERS',
      ...(sale.attach !== undefined && { attach: sale.attach }),
      success_time: toChinaTime(sale.paidAtMs),
      transaction_id: sale.transactionId,
      out_trade_no: sale.outTradeNo,
      sub_mchid: sale.subMchid,
      ...(sale.subAppid !== undefined && { sub_appid: sale.subAppid }),
      amount: { total_amount: sale.total, currency: 'CNY', payer_amount: sale.total, payer_currency: 'CNY' },
    })),
    ...(openid !== undefined && { combine_payer_info: { openid } }),
  }
}
