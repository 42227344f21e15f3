// The user in the cashier: paying, what the merchant is told of it, and what cannot be paid.
import { isSigned, unseal, type Received } from '../../support/rawWechatPay'
import { OPENID, startFixture, type Fixture } from './fixture'
import { orderCalls, placed, type Body, type OrderKind } from './orderFixture'

const HOUR_MS = 3_600_000
let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const received = () => fixture.callback.received
const plaintextOf = (one: Received | undefined) =>
  JSON.parse(unseal(fixture.keys.apiV3Key, one?.json.resource as Received['json']['resource'])) as Body
const isVerified = (one: Received | undefined) =>
  one !== undefined && isSigned(fixture.keys.wechatPay.publicKeyPem, one.headers, one.body)
const answer = (status: number) => {
  fixture.callback.respond = (response) => response.writeHead(status).end()
}

async function paid(kind: OrderKind = 'direct', changes: Body = {}) {
  const order = await placed(fixture, kind, changes)
  const result = await fixture.control.payOrder({ prepay_id: order.prepay_id })
  await fixture.control.settled()
  return { ...order, ...result }
}

describe('what can be paid', () => {
  test('an order once: it is SUCCESS from then on', async () => {
    const { number, prepay_id, transaction_id, ...rest } = await paid()
    expect(rest).not.toHaveProperty('offer')
    expect(await fixture.control.orders()).toEqual([
      {
        out_trade_no: number,
        prepay_id,
        kind: 'direct',
        appid: fixture.keys.appid,
        openid: OPENID,
        description: '图书 一本',
        total: 1280,
        trade_state: 'SUCCESS',
        transaction_id,
        paidAtMs: fixture.baseClock.nowMs,
      },
    ])
    await expect(fixture.control.payOrder({ prepay_id })).rejects.toThrow('is SUCCESS')
    expect(received()).toHaveLength(1)
  })

  test('not a closed one', async () => {
    const { number, prepay_id } = await placed(fixture)
    await orderCalls(fixture, 'direct').close(number)
    await expect(fixture.control.payOrder({ prepay_id })).rejects.toThrow('is CLOSED')
  })

  test('not with a prepay_id of two hours, and again with the one of the repeated order', async () => {
    const { body, prepay_id } = await placed(fixture)
    await fixture.control.advanceClock({ ms: 2 * HOUR_MS })
    await expect(fixture.control.payOrder({ prepay_id })).rejects.toThrow('over 2 hours')
    const again = await orderCalls(fixture, 'direct').place(body)
    await expect(fixture.control.payOrder({ prepay_id })).rejects.toThrow('over 2 hours')
    const result = await fixture.control.payOrder({ prepay_id: String(again.json?.['prepay_id']) })
    expect(result.out_trade_no).toBe(body['out_trade_no'])
  })

  test('not past its time_expire', async () => {
    const { prepay_id } = await placed(fixture, 'direct', { time_expire: '2026-06-01T20:30:00+08:00' })
    await fixture.control.advanceClock({ ms: HOUR_MS / 2 })
    await expect(fixture.control.payOrder({ prepay_id })).rejects.toThrow('time_expire')
  })

  test.each([
    ['direct', { payer: { openid: OPENID } }, [OPENID]],
    ['partner', { payer: { sp_openid: OPENID } }, [OPENID]],
    ['partner', { payer: { sub_openid: OPENID } }, [OPENID]],
  ] as const)('%s, %j: only by its user', async (kind, changes, [user]) => {
    const { prepay_id } = await placed(fixture, kind, changes)
    await expect(fixture.control.payOrder({ prepay_id, openid: 'oSomebodyElse' })).rejects.toThrow('another user')
    expect(await fixture.control.payOrder({ prepay_id, openid: user })).toHaveProperty('transaction_id')
  })

  test('not one that was never placed here', async () => {
    await fixture.control.registerPrepay({ prepay_id: 'wxElsewhere' })
    for (const prepay_id of ['wxElsewhere', 'wxNever']) {
      await expect(fixture.control.payOrder({ prepay_id })).rejects.toThrow('no order was placed here')
    }
  })
})

