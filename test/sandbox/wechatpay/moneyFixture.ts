// Money at the fixture's merchant: orders under a contract, charges, refunds and bills, for the tests of each.
import { signed, type Fixture } from './fixture'
import { BASES, newNumber, orderBody, placed, type Body, type OrderKind } from './orderFixture'

export const CHARGES = '/v3/ecommerce/combine-papay/transactions'
export const DOMESTIC = '/v3/refund/domestic/refunds'
export const ECOMMERCE = '/v3/ecommerce/refunds'

/** A contract in force, with the id WeChat Pay gave it. */
export async function inForce(fixture: Fixture, family: 'password-exempt' | 'combine-papay' = 'password-exempt') {
  const { code, openid } = await signed(fixture, family)
  const { contract_id = '' } = await fixture.control.contract({ out_contract_code: code })
  return { code, openid, contract_id }
}

export const withContract = (contract_id: string, openid: string, changes: Body = {}): Body => ({
  payer: { openid },
  contract_info: { password_free_contract_id: contract_id },
  ...changes,
})

export async function placeWithContract(fixture: Fixture, kind: OrderKind, changes: Body) {
  const body = orderBody(fixture, kind, changes)
  const { status, json } = await fixture.call({ path: `${BASES[kind]}/jsapi-with-contract`, body })
  return { status, json, body, number: String(body['out_trade_no']), prepay_id: String(json?.['prepay_id']) }
}

export function chargeBody({ keys }: Fixture, contract_id: string, totals: readonly number[] = [500, 80]): Body {
  return {
    combine_appid: keys.appid,
    combine_mchid: keys.mchid,
    combine_out_trade_no: newNumber(),
    contract_id,
    sub_orders: totals.map((total_amount) => ({
      mchid: keys.mchid,
      out_trade_no: newNumber(),
      sub_mchid: keys.subMchid,
      description: '骑行',
      amount: { total_amount, currency: 'CNY' },
    })),
  }
}

export interface SubOrder {
  out_trade_no: string
  sub_mchid: string
  mchid: string
  trade_state?: string
  transaction_id?: string
}
export const subOrdersOf = (body: Body | undefined) => (body?.['sub_orders'] ?? []) as SubOrder[]

export async function charged(fixture: Fixture, totals?: readonly number[]) {
  const { contract_id, code } = await inForce(fixture, 'combine-papay')
  const body = chargeBody(fixture, contract_id, totals)
  const answer = await fixture.call({ path: CHARGES, body })
  const number = String(body['combine_out_trade_no'])
  return { answer, body, number, path: `${CHARGES}/${number}`, contract_id, code }
}

export const reverseBody = ({ keys }: Fixture, body: Body): Body => ({
  combine_appid: keys.appid,
  sub_orders: subOrdersOf(body).map(({ mchid, out_trade_no, sub_mchid }) => ({ mchid, out_trade_no, sub_mchid })),
})

export async function paid(fixture: Fixture, kind: OrderKind = 'direct') {
  const order = await placed(fixture, kind)
  const { transaction_id } = await fixture.control.payOrder({ prepay_id: order.prepay_id })
  await fixture.control.settled()
  return { ...order, transaction_id, total: 1280 }
}

export const refundBody = (out_trade_no: string, refund: number, changes: Body = {}): Body => ({
  out_trade_no,
  out_refund_no: newNumber(),
  amount: { refund, total: 1280, currency: 'CNY' },
  ...changes,
})
