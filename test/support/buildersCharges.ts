// What charging is asked for and answered with, and everything a handler about charges is given. The records are in buildersMoney.ts.
import type { ChargeDeps } from '../../cloudfunctions/_shared/charges/ports'
import type { ChargeRecord } from '../../cloudfunctions/_shared/records/charges'
import type { ChargeContractInput, ChargedOrder } from '../../typings/contract/callables'
import { aContract, COMBINE, HEARD } from './builders'
import { aCharge, COMBINE_NO, fakeRefundDeps, type FakeRefundDeps } from './buildersMoney'

/** What the charge of buildersMoney.ts is under, asked for as it is. */
const { request } = aCharge()
export const signedContract = (changes: Parameters<typeof aContract>[0] = {}) =>
  aContract({ ...HEARD, contract_id: request.contract_id, ...changes }, COMBINE)

const [ORDER_1, ORDER_2] = request.sub_orders.map((order) => {
  const asked: Partial<typeof order> = { ...order }
  delete asked.mchid
  delete asked.amount
  return { ...asked, total: order.amount.total_amount }
}) as [ChargedInFull, ChargedInFull]
export { ORDER_1, ORDER_2 }
type ChargedInFull = Required<Pick<ChargedOrder, 'out_trade_no' | 'total' | 'description' | 'sub_mchid'>>

export const anInput = (changes: Partial<ChargeContractInput> = {}): ChargeContractInput => ({
  out_contract_code: signedContract()._id,
  combine_out_trade_no: COMBINE_NO,
  sub_orders: [ORDER_1, ORDER_2],
  risk_info: request.risk_info ?? '',
  ...changes,
})

/** What is answered to a charge, or a question about it, in WeChat Pay's words: a state for each order, or one for all. */
export function wireCharge(
  { _id, request }: ChargeRecord,
  trade_states: string | readonly string[],
  changes: object = {},
) {
  const { combine_appid, combine_mchid, sub_orders } = request
  return {
    combine_appid,
    combine_mchid,
    combine_out_trade_no: _id,
    sub_orders: sub_orders.map(({ mchid, out_trade_no, sub_mchid, amount }, index) => ({
      mchid,
      out_trade_no,
      sub_mchid,
      trade_type: 'PAP',
      trade_state: typeof trade_states === 'string' ? trade_states : trade_states[index],
      transaction_id: `42000${index}`,
      success_time: '2026-11-21T10:05:00+08:00',
      amount: { ...amount, payer_amount: amount.total_amount, payer_currency: 'CNY' },
    })),
    ...changes,
  }
}
export const CHARGED_AT = Date.UTC(2026, 10, 21, 2, 5)

/** An answer about whatever charge is asked for. */
export const charged =
  (trade_states: string | readonly string[] = 'SUCCESS', changes: object = {}) =>
  (charge: ChargeRecord) =>
    ({ kind: 'accepted', reply: wireCharge(charge, trade_states, changes) }) as const

export interface FakeChargeDeps extends FakeRefundDeps, ChargeDeps {
  chargeGateway: FakeRefundDeps['chargeGateway']
  store: FakeRefundDeps['store']
  gateway: FakeRefundDeps['gateway']
  clock: FakeRefundDeps['clock']
}

export const fakeChargeDeps = (settings = COMBINE): FakeChargeDeps => ({
  ...fakeRefundDeps(settings),
  chargeRules: { limit: 50_000, cashierCodes: ['OUR_CASHIER_CODE'] },
})
