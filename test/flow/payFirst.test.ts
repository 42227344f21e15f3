// PAY: the payment goes through whatever becomes of the pre-sign, and only WeChat Pay's word says that it did.
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { Shop, type CheckoutAnswer } from '../support/flowShop'
import type { FlowUser } from '../support/flowUser'
import type { Flow } from '../support/flowWechat'
import { PATHS, type AnswerFault } from '../support/flowWechat'

let flow: Flow
let shop: Shop
withFlow(
  (started) => {
    flow = started
    shop = new Shop(flow)
  },
  { mode: 'ecommerce' },
)

const query = async (user: FlowUser, out_trade_no: string) => user.call('queryOrder', { out_trade_no })
const close = async (user: FlowUser, out_trade_no: string) => user.call('closeOrder', { out_trade_no })
const ordersAtWechatPay = async (out_trade_no: string) =>
  (await flow.control.orders()).filter((order) => order.out_trade_no === out_trade_no)

async function expectPaid(user: FlowUser, out_trade_no: string): Promise<void> {
  expect(shop.payment(out_trade_no)).toMatchObject({ state: 'PAID', transaction_id: expect.any(String) as string })
  expect(shop.told(out_trade_no)).toEqual([`${out_trade_no}:PAID`])
  expect(await query(user, out_trade_no)).toMatchObject({ ok: true, state: 'paid', total: 350 })
}

describe('the pre-sign is no reason not to pay, when it meets', () => {
  it.each<[what: string, fault: AnswerFault]>([
    ['429', { kind: 'tooManyRequests', retryAfterSec: 30 }],
    ['500', { kind: 'serverError', status: 500, when: 'before' }],
    ['500 after it was taken', { kind: 'serverError', status: 500, when: 'after' }],
    ['no answer in 3 s', { kind: 'drop', when: 'after' }],
    ['a broken connection', { kind: 'reset', when: 'before' }],
    ['a bad signature', { kind: 'wrongSignature' }],
    ['another key’s signature', { kind: 'wrongKey' }],
    ['rubbish, well signed', { kind: 'notJson' }],
  ])('%s', async (_, fault) => {
    const user = flow.newUser()
    const number = await shop.order(user)
    await flow.spoil(fault, { path: PATHS.preSign })
    const checkout = await shop.checkout(user, number)
    expect(checkout).toEqual({ ok: true, payment: checkout.payment, presigned: false })
    await flow.faultsOver()
    await shop.pay(checkout)
    await expectPaid(user, number)
  })

  it('a refusal', async () => {
    await flow.redeploy({ WXPAY_TEMPLATE_ID: '99' })
    const user = flow.newUser()
    const number = await shop.order(user)
    const checkout = await shop.checkout(user, number)
    expect(checkout.presigned).toBe(false)
    expect(await shop.pay(checkout)).toBeUndefined()
    await flow.redeploy()
    await expectPaid(user, number)
  })
})

