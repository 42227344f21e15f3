// The payment comes first: whatever becomes of the pre-sign, the user can pay, with parameters that verify.
import { createVerify } from 'node:crypto'
import { payRedirectSign } from '../../../../cloudfunctions/_shared/orders/payRedirectSign'
import { StoreError } from '../../../../cloudfunctions/_shared/kernel/errors'
import {
  aContract,
  aSlot,
  aPreSignReply,
  codeOf,
  COMBINE,
  HEARD,
  NOW,
  OPENID,
  PREPAY_ID,
  PROVIDER,
  SETTINGS,
  SUB_MERCHANT,
} from '../../../support/builders'
import {
  aPayment,
  fakeOrderDeps,
  ORDER,
  OUT_TRADE_NO,
  placed,
  PREPAY,
  says,
  type FakeOrderDeps,
} from '../../../support/buildersOrders'
import { deadlineFrom, openedByPayment, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../support/fakeDeps'
import { merchant } from '../../../support/wechatPayPeer'

let deps: FakeOrderDeps
beforeEach(() => {
  deps = fakeOrderDeps()
  deps.orderGateway.places.push(placed)
})

const pay = async (caller: Parameters<typeof payRedirectSign>[1] = { openid: OPENID }) =>
  payRedirectSign({ out_trade_no: OUT_TRADE_NO }, caller, deps)

/** As WeChat checks it: appid, time, nonce and package, a line each. */
function expectPayable({ payment }: Awaited<ReturnType<typeof pay>>, appid: string = SETTINGS.appid): void {
  expect(payment).toMatchObject({ package: `prepay_id=${PREPAY_ID}`, signType: 'RSA', timeStamp: String(NOW / 1000) })
  const text = `${appid}\n${payment.timeStamp}\n${payment.nonceStr}\n${payment.package}\n`
  expect(createVerify('RSA-SHA256').update(text).verify(merchant.publicKey, payment.paySign, 'base64')).toBe(true)
}

it('places the order, pre-signs with its prepay_id inside 3 s, and signs the payment', async () => {
  deps.gateway.preSigns.push(openedByPayment)
  const answer = await pay()
  expectPayable(answer)
  expect(answer).toMatchObject({ presigned: true, out_contract_code: codeOf() })
  expect(deps.gateway.calls[0]?.contract.request).toMatchObject({ prepay_id: PREPAY_ID, openid: OPENID })
  expect(deps.limits).toEqual([3000])
})

it('is idempotent for one order: one order, one pre-sign, one code', async () => {
  deps.gateway.preSigns.push(openedByPayment)
  expect(await pay()).toEqual(await pay())
  expect(deps.orderGateway.made).toEqual(['place'])
  expect(deps.gateway.made).toEqual(['preSign'])
})

it('asked for twice at once, both can pay', async () => {
  deps.orderGateway.places.push(placed)
  deps.orderGateway.queries.push(says('NOTPAY'))
  // The pre-sign of one is not answered before the other has gone past.
  let goOn = (): void => undefined
  const isPast = new Promise<void>((resolve) => (goOn = resolve))
  deps.gateway.preSigns.push(async (contract) => isPast.then(() => openedByPayment(contract)))
  const both = [pay(), pay()]
  void Promise.race(both).then(goOn)
  const answers = await Promise.all(both)
  for (const answer of answers) expectPayable(answer)
  expect(answers.filter(({ presigned }) => presigned)).toHaveLength(1)
  expect(deps.gateway.made).toEqual(['preSign'])
})

describe('the pre-sign is no reason not to pay, when it is', () => {
  afterEach(() => expect(deps.logged).toMatchObject([{ level: 'alert', fields: { out_trade_no: OUT_TRADE_NO } }]))

  it.each([
    ['refused', refused(400, 'INVALID_REQUEST'), 'WECHATPAY_REJECTED'],
    ['refused by nobody we know', refused(403, 'NO_AUTH', false), 'WECHATPAY_REJECTED'],
    ['asked for too often', { kind: 'rateLimited' } as const, 'RATE_LIMITED'],
    ['unreachable', UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
    ['not provably WeChat Pay', UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
  ])('%s', async (_, outcome, errorCode) => {
    deps.gateway.preSigns.push(outcome)
    const answer = await pay()
    expectPayable(answer)
    expect(answer).toEqual({ payment: answer.payment, presigned: false })
    expect(deps.logged[0]?.fields).toMatchObject({ errorCode })
  })

  it.each<[what: string, why: object, arrange: () => void]>([
    [
      'slow',
      { operation: 'finish', reason: 'more than 3000 ms' },
      () => void (deps.within = async () => Promise.reject(new StoreError('finish', 'more than 3000 ms'))),
    ],
    [
      'lost by a database that fails',
      { operation: expect.any(String) as string, reason: expect.any(String) as string },
      () => deps.store.failNext('put'),
    ],
    [
      'a bug of ours',
      { errorName: 'TypeError' },
      () => void (deps.gateway.preSign = () => Promise.reject(new TypeError('x'))),
    ],
  ])('%s, and the alert says so', async (_, why, arrange) => {
    // Placed before, so that only the pre-sign meets what is arranged.
    deps.store.seed('payments', aPayment(PREPAY))
    deps.gateway.preSigns.push(openedByPayment)
    arrange()
    const answer = await pay()
    expectPayable(answer)
    expect(answer.presigned).toBe(false)
    expect(deps.logged[0]?.fields).toMatchObject(why)
  })

  it('too late to begin, since placing took most of the time of the function', async () => {
    deps.deadline = deadlineFrom(deps)
    deps.orderGateway.places.splice(0, 1, () => {
      deps.clock.now += 14_001
      return placed
    })
    const answer = await pay()
    expect(answer).toEqual({ payment: answer.payment, presigned: false })
    expect(deps.gateway.made).toEqual([])
  })
})

it('rubbish for an answer is no reason not to pay', async () => {
  deps.gateway.preSigns.push({ kind: 'accepted', reply: aPreSignReply('another-code') })
  const answer = await pay()
  expectPayable(answer)
  expect(answer.presigned).toBe(false)
})

it.each([
  ['signed', {}],
  ['closing', { terminateRequestedAtMs: NOW }],
])('who has a contract that is %s pays without being offered one, and nobody is alarmed', async (_, changes) => {
  const slot = aSlot(aContract())
  deps.store.seed('contracts', aContract({ ...HEARD, ...changes }))
  deps.store.seed('contract_slots', slot)
  const answer = await pay()
  expectPayable(answer)
  expect(answer.presigned).toBe(false)
  expect(deps.logged).toEqual([])
})

it('a session of a page is asked about before the order gets a code of its own', async () => {
  const slot = aSlot(aContract())
  deps.store.seed('contracts', aContract({ state: 'PRESIGNED', session: { expiresAtMs: NOW } }))
  deps.store.seed('contract_slots', slot)
  deps.gateway.queries.push(tells('NOT_SIGNED'))
  deps.gateway.preSigns.push(openedByPayment)
  expect(await pay()).toMatchObject({ presigned: true, out_contract_code: codeOf(2) })
})

it('combine-papay has no signing after a payment, and none is tried', async () => {
  deps = fakeOrderDeps({ ...COMBINE, subMerchant: { mchid: '1900000110' } })
  deps.orderGateway.places.push(placed)
  const answer = await pay()
  expectPayable(answer)
  expect(answer.presigned).toBe(false)
  expect(deps.gateway.made).toEqual([])
  expect(deps.limits).toEqual([])
})

it("in the sub-merchant's mini-program the payment is signed for that mini-program", async () => {
  deps = fakeOrderDeps(PROVIDER)
  deps.orderGateway.places.push(placed)
  deps.gateway.preSigns.push(UNREACHABLE)
  deps.kept.set(OUT_TRADE_NO, { ...ORDER, openid: 'oUnderSub' })
  expectPayable(await pay({ sub_openid: 'oUnderSub' }), SUB_MERCHANT.appid)
})

it('an order that cannot be placed is pre-signed for by nobody', async () => {
  deps.orderGateway.places.splice(0, 1, UNREACHABLE)
  await expect(pay()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
  expect(deps.gateway.made).toEqual([])
})
