// Paying under the contract: without the password where there is one in force, with it otherwise, and never twice.
import { payWithContract } from '../../../../cloudfunctions/_shared/orders/payWithContract'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import {
  aContract,
  COMBINE,
  HOUR,
  NOW,
  OPENID,
  PREPAY_ID,
  PROVIDER,
  QS,
  SETTINGS,
  wireContract,
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
import { given, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../support/fakeDeps'

const { contract_id } = wireContract(aContract(), 'SIGNED') as { contract_id: string }
const heardAt = (atMs: number) => ({ evidence: [{ source: 'query' as const, atMs, what: 'SIGNED' }] })
const SIGNED = { state: 'SIGNED', contract_id, signedAtMs: NOW - 99 * HOUR, ...heardAt(NOW - HOUR) } as const
const NOT_THERE = refused(404, 'ORDER_NOT_EXIST')
const UNDER = { contract_info: { password_free_contract_id: contract_id } }

let deps: FakeOrderDeps
beforeEach(() => (deps = fakeOrderDeps()))

function signedUser(changes: Partial<ContractRecord> = {}, settings = SETTINGS): void {
  given(deps, aContract({ ...SIGNED, ...changes }, settings))
}
const pay = async (openid = OPENID) => payWithContract({ out_trade_no: OUT_TRADE_NO }, { openid }, deps)
const sent = () => deps.orderGateway.calls.filter(({ call }) => call === 'place').map(({ payment }) => payment.request)

it('places the order under the contract in force, and asks nobody else', async () => {
  signedUser()
  deps.orderGateway.places.push(placed)
  const { payment, with: how } = await pay()
  expect(how).toBe('contract')
  expect(payment.package).toBe(`prepay_id=${PREPAY_ID}`)
  expect(sent()).toEqual([{ ...aPayment().request, ...UNDER }])
  expect([deps.gateway.made, deps.orderGateway.made]).toEqual([[], ['place']])
})

it('is idempotent: the same prepay_id, still under the contract', async () => {
  signedUser()
  deps.orderGateway.places.push(placed)
  expect(await pay()).toEqual(await pay())
  expect(deps.orderGateway.made).toEqual(['place'])
})

it('in the partner modes the partner endpoint gets it', async () => {
  deps = fakeOrderDeps(PROVIDER)
  signedUser({}, PROVIDER)
  deps.orderGateway.places.push(placed)
  expect(await pay()).toMatchObject({ with: 'contract' })
  expect(sent()).toMatchObject([{ sp_mchid: PROVIDER.mchid, ...UNDER }])
})

it('asks WeChat Pay where its last word is a day old', async () => {
  signedUser(heardAt(NOW - 25 * HOUR))
  deps.gateway.queries.push(tells('SIGNED'))
  deps.orderGateway.places.push(placed)
  expect(await pay()).toMatchObject({ with: 'contract' })
  expect(deps.gateway.made).toEqual(['query'])
})

describe('an ordinary order', () => {
  beforeEach(() => deps.orderGateway.places.push(placed))
  afterEach(() => {
    expect(sent()).toHaveLength(1)
    expect(sent()[0]).not.toHaveProperty('contract_info')
  })

  it.each<[string, Partial<ContractRecord> | undefined]>([
    ['there is no contract', undefined],
    ['it is only begun', { state: 'PRESIGNED', ...heardAt(NOW) }],
    ['it is over', { state: 'TERMINATED' }],
    ['it is being closed', { terminateRequestedAtMs: NOW }],
    ['it has run out', { contractExpiresAtMs: NOW }],
    ['WeChat Pay knows it no more', { voidAtMs: NOW }],
    ['it was signed in another mode', { mode: 'ecommerce' }],
  ])('where %s', async (_, changes) => {
    if (changes) signedUser(changes)
    expect(await pay()).toMatchObject({ with: 'password' })
  })

  it('where it is somebody else who has one', async () => {
    signedUser({ openid: 'oSomebodyElse' })
    expect(await pay()).toMatchObject({ with: 'password' })
  })

  it.each([
    ['combine-papay, which a server charges', COMBINE],
    ['清算机构, for which no page tells of one', QS],
  ])('of %s', async (_, settings) => {
    deps = fakeOrderDeps({ ...settings, subMerchant: { mchid: '1900000110' } })
    deps.orderGateway.places.push(placed)
    signedUser({}, settings)
    expect(await pay()).toMatchObject({ with: 'password' })
  })

  it.each([
    ['WeChat Pay says that it has ended', tells('TERMINATED')],
    ['WeChat Pay cannot be asked', UNREACHABLE],
    ['its answer is nobody’s', UNTRUSTED],
    ['its state is unheard of', tells('SOMETHING_NEW')],
  ])('where %s', async (_, answer) => {
    signedUser(heardAt(NOW - 25 * HOUR))
    deps.gateway.queries.push(answer)
    expect(await pay()).toMatchObject({ with: 'password' })
  })
})

describe('refused under the contract', () => {
  beforeEach(() => signedUser())

  it.each([
    [404, 'CONTRACT_NOT_EXIST'],
    [403, 'RULE_LIMIT'],
    [400, 'INVALID_REQUEST'],
  ])('%d %s, and nothing was placed: the shop sells all the same', async (status, code) => {
    deps.orderGateway.places.push(refused(status, code), placed)
    deps.orderGateway.queries.push(NOT_THERE, NOT_THERE)
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await pay()).toMatchObject({ with: 'password' })
    expect(sent()).toEqual([{ ...aPayment().request, ...UNDER }, aPayment().request])
    expect(deps.store.all('payments')).toMatchObject([{ state: 'PLACED', request: aPayment().request }])
    // What ended it is known from now on.
    expect(deps.store.all('contracts')).toMatchObject([{ state: 'TERMINATED' }])
  })

  it.each([
    ['the question is not answered', UNREACHABLE],
    ['it may still be paid', says('NOTPAY')],
    ['it is paid', says('SUCCESS')],
  ])('and %s: nothing else is placed', async (_, answer) => {
    deps.orderGateway.places.push(refused(404, 'CONTRACT_NOT_EXIST'), refused(404, 'CONTRACT_NOT_EXIST'))
    deps.orderGateway.queries.push(answer, answer, answer)
    await expect(pay()).rejects.toMatchObject({ name: 'CallFailure' })
    for (const body of sent()) expect(body).toHaveProperty('contract_info')
  })

  it('by nobody’s word: nothing else is placed', async () => {
    deps.orderGateway.places.push(refused(404, 'CONTRACT_NOT_EXIST', false))
    deps.orderGateway.queries.push(NOT_THERE)
    await expect(pay()).rejects.toMatchObject({ code: 'IN_PROGRESS' })
    expect(sent()).toHaveLength(1)
  })
})

it.each([
  ['no answer', UNREACHABLE],
  ['an answer nobody vouches for', UNTRUSTED],
  ['429', { kind: 'rateLimited' } as const],
])('%s: the outcome is unknown, and no ordinary order follows', async (_, outcome) => {
  signedUser()
  deps.orderGateway.places.push(outcome)
  await expect(pay()).rejects.toMatchObject({ name: 'CallFailure' })
  expect(sent()).toHaveLength(1)
})

it('an order that was placed with the password before is paid with it', async () => {
  signedUser()
  deps.store.seed('payments', aPayment(PREPAY))
  expect(await pay()).toMatchObject({ with: 'password' })
  expect(deps.orderGateway.made).toEqual([])
})

it('an order that was placed under a contract which has ended since is paid with the password', async () => {
  const request = { ...aPayment().request, ...UNDER } as never
  deps.store.seed('payments', aPayment({ ...PREPAY, request }))
  expect(await pay()).toMatchObject({ with: 'password' })
})

describe('an order that was placed under a contract, of which the prepay_id and the contract are over', () => {
  const request = { ...aPayment().request, ...UNDER } as never
  const OVER = { ...PREPAY, prepayUntilMs: NOW - 1 }
  const refusedWith = (status: number, code: string) => {
    deps.orderGateway.queries.push(says('NOTPAY'), says('NOTPAY'))
    deps.orderGateway.places.push(refused(status, code))
  }

  it.each([
    ['its prepay_id was handed out', OVER],
    ['the answer to it got lost', { sentAtMs: NOW - HOUR }],
  ])('%s: can be paid no more, and that is told by its number', async (_, changes) => {
    deps.store.seed('payments', aPayment({ ...changes, request }))
    refusedWith(404, 'CONTRACT_NOT_EXIST')
    await expect(pay()).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^out_trade_no: .*; close it and take a new number$/) as string,
    })
    expect(deps.orderGateway.made).toEqual(['query', 'place', 'query'])
  })

  it.each<[string, number, string, object]>([
    ['we are refused', 401, 'SIGN_ERROR', OVER],
    ['another is sending it', 404, 'CONTRACT_NOT_EXIST', { sentAtMs: NOW - 1000 }],
  ])('is not told so where %s', async (_, status, code, changes) => {
    deps.store.seed('payments', aPayment({ ...changes, request }))
    refusedWith(status, code)
    await expect(pay()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
  })
})

describe('is refused, and nobody is asked', () => {
  afterEach(() => expect([deps.gateway.made, deps.orderGateway.made]).toEqual([[], []]))

  it.each([0, -1, 1.5, '350', 2 ** 53, 1_000_000_001, NaN, null])('a total of %p', async (total) => {
    signedUser(heardAt(NOW - 25 * HOUR))
    deps.kept.set(OUT_TRADE_NO, { ...ORDER, total })
    await expect(pay()).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('order.total') as string,
    })
  })

  it("somebody else's order", async () => {
    signedUser({ openid: 'oSomebodyElse' })
    await expect(pay('oSomebodyElse')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
