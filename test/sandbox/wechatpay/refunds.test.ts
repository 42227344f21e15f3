// Refunds: never more than was paid, paid out later, and told.
import { isSigned, unseal, type Received } from '../../support/rawWechatPay'
import { NOTIFY_URL, startFixture, without, type Fixture } from './fixture'
import { charged, DOMESTIC, ECOMMERCE, inForce, paid, refundBody, reverseBody, subOrdersOf } from './moneyFixture'
import { orderCalls, type Body } from './orderFixture'

let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const post = (body: object, path = DOMESTIC) => fixture.call({ path, body })
const later = () => fixture.control.advanceClock({ ms: 3_000 })
const plaintextOf = (one: Received | undefined) =>
  JSON.parse(unseal(fixture.keys.apiV3Key, one?.json.resource as Received['json']['resource'])) as Body

test('is taken on at once, and done later; the order is REFUND from the first', async () => {
  const { number, transaction_id } = await paid(fixture)
  const body = refundBody(number, 280, { notify_url: NOTIFY_URL })
  const { status, json } = await post(body)
  expect([status, json]).toEqual([
    200,
    expect.objectContaining({
      ...{ out_refund_no: body['out_refund_no'], out_trade_no: number, transaction_id, status: 'PROCESSING' },
      amount: expect.objectContaining({ total: 1280, refund: 280, currency: 'CNY' }) as Body,
    }),
  ])
  expect((await orderCalls(fixture, 'direct').query(number)).json).toMatchObject({ trade_state: 'REFUND' })
  await later()
  const asked = await fixture.call({ path: `${DOMESTIC}/${String(body['out_refund_no'])}` })
  expect(asked.json).toMatchObject({ status: 'SUCCESS', success_time: '2026-06-01T20:00:03+08:00' })
})

test.each([
  ['succeed', 'SUCCESS'],
  ['abnormal', 'ABNORMAL'],
  ['close', 'CLOSED'],
] as const)('is told: %s', async (refunds, status) => {
  await fixture.control.setSwitches({ refunds })
  const { number, transaction_id } = await paid(fixture)
  const { json } = await post(refundBody(number, 1280, { notify_url: NOTIFY_URL, out_refund_no: 'refund0001' }))
  await later()
  const told = fixture.callback.received.at(-1)
  expect(told && isSigned(fixture.keys.wechatPay.publicKeyPem, told.headers, told.body)).toBe(true)
  expect(told?.json.event_type).toBe(`REFUND.${status}`)
  expect(plaintextOf(told)).toEqual({
    ...{ mchid: fixture.keys.mchid, out_trade_no: number, transaction_id, out_refund_no: 'refund0001' },
    ...{ refund_id: json?.['refund_id'], refund_status: status, user_received_account: '支付用户零钱' },
    ...(status === 'SUCCESS' && { success_time: '2026-06-01T20:00:03+08:00' }),
    amount: { total: 1280, refund: 1280, payer_total: 1280, payer_refund: 1280 },
  })
})

test('without a notify_url nobody is told', async () => {
  const { number } = await paid(fixture)
  await post(refundBody(number, 1))
  await later()
  expect(fixture.callback.received.map(({ json }) => json.event_type)).toEqual(['TRANSACTION.SUCCESS'])
})

test('a late one is on its way for an hour', async () => {
  await fixture.control.setSwitches({ refunds: 'late' })
  const { number } = await paid(fixture)
  await post(refundBody(number, 1))
  const status = async () => (await fixture.control.refunds())[0]?.status
  await fixture.control.advanceClock({ ms: 3_599_999 })
  expect(await status()).toBe('PROCESSING')
  await fixture.control.advanceClock({ ms: 1 })
  expect(await status()).toBe('SUCCESS')
})

test('the same again is the same refund; with anything else it is refused', async () => {
  const { number } = await paid(fixture)
  const body = refundBody(number, 280)
  const { json } = await post(body)
  expect((await post(body)).json).toEqual(json)
  expect(await fixture.control.refunds()).toHaveLength(1)
  const other = { ...body, amount: { refund: 281, total: 1280, currency: 'CNY' } }
  expect((await post(other)).json).toMatchObject({ code: 'INVALID_REQUEST' })
})

test('never more than was paid, and what was closed counts no more', async () => {
  const { number } = await paid(fixture)
  await post(refundBody(number, 1000, { out_refund_no: 'refund0002' }))
  expect((await post(refundBody(number, 281))).json).toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining('280 fen') as string,
  })
  await fixture.control.settleRefund({ out_refund_no: 'refund0002', status: 'CLOSED' })
  expect((await post(refundBody(number, 1280))).status).toBe(200)
})

