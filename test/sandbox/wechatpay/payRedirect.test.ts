// 支付后签约: pre-signing for an order that was placed here, and signing once it is paid.
import { newCode, NORMAL, normalBody, OPENID, startFixture, type Fixture } from './fixture'
import { orderCalls, PAY_REDIRECT, placed, preSignedWith, subMerchantBody, type Body } from './orderFixture'

const HOUR_MS = 3_600_000
const ECOMMERCE = PAY_REDIRECT.replace('normal', 'ecommerce')
let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const invalidRequest = { status: 400, json: { code: 'INVALID_REQUEST' } }
const pay = (prepay_id: string) => fixture.control.payOrder({ prepay_id })
const sign = (code: string) => fixture.control.sign({ out_contract_code: code })

describe('the order must be the one of the pre-sign', () => {
  test('its own appid and user', async () => {
    const { prepay_id } = await placed(fixture)
    expect(await preSignedWith(fixture, prepay_id)).toMatchObject({ status: 200 })
  })

  test('not for another user', async () => {
    const { prepay_id } = await placed(fixture)
    expect(await preSignedWith(fixture, prepay_id, { openid: 'oSomebodyElse' })).toMatchObject(invalidRequest)
  })

  test('not paid, not closed, not two hours old', async () => {
    const first = await placed(fixture)
    await pay(first.prepay_id)
    expect(await preSignedWith(fixture, first.prepay_id)).toMatchObject(invalidRequest)
    const second = await placed(fixture)
    await orderCalls(fixture, 'direct').close(second.number)
    expect(await preSignedWith(fixture, second.prepay_id)).toMatchObject(invalidRequest)
    const third = await placed(fixture)
    await fixture.control.advanceClock({ ms: 2 * HOUR_MS })
    expect(await preSignedWith(fixture, third.prepay_id)).toMatchObject(invalidRequest)
  })

  test('not another code for one order', async () => {
    const { prepay_id } = await placed(fixture)
    const { body } = await preSignedWith(fixture, prepay_id)
    expect(await preSignedWith(fixture, prepay_id)).toMatchObject(invalidRequest)
    expect(await fixture.call({ path: PAY_REDIRECT, body })).toMatchObject({ status: 200 })
  })

  test('mode normal takes direct orders, the others those of the partner endpoint', async () => {
    const direct = await placed(fixture)
    expect(await preSignedWith(fixture, direct.prepay_id, {}, ECOMMERCE)).toMatchObject(invalidRequest)
    const partner = await placed(fixture, 'partner', { payer: { sp_openid: OPENID } })
    expect(await preSignedWith(fixture, partner.prepay_id)).toMatchObject(invalidRequest)
    expect(await preSignedWith(fixture, partner.prepay_id, {}, ECOMMERCE)).toMatchObject({ status: 200 })
  })
})

describe.each(['service-provider', 'qs'] as const)('mode %s', (mode) => {
  const path = PAY_REDIRECT.replace('normal', mode)
  const first = mode === 'service-provider' ? 'sp_openid' : 'openid'
  const preSign = async (payer: Body, users: Body) => {
    const { prepay_id } = await placed(fixture, 'partner', { payer })
    return fixture.call({ path, body: subMerchantBody(fixture, mode, { prepay_id, ...users }) })
  }

  test('by the openid both name', async () => {
    expect(await preSign({ sub_openid: 'oSub' }, { sub_openid: 'oSub' })).toMatchObject({ status: 200 })
    expect(await preSign({ sub_openid: 'oSub' }, { sub_openid: 'oAnother' })).toMatchObject(invalidRequest)
    expect(await preSign({ sp_openid: 'oSp' }, { [first]: 'oSp' })).toMatchObject({ status: 200 })
    expect(await preSign({ sp_openid: 'oSp' }, { [first]: 'oAnother' })).toMatchObject(invalidRequest)
  })

  test('an openid of the provider is not one of the sub-merchant', async () => {
    expect(await preSign({ sp_openid: 'oSame' }, { sub_openid: 'oSame' })).toMatchObject(invalidRequest)
    expect(await preSign({ sub_openid: 'oSame' }, { [first]: 'oSame' })).toMatchObject(invalidRequest)
  })

  test('one person under both appids, as a query of the paid order tells them apart', async () => {
    const known = await placed(fixture, 'partner', { payer: { sub_openid: 'oSub' } })
    await pay(known.prepay_id)
    const { json } = await orderCalls(fixture, 'partner').query(known.number)
    const { sp_openid } = json?.['payer'] as { sp_openid: string }
    expect(await preSign({ sub_openid: 'oSub' }, { [first]: sp_openid })).toMatchObject({ status: 200 })
  })
})

describe('signing', () => {
  test('is not offered before the payment, and is after it', async () => {
    const { prepay_id } = await placed(fixture)
    const { code } = await preSignedWith(fixture, prepay_id)
    for (const deed of ['sign', 'refuse', 'fail'] as const) {
      await expect(fixture.control[deed]({ out_contract_code: code })).rejects.toThrow('once order')
    }
    expect(await pay(prepay_id)).toMatchObject({ offer: { out_contract_code: code } })
    await fixture.control.refuse({ out_contract_code: code })
    expect(await sign(code)).toMatchObject({ contract_state: 'SIGNED' })
    await fixture.control.settled()
    expect(fixture.callback.received.map(({ json }) => json.event_type)).toEqual([
      'TRANSACTION.SUCCESS',
      'SANDBOX_PASSWORD_EXEMPT.SIGN',
    ])
  })

  test('is never offered with an order that was closed', async () => {
    const { number, prepay_id } = await placed(fixture)
    const { code } = await preSignedWith(fixture, prepay_id)
    await orderCalls(fixture, 'direct').close(number)
    await expect(sign(code)).rejects.toThrow('is CLOSED')
  })

  test('is over with its session, paid or not', async () => {
    const { prepay_id } = await placed(fixture)
    const { code } = await preSignedWith(fixture, prepay_id)
    await pay(prepay_id)
    await fixture.control.advanceClock({ ms: 2 * HOUR_MS })
    await expect(sign(code)).rejects.toThrow('is over')
  })
})

describe('no offer', () => {
  test('without a pre-sign, or with one for another order', async () => {
    const other = await placed(fixture)
    await preSignedWith(fixture, other.prepay_id)
    const { prepay_id } = await placed(fixture)
    expect(await pay(prepay_id)).not.toHaveProperty('offer')
  })

  test('when the session lapsed', async () => {
    const { prepay_id } = await placed(fixture)
    const { code } = await preSignedWith(fixture, prepay_id)
    await fixture.control.lapse({ out_contract_code: code })
    expect(await pay(prepay_id)).not.toHaveProperty('offer')
  })

  test('when a short session ran out before the payment', async () => {
    const hasty = await startFixture({ sessionLifeMs: 60_000 })
    const { prepay_id } = await placed(hasty)
    await preSignedWith(hasty, prepay_id)
    await hasty.control.advanceClock({ ms: 60_000 })
    expect(await hasty.control.payOrder({ prepay_id })).not.toHaveProperty('offer')
    await hasty.close()
  })

  test('to a user who signed elsewhere meanwhile', async () => {
    const { prepay_id } = await placed(fixture)
    await preSignedWith(fixture, prepay_id)
    const elsewhere = newCode()
    await fixture.call({ path: NORMAL, body: normalBody(fixture, { out_contract_code: elsewhere }) })
    await sign(elsewhere)
    expect(await pay(prepay_id)).not.toHaveProperty('offer')
  })
})