describe('an order', () => {
  it('is paid by its notification, once, however often that comes', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    await flow.control.armNotificationFault({ fault: { kind: 'duplicate', copies: 5 }, out_trade_no: number })
    await shop.pay(await shop.checkout(user, number))
    await expectPaid(user, number)
    expect(shop.payment(number)?.evidence).toHaveLength(1)
  })

  it('is paid by asking, where no notification arrives; what the page was told proves nothing', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    const checkout = await shop.checkout(user, number)
    expect(await query(user, number)).toMatchObject({ ok: true, state: 'unpaid' })
    await shop.loseNotifications(number)
    await shop.pay(checkout)
    expect(shop.payment(number)).toMatchObject({ state: 'PLACED' })
    await shop.mayAskAgain(number)
    expect(await query(user, number)).toMatchObject({ ok: true, state: 'paid' })
    await expectPaid(user, number)
  })

  it('paid or closed, is not handed out again', async () => {
    const user = flow.newUser()
    const [paid, closed] = [await shop.order(user), await shop.order(user)]
    await shop.pay(await shop.checkout(user, paid))
    expect(await close(user, closed)).toMatchObject({ ok: true, state: 'closed' })
    for (const out_trade_no of [paid, closed]) {
      expect(await user.call('payRedirectSign', { out_trade_no })).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT', message: expect.stringMatching(/^out_trade_no: /) as string },
      })
    }
  })

  it('closed cannot be paid, and closing again is closing once', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    const checkout = await shop.checkout(user, number)
    expect(await close(user, number)).toMatchObject({ ok: true, state: 'closed' })
    expect(await close(user, number)).toMatchObject({ ok: true, state: 'closed' })
    expect(await query(user, number)).toMatchObject({ ok: true, state: 'closed' })
    await expect(shop.pay(checkout)).rejects.toThrow()
    expect(await ordersAtWechatPay(number)).toMatchObject([{ trade_state: 'CLOSED' }])
  })

  it('paid in silence cannot be closed: that it is paid comes out', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    const checkout = await shop.checkout(user, number)
    await shop.loseNotifications(number)
    await shop.pay(checkout)
    expect(await query(user, number)).toMatchObject({ ok: true })
    expect(await close(user, number)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    await expectPaid(user, number)
  })

  it('asked for by many taps at once is one order with one body, and every answer can be paid', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    const answers = await Promise.all(Array.from({ length: 4 }, async () => shop.checkout(user, number)))
    expect(new Set(answers.map(({ payment }) => payment.package)).size).toBe(1)
    expect(await ordersAtWechatPay(number)).toHaveLength(1)
    expect(user.contracts).toHaveLength(1)
    await shop.pay(answers[3] as CheckoutAnswer)
    await expectPaid(user, number)
  })

  it('whose placing had no answer is asked about, and placed again with the same body', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    await flow.spoil({ kind: 'serverError', status: 500, when: 'after' }, { path: PATHS.placeOrder })
    const out_trade_no = number
    expect(await user.call('payRedirectSign', { out_trade_no })).toMatchObject({
      ok: false,
      error: { code: 'WECHATPAY_UNREACHABLE' },
    })
    expect(shop.payment(number)).toMatchObject({ state: 'REQUESTED' })
    await flow.faultsOver()
    await shop.pay(await shop.checkout(user, number))
    await expectPaid(user, number)
    const sent = (await flow.control.requests({ last: 1000 })).filter(({ path, body }) =>
      (path + body).includes(number),
    )
    const bodies = sent.filter(({ path }) => path.endsWith('/jsapi')).map(({ body }) => body)
    expect(bodies.length).toBeGreaterThan(1)
    expect(new Set(bodies).size).toBe(1)
    expect(sent.length).toBeGreaterThan(bodies.length)
  })

  it('is unknown, which is not unpaid, while WeChat Pay cannot be asked', async () => {
    const user = flow.newUser()
    const number = await shop.order(user)
    await shop.checkout(user, number)
    await flow.spoil({ kind: 'reset', when: 'before' }, { path: PATHS.aboutOrders })
    expect(await query(user, number)).toMatchObject({ ok: true, state: 'unknown' })
    expect(await close(user, number)).toMatchObject({ ok: false, error: { code: 'WECHATPAY_UNREACHABLE' } })
    expect(shop.payment(number)).toMatchObject({ state: 'PLACED' })
  })

  it.each([349, 351])(
    'of 350 fen, told as paid with %d, is set aside and alerted; asking tells the truth',
    async (total) => {
      const user = flow.newUser()
      const number = await shop.order(user)
      await shop.pay(await shop.checkout(user, number), total)
      expect(shop.payment(number)).toMatchObject({ state: 'PLACED' })
      expect(shop.told(number)).toEqual([])
      expect(flow.told('notification set aside').at(-1)).toMatchObject({
        level: 'alert',
        out_trade_no: number,
        reason: 'IDENTITY_MISMATCH',
        fields: 'amount.total',
      })
      expect(await query(user, number)).toMatchObject({ ok: true, state: 'paid' })
      await expectPaid(user, number)
    },
  )

  it.each(['wrongKey', 'wrongSignature', 'unknownSerial', 'signtest', 'missingSignatureHeaders'] as const)(
    'is not paid by a forged notification: %s',
    async (kind) => {
      const user = flow.newUser()
      const number = await shop.order(user)
      await shop.checkout(user, number)
      await flow.control.forgePayment({ out_trade_no: number, fault: { kind } })
      await flow.control.settled()
      const [forged] = await flow.control.notifications({ out_trade_no: number })
      expect(forged?.attempts).toMatchObject([{ status: 401 }])
      expect(shop.payment(number)).toMatchObject({ state: 'PLACED' })
    },
  )
})

