// Bodies of the two JSAPI order endpoints (JSAPI下单).
import { appid, mchid, notifyUrl, openid, outTradeNo } from '../commonFields'
import { checked, flag, integer, list, object, optional, text } from '../fields'
import type { Field } from '../fieldTable'

const CNY = { expression: /^CNY$/, means: 'CNY' }
const PAYMENT_WAYS = { expression: /^(no_balance|no_credit|no_debit|balance_only)$/, means: 'a way to pay' }
const RFC3339 = {
  expression: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/,
  means: 'RFC 3339, such as 2018-06-08T10:34:56+08:00',
}

const timeExpire = (): Field<string> =>
  checked(text(64, RFC3339), (value) => (Number.isNaN(Date.parse(value)) ? 'is not a time that exists' : undefined))

const GOODS = object({
  merchant_goods_id: text(32),
  wechatpay_goods_id: optional(text(32)),
  goods_name: optional(text(256)),
  quantity: integer(1),
  unit_price: integer(0),
})
const STORE = object({
  id: text(32),
  name: optional(text(256)),
  area_code: optional(text(32)),
  address: optional(text(512)),
})

const COMMON = {
  description: text(127),
  out_trade_no: outTradeNo(),
  time_expire: optional(timeExpire()),
  attach: optional(text(128)),
  notify_url: notifyUrl(255),
  goods_tag: optional(text(32)),
  support_fapiao: optional(flag()),
  limit_pay: optional(list(text(32, PAYMENT_WAYS))),
  amount: object({ total: integer(1), currency: optional(text(16, CNY)) }),
  detail: optional(
    object({
      cost_price: optional(integer(0)),
      invoice_id: optional(text(32)),
      goods_detail: optional(list(GOODS)),
    }),
  ),
  scene_info: optional(
    object({ payer_client_ip: text(45), device_id: optional(text(32)), store_info: optional(STORE) }),
  ),
}

export const DIRECT_BODY = {
  appid: appid(),
  mchid: mchid(),
  ...COMMON,
  settle_info: optional(object({ profit_sharing: optional(flag()) })),
  payer: object({ openid: openid() }),
}

/** Without 实名支付 (`payer.identity`), which needs a permission of its own. */
export const PARTNER_BODY = {
  sp_appid: appid(),
  sp_mchid: mchid(),
  sub_appid: optional(appid()),
  sub_mchid: mchid(),
  ...COMMON,
  settle_info: optional(object({ profit_sharing: optional(flag()), subsidy_amount: optional(integer(0)) })),
  payer: object({ sp_openid: optional(openid()), sub_openid: optional(openid()) }),
}
