// Golden bodies of orders: what goes over the wire for every mode, field by field and in order.
import { orderBody, payingAppid } from '../../../../cloudfunctions/_shared/orders/orderBody'
import type { ContractSettings } from '../../../../cloudfunctions/_shared/contracts/ports'
import type { Caller } from '../../../../cloudfunctions/_shared/kernel/ports'
import { COMBINE, OPENID, PROVIDER, QS, SETTINGS, SUB_MERCHANT } from '../../../support/builders'
import { ORDER, OUT_TRADE_NO } from '../../../support/buildersOrders'

const ECOMMERCE = { ...SETTINGS, mode: 'ecommerce', subMerchant: { mchid: SUB_MERCHANT.mchid } } as const
const user = { openid: OPENID }
const subUser = { sub_openid: 'oUnderSub' }
const of = (settings: ContractSettings, caller: Caller, order: object = {}) =>
  orderBody({ settings, caller, out_trade_no: OUT_TRADE_NO, order: { ...ORDER, ...order } })

const WHAT =
  '"description":"单车骑行 28 分钟","out_trade_no":"ORDER-20261121_001",' +
  '"notify_url":"https://pay.example.com/contract-notify","amount":{"total":350,"currency":"CNY"}'
const SP = '"sp_appid":"wxd678efh567hg6787","sp_mchid":"1900000109"'
const SUB = '"sub_appid":"wxsub00000000000001","sub_mchid":"1900000110"'
const PLATFORM = `{${SP},"sub_mchid":"1900000110",${WHAT},"payer":{"sp_openid":"${OPENID}"}}`

it.each<[mode: string, settings: ContractSettings, caller: Caller, order: object, body: string]>([
  [
    'normal',
    SETTINGS,
    user,
    {},
    `{"appid":"wxd678efh567hg6787","mchid":"1900000109",${WHAT},"payer":{"openid":"${OPENID}"}}`,
  ],
  ['ecommerce, paid to the one of the settings', ECOMMERCE, user, {}, PLATFORM],
  ['combine-papay', { ...COMBINE, subMerchant: { mchid: '1900000110' } }, user, {}, PLATFORM],
  [
    'ecommerce, paid to the one of the order',
    ECOMMERCE,
    user,
    { sub_mchid: '1900000111' },
    PLATFORM.replace('1900000110', '1900000111'),
  ],
  [
    "service-provider, the provider's user",
    PROVIDER,
    user,
    {},
    `{${SP},${SUB},${WHAT},"payer":{"sp_openid":"${OPENID}"}}`,
  ],
  [
    "service-provider, the sub-merchant's user",
    PROVIDER,
    subUser,
    {},
    `{${SP},${SUB},${WHAT},"payer":{"sub_openid":"oUnderSub"}}`,
  ],
  ["qs, the institution's user", QS, user, {}, `{${SP},${SUB},${WHAT},"payer":{"sp_openid":"${OPENID}"}}`],
  [
    "qs, the sub-merchant's user",
    QS,
    subUser,
    { sub_mchid: '1900000110' },
    `{${SP},${SUB},${WHAT},"payer":{"sub_openid":"oUnderSub"}}`,
  ],
])('%s', (_, settings, caller, order, body) => {
  expect(JSON.stringify(of(settings, caller, order))).toBe(body)
})

it.each<[what: string, settings: ContractSettings, order: object]>([
  ['a platform is not told who is paid', { ...SETTINGS, mode: 'ecommerce' }, {}],
  ['a provider is told another sub-merchant', PROVIDER, { sub_mchid: '1900000111' }],
  ['an institution is told another sub-merchant', QS, { sub_mchid: '1900000111' }],
  ['a direct merchant is told a sub-merchant, who would not be paid', SETTINGS, { sub_mchid: '1900000111' }],
])('%s: refused, and nobody else is paid instead', (_, settings, order) => {
  expect(() => of(settings, user, order)).toThrow(
    expect.objectContaining({
      code: 'NOT_CONFIGURED',
      message: expect.stringContaining('order.sub_mchid') as string,
    }) as Error,
  )
})

it('is for a user of a mini-program only', () => {
  expect(() => of(SETTINGS, { userId: 'u1' })).toThrow(TypeError)
})

it('is paid in the mini-program the user is in', () => {
  expect(payingAppid(user, PROVIDER)).toBe(PROVIDER.appid)
  expect(payingAppid(subUser, PROVIDER)).toBe(SUB_MERCHANT.appid)
  expect(payingAppid(user, ECOMMERCE)).toBe(SETTINGS.appid)
})