test('an abnormal one may come to its end; one that is over may not', async () => {
  await fixture.control.setSwitches({ refunds: 'abnormal' })
  const { number } = await paid(fixture)
  await post(refundBody(number, 1, { out_refund_no: 'refund0003' }))
  await later()
  const end = { out_refund_no: 'refund0003', status: 'SUCCESS' } as const
  expect(await fixture.control.settleRefund(end)).toMatchObject({ status: 'SUCCESS' })
  await expect(fixture.control.settleRefund(end)).rejects.toThrow('already')
})

test.each<[string, Body, number, string]>([
  ['another total', { amount: { refund: 1, total: 1000, currency: 'CNY' } }, 400, 'amount.total'],
  ['dollars', { amount: { refund: 1, total: 1280, currency: 'USD' } }, 400, '/amount/currency'],
  ['nothing', { amount: { refund: 0, total: 1280, currency: 'CNY' } }, 400, '/amount/refund'],
  ['a sub-merchant nobody paid', { sub_mchid: '1900000110' }, 403, 'sub_mchid'],
  ['an order nobody paid', { out_trade_no: 'nobody0001' }, 404, 'no paid order'],
  ['a number too long', { out_refund_no: 'r'.repeat(65) }, 400, '/out_refund_no'],
  ['a reason too long', { reason: '退'.repeat(27) }, 400, '/reason'],
])('%s: refused', async (_, change, status, message) => {
  const { number } = await paid(fixture)
  const answer = await post(refundBody(number, 1, change))
  expect([answer.status, answer.json?.['message']]).toEqual([status, expect.stringContaining(message)])
})

test('without an order: refused', async () => {
  expect((await post(without(refundBody('x', 1), 'out_trade_no'))).json).toMatchObject({ code: 'PARAM_ERROR' })
})

test('where the merchant has not enough: refused', async () => {
  await fixture.control.setSwitches({ refunds: 'notEnough' })
  const { number } = await paid(fixture)
  const { status, json } = await post(refundBody(number, 1))
  expect([status, json?.['code']]).toEqual([403, 'NOT_ENOUGH'])
})

describe('of a sub-merchant', () => {
  test('names it, at either endpoint', async () => {
    const { number } = await paid(fixture, 'partner')
    const sub_mchid = fixture.keys.subMchid
    expect((await post(refundBody(number, 1))).json).toMatchObject({ code: 'PARAM_ERROR' })
    expect((await post(refundBody(number, 1, { sub_mchid }))).status).toBe(200)
    const platform = refundBody(number, 1, { sub_mchid, sp_appid: fixture.keys.appid })
    expect((await post(platform, `${ECOMMERCE}/apply`)).status).toBe(200)
    const at = `${ECOMMERCE}/out-refund-no/${String(platform['out_refund_no'])}?sub_mchid=${sub_mchid}`
    expect((await fixture.call({ path: at })).json).toMatchObject({ out_trade_no: number, status: 'PROCESSING' })
  })

  test('a charge is refunded order by order, at the platform endpoint', async () => {
    const { body } = await charged(fixture)
    const [order] = subOrdersOf(body)
    const amount = { refund: 500, total: 500, currency: 'CNY' }
    const change = { sub_mchid: fixture.keys.subMchid, sp_appid: fixture.keys.appid, amount }
    const refund = refundBody(order?.out_trade_no ?? '', 1, change)
    expect((await post(without(refund, 'sp_appid'))).json).toMatchObject({ code: 'INVALID_REQUEST' })
    expect((await post(refund, `${ECOMMERCE}/apply`)).status).toBe(200)
  })

  test('a charge that was taken back is not refunded', async () => {
    const { body, path } = await charged(fixture, [1280])
    await post(reverseBody(fixture, body), `${path}/reverse`)
    const change = { sub_mchid: fixture.keys.subMchid, sp_appid: fixture.keys.appid }
    const refund = refundBody(subOrdersOf(body)[0]?.out_trade_no ?? '', 1, change)
    expect((await post(refund, `${ECOMMERCE}/apply`)).json).toMatchObject({
      message: expect.stringContaining('taken back') as string,
    })
  })
})

test('a forged one tells what has not happened, and changes nothing here', async () => {
  const { number } = await paid(fixture)
  await inForce(fixture)
  await post(refundBody(number, 1, { out_refund_no: 'refund0004', notify_url: NOTIFY_URL }))
  await fixture.control.forgeRefund({ out_refund_no: 'refund0004', status: 'SUCCESS' })
  const told = fixture.callback.received.at(-1)
  expect(told?.json.event_type).toBe('REFUND.SUCCESS')
  expect(told && isSigned(fixture.keys.wechatPay.publicKeyPem, told.headers, told.body)).toBe(false)
  expect(await fixture.control.refunds()).toMatchObject([{ status: 'PROCESSING' }])
})