describe('TRANSACTION.SUCCESS', () => {
  test.each(['direct', 'partner'] as const)('%s: verifies, opens, and says what the query says', async (kind) => {
    const { number, transaction_id } = await paid(kind, { attach: 'shelf 7' })
    const [one] = received()
    expect(one?.path).toBe('/wxpay/notify')
    expect(isVerified(one)).toBe(true)
    expect(one?.json).toMatchObject({
      event_type: 'TRANSACTION.SUCCESS',
      resource_type: 'encrypt-resource',
      summary: '支付成功',
      resource: { algorithm: 'AEAD_AES_256_GCM', original_type: 'transaction', associated_data: 'transaction' },
    })
    const { json } = await orderCalls(fixture, kind).query(number)
    expect(plaintextOf(one)).toEqual(json)
    expect(plaintextOf(one)).toMatchObject({ out_trade_no: number, transaction_id, amount: { total: 1280 } })
  })

  test('goes to the notify_url of its order', async () => {
    await paid('direct', { notify_url: 'https://merchant.example.com/elsewhere' })
    expect(received().map(({ path }) => path)).toEqual(['/elsewhere'])
  })

  test('is repeated by the general plan until it is taken', async () => {
    answer(500)
    const { number } = await paid()
    await fixture.control.advanceClock({ ms: 29_999 })
    expect(received()).toHaveLength(2)
    answer(204)
    await fixture.control.advanceClock({ ms: 48 * HOUR_MS })
    const [notification] = await fixture.control.notifications({ out_trade_no: number })
    expect(notification).toMatchObject({
      family: 'transaction',
      out_contract_code: '',
      out_trade_no: number,
      state: 'accepted',
    })
    expect(notification?.attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'accepted'])
  })

  test('may name another amount, truly signed; the query says the truth', async () => {
    const { number, prepay_id } = await placed(fixture)
    await fixture.control.payOrder({ prepay_id, notifyTotal: 1 })
    await fixture.control.settled()
    expect(isVerified(received()[0])).toBe(true)
    expect(plaintextOf(received()[0])).toMatchObject({ amount: { total: 1, payer_total: 1 } })
    expect((await orderCalls(fixture, 'direct').query(number)).json).toMatchObject({ amount: { total: 1280 } })
  })

  test('faults strike it: dropped, then in copies, scoped by number', async () => {
    const { number, prepay_id } = await placed(fixture)
    await fixture.control.armNotificationFault({ fault: { kind: 'drop' }, out_trade_no: number })
    await fixture.control.armNotificationFault({ fault: { kind: 'duplicate', copies: 3 }, eventType: 'TRANSACTION.*' })
    await fixture.control.payOrder({ prepay_id })
    await fixture.control.settled()
    expect(received()).toHaveLength(0)
    await fixture.control.advanceClock({ ms: 15_000 })
    expect(received()).toHaveLength(3)
    await fixture.control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always', out_trade_no: number })
    await paid()
    expect(received()).toHaveLength(4)
  })

  test('is held, released and repeated by hand as others are', async () => {
    await fixture.control.holdNotifications()
    await paid()
    expect(received()).toHaveLength(0)
    const [released] = await fixture.control.releaseNotifications()
    await fixture.control.duplicateNotification({ id: released?.id ?? '', copies: 2 })
    expect(received()).toHaveLength(3)
  })
})

describe('forgePayment', () => {
  test('a payment that never happened: plausible, by a wrong key, once, and nothing changes', async () => {
    answer(500)
    const { number } = await placed(fixture)
    const forged = await fixture.control.forgePayment({ out_trade_no: number })
    expect(forged).toMatchObject({ out_trade_no: number, state: 'ended', attempts: [{ outcome: 'refused' }] })
    expect(plaintextOf(received()[0])).toMatchObject({
      out_trade_no: number,
      trade_state: 'SUCCESS',
      transaction_id: expect.stringMatching(/^[0-9]{28}$/) as string,
      payer: { openid: OPENID },
    })
    expect(isVerified(received()[0])).toBe(false)
    await fixture.control.advanceClock({ ms: HOUR_MS })
    expect(received()).toHaveLength(1)
    expect(await fixture.control.orders()).toMatchObject([{ trade_state: 'NOTPAY' }])
  })

  test('with another amount and another fault', async () => {
    const { number } = await placed(fixture)
    await fixture.control.forgePayment({ out_trade_no: number, total: 5, fault: { kind: 'wrongApiV3Key' } })
    expect(isVerified(received()[0])).toBe(true)
    expect(() => plaintextOf(received()[0])).toThrow('unable to authenticate')
    await fixture.control.forgePayment({ out_trade_no: number, total: 5 })
    expect(plaintextOf(received()[1])).toMatchObject({ amount: { total: 5 } })
  })

  test('not of an order that was never placed', async () => {
    await expect(fixture.control.forgePayment({ out_trade_no: 'never1' })).rejects.toThrow('no order never1')
  })
})

test('events tell of each step once', async () => {
  const seen: [string, Body][] = []
  const names = ['ordered', 'paid', 'orderClosed', 'notification', 'notificationAttempt'] as const
  for (const name of names) fixture.events.on(name, (payload: unknown) => seen.push([name, payload as Body]))
  const { number, body } = await paid()
  const other = await placed(fixture)
  await orderCalls(fixture, 'direct').place(other.body)
  await orderCalls(fixture, 'direct').close(other.number)
  await orderCalls(fixture, 'direct').close(other.number)
  expect(seen.map(([name, payload]) => [name, payload['out_trade_no'], payload['trade_state']])).toEqual([
    ['ordered', number, 'NOTPAY'],
    ['paid', number, 'SUCCESS'],
    ['notification', number, undefined],
    ['notificationAttempt', number, undefined],
    ['ordered', other.number, 'NOTPAY'],
    ['orderClosed', other.number, 'CLOSED'],
  ])
  expect(seen[0]?.[1]).toMatchObject({ total: 1280, description: body['description'], openid: OPENID })
  expect(JSON.stringify(seen)).not.toContain(fixture.keys.apiV3Key)
})

describe('over HTTP', () => {
  async function run(command: string, body: unknown) {
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(`${fixture.controlUrl}${command}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return { status: response.status, json: (await response.json()) as Body }
  }

  test('pays and lists', async () => {
    const { number, prepay_id } = await placed(fixture)
    expect(await run('payOrder', { prepay_id })).toMatchObject({ status: 200, json: { out_trade_no: number } })
    expect(await run('orders', {})).toMatchObject({ json: [{ out_trade_no: number, trade_state: 'SUCCESS' }] })
    expect(await run('payOrder', { prepay_id })).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining('is SUCCESS') as string },
    })
  })

  test.each([
    ['payOrder', {}, 'prepay_id'],
    ['payOrder', { prepay_id: 'wx1', notifyTotal: 1.5 }, 'notifyTotal'],
    ['payOrder', { prepay_id: 'wx1', total: 1 }, 'total is not a field'],
    ['forgePayment', {}, 'out_trade_no'],
  ])('%s %j is refused by name', async (command, body, message) => {
    const refused = await run(command, body)
    expect(refused.status).toBe(400)
    expect(refused.json['error']).toContain(message)
  })
})
