// A charge may take what its call has left, up to 45 s; questions about it take as long as any.
import { createChargeGateway } from '../../../../../cloudfunctions/_shared/platform/gateways/chargeGateway'
import type { WechatPay } from '../../../../../cloudfunctions/_shared/wechatpay/client'
import { aCharge } from '../../../../support/buildersMoney'

interface Sent {
  path: string
  body: unknown
  config: unknown
}

function gateway(leftMs: number) {
  const sent: Sent[] = []
  const chain = (path: string) => ({
    post: async (body: unknown, config: unknown) => Promise.resolve({ data: sent.push({ path, body, config }) }),
    get: async (config: unknown) => Promise.resolve({ data: sent.push({ path, body: undefined, config }) }),
  })
  const log = { info: () => undefined, alert: () => undefined }
  const wxpay = { chain } as unknown as WechatPay
  return { sent, of: createChargeGateway({ wxpay, log, nowMs: () => 0, deadline: { leftMs: () => leftMs } }) }
}
const CHARGE = aCharge()
const BASE = 'v3/ecommerce/combine-papay/transactions'

it.each([
  [58_000, 45_000],
  [30_000, 28_000],
  [10_000, 8000],
])('with %d ms left, a charge is given %d', async (leftMs, timeout) => {
  const { sent, of } = gateway(leftMs)
  await of.charge(CHARGE)
  expect(sent).toEqual([{ path: BASE, body: CHARGE.request, config: { timeout } }])
})

it('with no time left to await its answer it is not sent at all', async () => {
  const { sent, of } = gateway(2400)
  expect(await of.charge(CHARGE)).toMatchObject({ kind: 'unknown' })
  expect(sent).toEqual([])
})

it('is taken back whole, by its number', async () => {
  const { sent, of } = gateway(58_000)
  await of.query(CHARGE)
  await of.reverse(CHARGE)
  const pathParams = { combine_out_trade_no: CHARGE._id }
  expect(sent).toEqual([
    { path: `${BASE}/{combine_out_trade_no}`, body: undefined, config: { pathParams } },
    {
      path: `${BASE}/{combine_out_trade_no}/reverse`,
      body: {
        combine_appid: CHARGE.request.combine_appid,
        sub_orders: CHARGE.request.sub_orders.map(({ mchid, out_trade_no, sub_mchid }) => ({
          mchid,
          out_trade_no,
          sub_mchid,
        })),
      },
      config: { pathParams },
    },
  ])
})
