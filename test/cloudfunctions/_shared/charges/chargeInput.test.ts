// What can be asked to be charged: what is wrong is told by its field, and nothing is looked up, written or sent.
import { chargeInput } from '../../../../cloudfunctions/_shared/charges/chargeInput'
import { readData } from '../../../../cloudfunctions/_shared/platform/doors/readEvent'
import { anInput, ORDER_1, ORDER_2 } from '../../../support/buildersCharges'

const read = (changes: object) => readData(chargeInput, { ...anInput(), ...changes }, 'input')
const one = (changes: object) => ({ sub_orders: [{ ...ORDER_1, ...changes }] })
const many = (count: number) => Array.from({ length: count }, (_, index) => ({ out_trade_no: `ORDER-${index}` }))

it.each<[what: string, changes: object]>([
  ['whole orders', {}],
  ['numbers of orders of the merchant’s', { sub_orders: many(50) }],
  ['both', { sub_orders: [ORDER_1, { out_trade_no: ORDER_2.out_trade_no }] }],
  [
    'all there is',
    one({
      sub_appid: 'wxsub00000000000001',
      attach: 'a',
      settle_info: { profit_sharing: true, subsidy_amount: 0 },
      sub_risk_info: 'ip:1;',
    }),
  ],
  [
    'no sub-merchant',
    { sub_orders: [{ out_trade_no: 'ORDER-1', total: 1, description: 'x' }], risk_info: 'ip:127.0.0.1;' },
  ],
])('takes %s', (_, changes) => expect(read(changes)).toMatchObject(changes))

it.each<[field: string, changes: object]>([
  ...[0, -1, 1.5, '350', 2 ** 53, NaN, null, Infinity, 1_000_000_001].map((total): [string, object] => [
    'sub_orders.0.total',
    one({ total }),
  ]),
  ['sub_orders.0.total', one({ total: undefined, description: 'x' })],
  ['sub_orders.0.description', one({ description: '' })],
  ['sub_orders.0.description', one({ description: '字'.repeat(43) })],
  ['sub_orders.0.description', one({ description: '😀' })],
  ['sub_orders.0.sub_mchid', one({ sub_mchid: 'm' })],
  ['sub_orders.0.out_trade_no', one({ out_trade_no: 'short' })],
  ['sub_orders.0.sub_mchid', one({ sub_mchid: '1'.repeat(33) })],
  ['sub_orders.0.out_trade_no', one({ out_trade_no: '__proto__' })],
  ['sub_orders.0.settle_info', one({ settle_info: null })],
  ['sub_orders.0.currency', one({ currency: 'USD' })],
  ['sub_orders.0.attach', one({ attach: 'a'.repeat(129) })],
  ['sub_orders.0.settle_info.subsidy_amount', one({ settle_info: { subsidy_amount: -1 } })],
  ['sub_orders', { sub_orders: many(51) }],
  ['sub_orders', { sub_orders: [] }],
  ['sub_orders', { sub_orders: [ORDER_1, ORDER_1] }],
  ['sub_orders', { sub_orders: ORDER_1 }],
  ['combine_out_trade_no', { combine_out_trade_no: 'N'.repeat(33) }],
  ['combine_out_trade_no', { combine_out_trade_no: 'a b' }],
  ['combine_out_trade_no', { combine_out_trade_no: '__proto__' }],
  ['out_contract_code', { out_contract_code: 'not a code' }],
  ['openid', { openid: 'oUser' }],
])('names %s where it is wrong: %p', (field, changes) => {
  expect(() => read(changes)).toThrow(
    expect.objectContaining({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(new RegExp(`^${field}: (expected |is missing|is not known)`)) as string,
    }) as Error,
  )
})