describe('refused, and nothing is written or asked', () => {
  const expectRefused = async (user: FlowUser, data: object, error: object) => {
    const before = { ...flow.everything(), requests: await flow.control.requests({ last: 1000 }) }
    for (const name of ['payRedirectSign', 'queryOrder', 'closeOrder']) {
      expect(await user.call(name, data)).toMatchObject({ ok: false, error })
    }
    expect({ ...flow.everything(), requests: await flow.control.requests({ last: 1000 }) }).toEqual(before)
  }

  it("somebody else's order, as if it were not there", async () => {
    const owner = flow.newUser()
    const out_trade_no = await shop.order(owner)
    await shop.checkout(owner, out_trade_no)
    const [theirs, none] = [{ out_trade_no }, { out_trade_no: 'NO-SUCH-ORDER' }]
    for (const data of [theirs, none]) await expectRefused(flow.newUser(), data, { code: 'NOT_FOUND' })
  })

  it.each(['prepay_id', 'total', 'openid', 'description', 'sub_mchid'])('%s from the page, by name', async (name) => {
    const user = flow.newUser()
    const out_trade_no = await shop.order(user)
    const message = `${name}: is not known to this function; remove it`
    await expectRefused(user, { out_trade_no, [name]: 'x' }, { code: 'INVALID_INPUT', message })
  })

  it.each([0, -1, 3.5, 1_000_000_001, '350'])('an order of %p fen', async (total) => {
    const user = flow.newUser()
    const out_trade_no = await shop.order(user, { total })
    await expectRefused(
      user,
      { out_trade_no },
      { code: 'INVALID_INPUT', message: expect.stringMatching(/^order\.total: /) as string },
    )
  })
})

it('an order whose total was changed after it was placed is not paid with the old one', async () => {
  const user = flow.newUser()
  const out_trade_no = await shop.order(user)
  await shop.checkout(user, out_trade_no)
  await flow.db.update('orders', out_trade_no, { total: 999 })
  expect(await user.call('payRedirectSign', { out_trade_no })).toMatchObject({
    ok: false,
    error: { code: 'INVALID_INPUT', message: expect.stringMatching(/^order\.total: /) as string },
  })
})

it('who has a contract pays without being offered another', async () => {
  const user = await flow.newUser().signed()
  const number = await shop.order(user)
  const checkout = await shop.checkout(user, number)
  expect(checkout.presigned).toBe(false)
  expect(await shop.pay(checkout)).toBeUndefined()
  expect(user.contracts).toHaveLength(1)
})

it('who pays and declines the offer is paid, and may be offered it with the next order', async () => {
  const user = flow.newUser()
  const number = await shop.order(user)
  await shop.pay(await shop.checkout(user, number))
  await flow.control.refuse({ out_contract_code: user.code })
  await expectPaid(user, number)
  expect(await user.queryLater()).toMatchObject({ ok: true, state: 'inProgress' })
  const first = user.code
  await user.mayAskAgain()
  const next = await shop.checkout(user, await shop.order(user))
  expect(next.presigned).toBe(true)
  expect(user.code).toBe(first)
  await shop.pay(next)
  await user.sign()
  expect(user.contract).toMatchObject({ state: 'SIGNED' })
})

it('thirty orders whose offer nobody takes are one record, and WeChat Pay holds one code', async () => {
  const user = flow.newUser()
  for (let orders = 0; orders < 30; orders++) {
    const checkout = await shop.checkout(user, await shop.order(user))
    expect(checkout.presigned).toBe(true)
    await flow.db.update('contracts', user.code, { nextQueryAtMs: 0, askedAtMs: [] })
  }
  expect(user.contracts).toHaveLength(1)
  expect(await user.codesAtWechatPay()).toEqual([user.code])
})

it('where WeChat Pay takes no other order under a code, the next offer has a code of its own', async () => {
  await flow.control.setSwitches({ codeForOtherOrder: 'refused' })
  const user = flow.newUser()
  await shop.checkout(user, await shop.order(user))
  const first = user.code
  await user.mayAskAgain()
  expect(await shop.checkout(user, await shop.order(user))).toMatchObject({ presigned: true })
  await flow.control.setSwitches({ codeForOtherOrder: 'taken' })
  expect(user.code).not.toBe(first)
  expect(user.contracts).toMatchObject([{ state: 'REJECTED' }, { _id: user.code, state: 'PRESIGNED' }])
})

itHasToldNoSecret(() => flow)
