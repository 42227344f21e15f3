// What may happen to an order: placed, placed again, queried, closed; for the merchant itself and for providers.
import { isSigned } from '../../support/rawWechatPay'
import { OPENID, startFixture, without, type Fixture } from './fixture'
import { merchantsOf, newNumber, orderBody, orderCalls, placed, type Body, type OrderKind } from './orderFixture'

const HOUR_MS = 3_600_000
const KINDS: OrderKind[] = ['direct', 'partner']
let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const refusal = (status: number, code: string) => ({ status, json: { code } })

describe.each(KINDS)('%s', (kind) => {
  const calls = () => orderCalls(fixture, kind)
  const body = (changes?: Body) => orderBody(fixture, kind, changes)

  test('placing answers with a prepay_id and nothing else', async () => {
    const { status, json } = await calls().place(body())
    expect(status).toBe(200)
    expect(json).toEqual({ prepay_id: expect.stringMatching(/^wx20260601200000[0-9a-f]{20}$/) as string })
  })

  test('the same request gives the same prepay_id for two hours, key order aside, then a new one', async () => {
    const first = await placed(fixture, kind)
    const reversed = Object.fromEntries(Object.entries(first.body).reverse())
    expect((await calls().place(reversed)).json).toEqual({ prepay_id: first.prepay_id })
    await fixture.control.advanceClock({ ms: 2 * HOUR_MS - 1 })
    expect((await calls().place(first.body)).json).toEqual({ prepay_id: first.prepay_id })
    await fixture.control.advanceClock({ ms: 1 })
    const later = await calls().place(first.body)
    expect(later.status).toBe(200)
    expect(later.json?.['prepay_id']).not.toBe(first.prepay_id)
    expect(await fixture.control.orders()).toMatchObject([{ prepay_id: later.json?.['prepay_id'] }])
  })

  test.each([
    { description: '别的' },
    { amount: { total: 1281, currency: 'CNY' } },
    { amount: { total: 1280 } },
    { attach: 'a' },
  ])('the same number with %j is refused', async (changes) => {
    const first = await placed(fixture, kind)
    expect(await calls().place({ ...first.body, ...changes })).toMatchObject(refusal(403, 'OUT_TRADE_NO_USED'))
  })

  test('a paid number is refused, and so is closing it', async () => {
    const { body: asked, number, prepay_id } = await placed(fixture, kind)
    await fixture.control.payOrder({ prepay_id })
    expect(await calls().place(asked)).toMatchObject(refusal(400, 'ORDERPAID'))
    expect(await calls().close(number)).toMatchObject(refusal(400, 'ORDERPAID'))
    expect(await calls().query(number)).toMatchObject({ json: { trade_state: 'SUCCESS' } })
  })

  test('closing answers 204 without a body, signed over nothing, and again the same', async () => {
    const { body: asked, number } = await placed(fixture, kind)
    for (let count = 0; count < 2; count++) {
      const { status, headers, body: bytes } = await calls().close(number)
      expect([status, bytes.length]).toEqual([204, 0])
      expect(headers).not.toHaveProperty('content-length')
      expect(headers).not.toHaveProperty('content-type')
      expect(isSigned(fixture.keys.platformCertificates[0].certificatePem, headers, bytes)).toBe(true)
    }
    expect(await calls().query(number)).toMatchObject({
      json: { trade_state: 'CLOSED', trade_state_desc: '订单已关闭' },
    })
    expect(await calls().place(asked)).toMatchObject(refusal(400, 'ORDER_CLOSED'))
  })

  test('an unknown number is 404, to query and to close', async () => {
    expect(await calls().query(newNumber())).toMatchObject(refusal(404, 'ORDER_NOT_EXIST'))
    expect(await calls().close(newNumber())).toMatchObject(refusal(404, 'ORDER_NOT_EXIST'))
  })

  test('an order of the other kind is not found, and its number is taken', async () => {
    const other = kind === 'direct' ? 'partner' : 'direct'
    const { number } = await placed(fixture, other)
    expect(await calls().query(number)).toMatchObject(refusal(404, 'ORDER_NOT_EXIST'))
    expect(await calls().close(number)).toMatchObject(refusal(404, 'ORDER_NOT_EXIST'))
    expect(await calls().place(body({ out_trade_no: number }))).toMatchObject(refusal(403, 'OUT_TRADE_NO_USED'))
  })

  test('an appid that is not bound is 400 APPID_MCHID_NOT_MATCH', async () => {
    const field = kind === 'direct' ? 'appid' : 'sp_appid'
    for (const appid of ['wx0000000000000000', fixture.keys.mobileAppid]) {
      expect(await calls().place(body({ [field]: appid }))).toMatchObject(refusal(400, 'APPID_MCHID_NOT_MATCH'))
    }
  })

  test('merchants that are not the caller or under it are 403, at every endpoint', async () => {
    const { number } = await placed(fixture, kind)
    for (const field of Object.keys(merchantsOf(fixture, kind))) {
      const foreign = { [field]: '1900000001' }
      const named = { ...merchantsOf(fixture, kind), ...foreign }
      expect(await calls().place(body(foreign))).toMatchObject(refusal(403, 'NO_AUTH'))
      expect(await calls().query(number, named)).toMatchObject(refusal(403, 'NO_AUTH'))
      expect(await calls().close(number, named)).toMatchObject(refusal(403, 'NO_AUTH'))
    }
  })
})

