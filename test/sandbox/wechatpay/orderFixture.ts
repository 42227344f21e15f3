// Orders of the fixture's merchant, for the tests of orders, payments and signing after payment.
import { newCode, NORMAL, normalBody, NOTIFY_URL, OPENID, TEMPLATE_ID, without, type Fixture } from './fixture'

export type OrderKind = 'direct' | 'partner'
export type Body = Record<string, unknown>

export const BASES = { direct: '/v3/pay/transactions', partner: '/v3/pay/partner/transactions' } as const
export const PAY_REDIRECT = NORMAL.replace('mini-program', 'pay-redirect-sign')

let numbers = 0
export function newNumber(): string {
  numbers += 1
  return `order${String(numbers).padStart(6, '0')}`
}

export function orderBody({ keys }: Fixture, kind: OrderKind, changes: Body = {}): Body {
  const common = {
    description: '图书 一本',
    out_trade_no: newNumber(),
    notify_url: NOTIFY_URL,
    amount: { total: 1280, currency: 'CNY' },
  }
  const direct = { appid: keys.appid, mchid: keys.mchid, payer: { openid: OPENID } }
  const merchants = { sp_appid: keys.appid, sp_mchid: keys.mchid, sub_appid: keys.subAppid, sub_mchid: keys.subMchid }
  const partner = { ...merchants, payer: { sub_openid: `sub-${OPENID}` } }
  return { ...common, ...(kind === 'direct' ? direct : partner), ...changes }
}

/** Query string and close body: how each kind names its merchants. */
export function merchantsOf({ keys }: Fixture, kind: OrderKind): Record<string, string> {
  return kind === 'direct' ? { mchid: keys.mchid } : { sp_mchid: keys.mchid, sub_mchid: keys.subMchid }
}

export function orderCalls(fixture: Fixture, kind: OrderKind) {
  const at = (number: string) => `${BASES[kind]}/out-trade-no/${number}`
  return {
    place: (body: Body) => fixture.call({ path: `${BASES[kind]}/jsapi`, body }),
    query: (number: string, merchants: Record<string, string> = merchantsOf(fixture, kind)) =>
      fixture.call({ path: `${at(number)}?${new URLSearchParams(merchants).toString()}` }),
    close: (number: string, body: Body = merchantsOf(fixture, kind)) =>
      fixture.call({ path: `${at(number)}/close`, body }),
  }
}

/** Places an order. @throws when it is refused */
export async function placed(fixture: Fixture, kind: OrderKind = 'direct', changes: Body = {}) {
  const body = orderBody(fixture, kind, changes)
  const answer = await orderCalls(fixture, kind).place(body)
  if (answer.status !== 200) throw new Error(`order answered ${answer.status}: ${answer.body.toString()}`)
  return { body, number: String(body['out_trade_no']), prepay_id: String(answer.json?.['prepay_id']) }
}

/** Pay-redirect pre-sign for an order; in mode normal unless the path says otherwise. */
export async function preSignedWith(fixture: Fixture, prepay_id: string, changes: Body = {}, path = PAY_REDIRECT) {
  const body = normalBody(fixture, { prepay_id, ...changes })
  const { status, json } = await fixture.call({ path, body })
  return { status, json, code: String(body['out_contract_code']), body }
}

/** Body of a pay-redirect pre-sign in the modes that name a sub-merchant. */
export function subMerchantBody({ keys }: Fixture, mode: 'service-provider' | 'qs', changes: Body): Body {
  const provider = mode === 'service-provider' ? { sp_appid: keys.appid } : { appid: keys.appid }
  const common = without({ out_contract_code: newCode(), notify_url: NOTIFY_URL, service_id: TEMPLATE_ID })
  const sub = { sub_appid: keys.subAppid, sub_mchid: keys.subMchid, contract_display_account: '用户A' }
  return { ...provider, ...sub, ...common, ...changes }
}
