// Charges of combine-papay: one number charges once, what carries them, and taking them back.
import { startFixture, without, type Fixture } from './fixture'
import { chargeBody, charged, CHARGES, inForce, reverseBody, subOrdersOf } from './moneyFixture'

let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const HOUR_MS = 3_600_000
const post = (body: object, path = CHARGES) => fixture.call({ path, body })

test('is answered at once, and asked about by its number', async () => {
  const { answer, body, number, path } = await charged(fixture)
  expect(answer.status).toBe(200)
  expect(answer.json).toMatchObject({
    combine_appid: fixture.keys.appid,
    combine_mchid: fixture.keys.mchid,
    combine_out_trade_no: number,
    sub_orders: subOrdersOf(body).map(({ out_trade_no, sub_mchid }) => ({
      ...{ out_trade_no, sub_mchid, trade_type: 'PAP', trade_state: 'SUCCESS' },
    })),
  })
  expect((await fixture.call({ path })).json).toEqual(answer.json)
  expect(fixture.callback.received).toHaveLength(1)
})

test('a thousand times the same: charged once', async () => {
  const { answer, body } = await charged(fixture)
  for (let i = 0; i < 20; i++) expect((await post(body)).json).toEqual(answer.json)
  expect(await fixture.control.charges()).toHaveLength(1)
})

test('the number with anything else: refused', async () => {
  const { body, contract_id } = await charged(fixture)
  const other = { ...chargeBody(fixture, contract_id), combine_out_trade_no: body['combine_out_trade_no'] }
  const { status, json } = await post(other)
  expect([status, json?.['code']]).toEqual([403, 'OUT_TRADE_NO_USED'])
})

test('a sub-order that was paid before: refused', async () => {
  const { body, contract_id } = await charged(fixture)
  const { status, json } = await post({ ...chargeBody(fixture, contract_id), sub_orders: body['sub_orders'] })
  expect([status, json?.['code']]).toEqual([403, 'OUT_TRADE_NO_USED'])
})

test('a number nobody has charged under', async () => {
  expect((await fixture.call({ path: `${CHARGES}/nobody0001` })).status).toBe(404)
})

describe('is refused, and nothing is taken', () => {
  afterEach(async () => expect(await fixture.control.charges()).toEqual([]))

  test.each([
    ['ended by the user', async (code: string) => fixture.control.terminate({ out_contract_code: code })],
    ['past its end', async () => fixture.control.advanceClock({ ms: 366 * 24 * HOUR_MS })],
  ])('under a contract %s', async (_, end) => {
    const { contract_id, code } = await inForce(fixture, 'combine-papay')
    await end(code)
    const { status, json } = await post(chargeBody(fixture, contract_id))
    expect([status, json?.['code']]).toEqual([404, 'CONTRACT_NOT_EXIST'])
  })

  test('under a contract of the other family', async () => {
    const { contract_id } = await inForce(fixture)
    expect((await post(chargeBody(fixture, contract_id))).json).toMatchObject({ code: 'CONTRACT_NOT_EXIST' })
  })

  test.each([
    ['noBalance', 'NOT_ENOUGH'],
    ['riskRefused', 'RISK_CONTROL'],
  ] as const)('%s', async (payer, code) => {
    await fixture.control.setSwitches({ payer })
    const { contract_id } = await inForce(fixture, 'combine-papay')
    const { status, json } = await post(chargeBody(fixture, contract_id))
    expect([status, json?.['code']]).toEqual([403, code])
  })

  test('above the limit, all orders together', async () => {
    const { contract_id } = await inForce(fixture, 'combine-papay')
    expect((await post(chargeBody(fixture, contract_id, [30_000, 20_001]))).json).toMatchObject({ code: 'RULE_LIMIT' })
  })

  const one = { total_amount: 1, currency: 'CNY' }
  test.each<[string, (body: Record<string, unknown>) => object, number, string]>([
    [
      '51 orders',
      (body) => ({ ...body, sub_orders: Array(51).fill(subOrdersOf(body)[0]) }),
      400,
      '/sub_orders (body): at most 50',
    ],
    ['an order twice', (body) => ({ ...body, sub_orders: Array(2).fill(subOrdersOf(body)[0]) }), 400, 'is there twice'],
    ['no order', (body) => ({ ...body, sub_orders: [] }), 400, '/sub_orders'],
    [
      '0 fen',
      (body) => changed(body, { amount: { ...one, total_amount: 0 } }),
      400,
      '/sub_orders/0/amount/total_amount',
    ],
    ['a fraction', (body) => changed(body, { amount: { ...one, total_amount: 1.5 } }), 400, 'total_amount'],
    ['dollars', (body) => changed(body, { amount: { ...one, currency: 'USD' } }), 400, '/sub_orders/0/amount/currency'],
    ["a stranger's sub-merchant", (body) => changed(body, { sub_mchid: '1900009999' }), 403, 'sub_mchid'],
    ['another platform', (body) => ({ ...body, combine_mchid: '1900009999' }), 403, '1900009999'],
    ['another appid', (body) => ({ ...body, combine_appid: 'wx0000000000000000' }), 400, 'not bound'],
    ['no contract', (body) => without(body, 'contract_id'), 400, '/contract_id'],
    ['a notify_url', (body) => ({ ...body, notify_url: 'https://a.example.com/n' }), 400, '/notify_url'],
  ])('with %s', async (_, change, status, message) => {
    const { contract_id } = await inForce(fixture, 'combine-papay')
    const answer = await post(change(chargeBody(fixture, contract_id)))
    expect([answer.status, answer.json?.['message']]).toEqual([status, expect.stringContaining(message)])
  })
})

const changed = (body: Record<string, unknown>, change: object) => ({
  ...body,
  sub_orders: [{ ...subOrdersOf(body)[0], ...change }],
})

describe('is taken back', () => {
  test('whole, and twice is once; its number charges nothing any more', async () => {
    const { body, path } = await charged(fixture)
    for (let i = 0; i < 2; i++) expect((await post(reverseBody(fixture, body), `${path}/reverse`)).status).toBe(204)
    const { json } = await fixture.call({ path })
    expect(subOrdersOf(json).map(({ trade_state }) => trade_state)).toEqual(['REVOKED', 'REVOKED'])
    expect((await post(body)).json).toMatchObject({ code: 'ORDER_REVERSED' })
  })

  test('by all of its orders only', async () => {
    const { body, path } = await charged(fixture)
    const part = { ...reverseBody(fixture, body), sub_orders: subOrdersOf(reverseBody(fixture, body)).slice(1) }
    expect((await post(part, `${path}/reverse`)).json).toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test('before anybody has heard of it: as it is set', async () => {
    const { contract_id } = await inForce(fixture, 'combine-papay')
    const body = chargeBody(fixture, contract_id)
    const path = `${CHARGES}/${String(body['combine_out_trade_no'])}/reverse`
    expect((await post(reverseBody(fixture, body), path)).status).toBe(404)
    await fixture.control.setSwitches({ reverseUnknown: 'noted' })
    expect((await post(reverseBody(fixture, body), path)).status).toBe(204)
    expect((await post(body)).json).toMatchObject({ code: 'ORDER_REVERSED' })
  })
})