test("a sub_appid that is not the sub-merchant's is 403", async () => {
  const { place } = orderCalls(fixture, 'partner')
  expect(await place(orderBody(fixture, 'partner', { sub_appid: 'wx0000000000000000' }))).toMatchObject(
    refusal(403, 'NO_AUTH'),
  )
})

describe('query', () => {
  test('unpaid, direct: no more than it knows', async () => {
    const { number } = await placed(fixture, 'direct', { attach: 'shelf 7' })
    expect((await orderCalls(fixture, 'direct').query(number)).json).toEqual({
      appid: fixture.keys.appid,
      mchid: fixture.keys.mchid,
      out_trade_no: number,
      trade_state: 'NOTPAY',
      trade_state_desc: '订单未支付',
      amount: { total: 1280, payer_currency: 'CNY' },
    })
  })

  test('paid, direct', async () => {
    const { number, prepay_id } = await placed(fixture, 'direct', { attach: 'shelf 7' })
    const { transaction_id } = await fixture.control.payOrder({ prepay_id })
    expect((await orderCalls(fixture, 'direct').query(number)).json).toEqual({
      appid: fixture.keys.appid,
      mchid: fixture.keys.mchid,
      out_trade_no: number,
      transaction_id,
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      bank_type: 'OTHERS',
      attach: 'shelf 7',
      success_time: '2026-06-01T20:00:00+08:00',
      payer: { openid: OPENID },
      amount: { total: 1280, payer_total: 1280, currency: 'CNY', payer_currency: 'CNY' },
    })
    expect(transaction_id).toMatch(/^[0-9]{28}$/)
  })

  test('partner: both merchants, and the payer under both appids', async () => {
    const { number, prepay_id } = await placed(fixture, 'partner')
    const { appid, mchid, subAppid, subMchid } = fixture.keys
    const merchants = { sp_appid: appid, sp_mchid: mchid, sub_appid: subAppid, sub_mchid: subMchid }
    const unpaid = await orderCalls(fixture, 'partner').query(number)
    expect(unpaid.json).toMatchObject({ ...merchants, trade_state: 'NOTPAY' })
    for (const field of ['appid', 'mchid', 'payer']) expect(unpaid.json).not.toHaveProperty(field)
    await fixture.control.payOrder({ prepay_id })
    const paid = await orderCalls(fixture, 'partner').query(number)
    expect(paid.json?.['payer']).toEqual({
      sp_openid: expect.stringMatching(/^o[0-9A-Za-z_-]{27}$/) as string,
      sub_openid: `sub-${OPENID}`,
    })
  })

  test('partner without sub_appid, paid by a user of the provider', async () => {
    const body = without(orderBody(fixture, 'partner', { payer: { sp_openid: OPENID } }), 'sub_appid')
    const { place, query } = orderCalls(fixture, 'partner')
    const prepay_id = String((await place(body)).json?.['prepay_id'])
    await fixture.control.payOrder({ prepay_id, openid: OPENID })
    const { json } = await query(String(body['out_trade_no']))
    expect(json).not.toHaveProperty('sub_appid')
    expect(json?.['payer']).toEqual({ sp_openid: OPENID })
  })

  test('no query string, another one, or one too many is refused by name', async () => {
    const { number } = await placed(fixture)
    const { query } = orderCalls(fixture, 'direct')
    const detail = (field: string) => ({
      status: 400,
      json: { code: 'PARAM_ERROR', detail: { location: 'query', field } },
    })
    expect(await query(number, {})).toMatchObject(detail('mchid'))
    expect(await query(number, { mchid: 'abc' })).toMatchObject(detail('mchid'))
    expect(await query(number, { mchid: fixture.keys.mchid, appid: 'x' })).toMatchObject(detail('appid'))
  })
})

describe('faults of an answer without a body', () => {
  const close = async (kind: 'notJson' | 'oversizedBody' | 'wrongSignature' | 'truncatedBody') => {
    const { number } = await placed(fixture)
    await fixture.control.armFault({ fault: { kind }, path: '*/close' })
    return orderCalls(fixture, 'direct').close(number)
  }

  test('a body that should not be there is sent, with a status that lets it through', async () => {
    expect(await close('notJson')).toMatchObject({ status: 200, body: Buffer.from('SUCCESS') })
    expect((await close('oversizedBody')).body.length).toBeGreaterThan(1_000_000)
  })

  test('a wrong signature is wrong over nothing too', async () => {
    const { status, headers, body } = await close('wrongSignature')
    expect(status).toBe(204)
    expect(isSigned(fixture.keys.platformCertificates[0].certificatePem, headers, body)).toBe(false)
  })
})
