// Orders on the wire: endpoints by the stored body, and answers that are used only when they are whole.
import { createOrderGateway } from '../../../../../cloudfunctions/_shared/platform/gateways/orderGateway'
import { PREPAY_ID, SETTINGS } from '../../../../support/builders'
import { aPayment, OUT_TRADE_NO } from '../../../../support/buildersOrders'
import { gatewayWorld } from '../../../../support/gatewayWorld'
import { reply, stranger, type Answer, type Peer } from '../../../../support/wechatPayPeer'

let peer: Peer
afterEach(() => peer.close())

async function setUp(answer: Answer, leftMs = Infinity) {
  const world = await gatewayWorld(answer, createOrderGateway, { leftMs: () => leftMs })
  peer = world.peer
  return world
}

const DIRECT = aPayment()
const PARTNER = aPayment({}, { ...SETTINGS, mode: 'ecommerce', subMerchant: { mchid: '1900000110' } })

it.each([
  ['direct', DIRECT, '/v3/pay/transactions', '?mchid=1900000109', '{"mchid":"1900000109"}'],
  [
    'partner',
    PARTNER,
    '/v3/pay/partner/transactions',
    '?sp_mchid=1900000109&sub_mchid=1900000110',
    '{"sp_mchid":"1900000109","sub_mchid":"1900000110"}',
  ],
])('%s: placed, queried and closed where its body belongs', async (_, payment, base, query, closing) => {
  const { gateway } = await setUp((request, response) => {
    if (request.url.endsWith('/close')) reply(response, 204, '')
    else reply(response, 200, { prepay_id: PREPAY_ID })
  })
  expect(await gateway.place(payment)).toEqual({ kind: 'accepted', reply: { prepay_id: PREPAY_ID } })
  expect(await gateway.query(payment)).toMatchObject({ kind: 'accepted' })
  expect(await gateway.close(payment)).toMatchObject({ kind: 'accepted' })
  const named = `${base}/out-trade-no/${OUT_TRADE_NO}`
  expect(peer.received).toMatchObject([
    { method: 'POST', url: `${base}/jsapi`, body: JSON.stringify(payment.request) },
    { method: 'GET', url: named + query, body: '' },
    { method: 'POST', url: `${named}/close`, body: closing },
  ])
})

it.each([
  ['direct', DIRECT, '/v3/pay/transactions/jsapi-with-contract'],
  ['partner', PARTNER, '/v3/pay/partner/transactions/jsapi-with-contract'],
])('%s, under a contract: placed at the endpoint for it', async (_, payment, url) => {
  const { gateway } = await setUp((_, response) => reply(response, 200, { prepay_id: PREPAY_ID }))
  const request = { ...payment.request, contract_info: { password_free_contract_id: '123124412412423431' } } as const
  expect(await gateway.place({ ...payment, request })).toMatchObject({ kind: 'accepted' })
  expect(peer.received).toMatchObject([{ method: 'POST', url, body: JSON.stringify(request) }])
})

it.each([
  {},
  { prepay_id: '' },
  { prepay_id: 5 },
  { prepay_id: 'x'.repeat(65) },
  ...['wx1\n', 'wx1\r\n', 'wx1\u0000', 'wx 1', 'wx1&signType=MD5', 'wx1\u202e', '预支付'].map((prepay_id) => ({
    prepay_id,
  })),
])('an answer without a usable prepay_id is not used, though it is signed: %p', async (body) => {
  const { gateway, logged } = await setUp((_, response) => reply(response, 200, body))
  expect(await gateway.place(DIRECT)).toEqual({ kind: 'unknown', reason: 'untrusted' })
  expect(logged.at(-1)).toMatchObject({ fields: { out_trade_no: OUT_TRADE_NO, fields: 'prepay_id' } })
})

it.each<[what: string, answer: Answer, outcome: object]>([
  [
    'a prepay_id somebody else has signed',
    (_, response) => reply(response, 200, { prepay_id: 'x' }, { key: stranger.privateKey }),
    { kind: 'unknown', reason: 'untrusted' },
  ],
  ['500', (_, response) => reply(response, 500, { code: 'SYSTEM_ERROR' }), { kind: 'unknown', reason: 'unreachable' }],
  ['no answer', (_, response) => response.destroy(), { kind: 'unknown', reason: 'unreachable' }],
  [
    'a refusal',
    (_, response) => reply(response, 400, { code: 'ORDERPAID' }),
    { kind: 'refused', isSigned: true, httpStatus: 400, apiCode: 'ORDERPAID' },
  ],
])('%s is told for what it is, and an order is not sent twice', async (_, answer, outcome) => {
  const { gateway } = await setUp(answer)
  expect(await gateway.place(DIRECT)).toEqual(outcome)
  expect(peer.received).toHaveLength(1)
})

it('is logged by its number, without who pays', async () => {
  const { gateway, logged } = await setUp((_, response) => reply(response, 200, { prepay_id: PREPAY_ID }))
  await gateway.place(DIRECT)
  expect(logged).toMatchObject([{ fields: { call: 'placeOrder', out_trade_no: OUT_TRADE_NO, outcome: 'accepted' } }])
  expect(JSON.stringify(logged)).not.toMatch(/oAlice|wx2014/)
})

describe.each([
  ['direct', DIRECT],
  ['partner', PARTNER],
])('with little left of the call that is served, %s:', (_, payment) => {
  it.each(['place', 'query', 'close'] as const)('a %s ends with it, or is not begun', async (name) => {
    const { gateway } = await setUp(() => undefined, 2500)
    expect(await gateway[name](payment)).toEqual({ kind: 'unknown', reason: 'unreachable' })
    expect(peer.received).toHaveLength(1)
    await peer.close()
    const late = await setUp(() => undefined, 2499)
    expect(await late.gateway[name](payment)).toEqual({ kind: 'unknown', reason: 'unreachable' })
    expect(peer.received).toEqual([])
  })
})
