// Closing an order: after it says so nobody can pay, and a payment that was faster is told as one.
import { closeOrder } from '../../../../cloudfunctions/_shared/orders/closeOrder'
import { takePrepay } from '../../../../cloudfunctions/_shared/orders/takePrepay'
import { COMBINE, NOW, OPENID } from '../../../support/builders'
import { aCharge, aChargeOrder } from '../../../support/buildersMoney'
import {
  aPayment,
  fakeOrderDeps,
  ORDER,
  OUT_TRADE_NO,
  PREPAY,
  says,
  type FakeOrderDeps,
} from '../../../support/buildersOrders'
import { ACCEPTED, refused, UNREACHABLE, UNTRUSTED } from '../../../support/fakeDeps'

let deps: FakeOrderDeps
beforeEach(() => {
  deps = fakeOrderDeps()
})

const caller = { openid: OPENID }
const close = async () => closeOrder({ out_trade_no: OUT_TRADE_NO }, caller, deps)
const stored = () => deps.store.all('payments')[0]
const PAID = { code: 'INVALID_INPUT', message: expect.stringMatching(/^out_trade_no: .*is paid/) as string }

it('closes what was placed', async () => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.closes.push(ACCEPTED)
  expect(await close()).toEqual({
    state: 'closed',
    out_trade_no: OUT_TRADE_NO,
    description: ORDER.description,
    total: 350,
  })
  expect(stored()).toMatchObject({ state: 'CLOSED' })
})

it('is idempotent: what is closed is not closed again', async () => {
  deps.store.seed('payments', aPayment({ ...PREPAY, state: 'CLOSED' }))
  expect(await close()).toMatchObject({ state: 'closed' })
  expect(deps.orderGateway.made).toEqual([])
})

it('keeps from being placed what nobody has wished to pay yet', async () => {
  expect(await close()).toMatchObject({ state: 'closed' })
  await expect(takePrepay(OUT_TRADE_NO, caller, deps)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(deps.orderGateway.made).toEqual([])
})

it.each([
  ['REQUESTED', 'IN_PROGRESS'],
  ['PAID', 'INVALID_INPUT'],
] as const)('closes nothing of a number that belongs to a charge, which is %s', async (state, code) => {
  deps = fakeOrderDeps({ ...COMBINE, subMerchant: { mchid: '1900000110' } })
  deps.store.seed('charge_orders', aChargeOrder({ _id: OUT_TRADE_NO }))
  deps.store.seed('charges', aCharge({ state }))
  await expect(close()).rejects.toMatchObject({ code })
  // It would be found before the charge, and nothing could be given back of that.
  expect(stored()).toBeUndefined()
})

it('closes what is being placed at this very moment', async () => {
  const add = deps.store.add.bind(deps.store)
  jest.spyOn(deps.store, 'add').mockImplementationOnce(async (collection, document) => {
    deps.store.seed('payments', aPayment(PREPAY))
    return add(collection, document)
  })
  deps.orderGateway.closes.push(ACCEPTED)
  expect(await close()).toMatchObject({ state: 'closed' })
  expect(deps.orderGateway.made).toEqual(['close'])
  expect(stored()).toMatchObject({ ...PREPAY, state: 'CLOSED' })
})

it.each(['PAID', 'REFUNDED'] as const)('tells that it is %s, without asking', async (state) => {
  deps.store.seed('payments', aPayment({ ...PREPAY, state }))
  await expect(close()).rejects.toMatchObject(PAID)
  expect(deps.orderGateway.made).toEqual([])
})

describe('refused by WeChat Pay', () => {
  beforeEach(() => deps.store.seed('payments', aPayment(PREPAY)))

  it('because it is paid: told so, and written down', async () => {
    deps.orderGateway.closes.push(refused(400, 'ORDERPAID'))
    deps.orderGateway.queries.push(says('SUCCESS'))
    await expect(close()).rejects.toMatchObject(PAID)
    expect(stored()).toMatchObject({ state: 'PAID' })
    expect(deps.store.all('contract_outbox')).toHaveLength(1)
  })

  it('because it is paid, a moment after somebody has asked: waits for its turn', async () => {
    deps.store.seed('payments', aPayment({ ...PREPAY, nextQueryAtMs: NOW + 900 }))
    deps.orderGateway.closes.push(refused(400, 'ORDERPAID'))
    deps.orderGateway.queries.push(says('SUCCESS'))
    await expect(close()).rejects.toMatchObject(PAID)
    expect(deps.slept).toEqual([900])
  })

  it.each([
    ['it is closed already', says('CLOSED')],
    ['it was never placed', refused(404, 'ORDER_NOT_EXIST')],
  ])('because %s: closed', async (_, answer) => {
    deps.orderGateway.closes.push(refused(400, 'ORDER_CLOSED'))
    deps.orderGateway.queries.push(answer)
    expect(await close()).toMatchObject({ state: 'closed' })
    expect(stored()).toMatchObject({ state: 'CLOSED' })
  })

  it('for another reason: passed on, and the order stays open', async () => {
    deps.orderGateway.closes.push(refused(403, 'NO_AUTH'))
    deps.orderGateway.queries.push(says('NOTPAY'))
    await expect(close()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(stored()).toMatchObject({ state: 'PLACED' })
  })
})

it.each([
  [UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
  [UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
  [{ kind: 'rateLimited' } as const, 'RATE_LIMITED'],
])('never says closed after %p', async (outcome, code) => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.closes.push(outcome)
  await expect(close()).rejects.toMatchObject({ code })
  expect(stored()).toMatchObject({ state: 'PLACED' })
})

it('a payment that WeChat Pay tells of while it is being closed wins', async () => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.closes.push(() => {
    deps.store.seed('payments', aPayment({ ...PREPAY, state: 'PAID' }))
    return ACCEPTED
  })
  await expect(close()).rejects.toMatchObject(PAID)
})

it('somebody else’s order is not found, and stays open', async () => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.kept.set(OUT_TRADE_NO, { ...ORDER, openid: 'oBob' })
  await expect(close()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(deps.orderGateway.made).toEqual([])
})

it('what was placed is closed, though the order kept by now could not be placed', async () => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.kept.set(OUT_TRADE_NO, { ...ORDER, description: '单车骑行 🚲' })
  deps.orderGateway.closes.push(ACCEPTED)
  expect(await close()).toMatchObject({ state: 'closed', description: ORDER.description })
})

describe('refused when it was to be placed, and refused when it is asked about', () => {
  const noAuth = refused(403, 'NO_AUTH')

  it('nobody can pay it: closed', async () => {
    deps.store.seed('payments', aPayment({ refusedAtMs: NOW }))
    deps.orderGateway.closes.push(noAuth)
    deps.orderGateway.queries.push(noAuth)
    expect(await close()).toMatchObject({ state: 'closed' })
  })

  it.each([
    ['it has a prepay_id', { ...PREPAY, refusedAtMs: NOW }, noAuth],
    ['nobody knows what became of placing it', {}, noAuth],
    ['the refusal is nobody’s word', { refusedAtMs: NOW }, refused(403, 'NO_AUTH', false)],
  ])('stays open where %s', async (_, changes, answer) => {
    deps.store.seed('payments', aPayment(changes))
    deps.orderGateway.closes.push(noAuth)
    deps.orderGateway.queries.push(answer)
    await expect(close()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
  })
})

describe('what is closed, and a notification has named since, is asked about:', () => {
  beforeEach(() => deps.store.seed('payments', aPayment({ ...PREPAY, state: 'CLOSED', setAsideAtMs: NOW })))

  it('paid, it is told so', async () => {
    deps.orderGateway.queries.push(says('SUCCESS'))
    await expect(close()).rejects.toMatchObject(PAID)
  })

  it.each([says('CLOSED'), UNREACHABLE])('else it is closed: %p', async (answer) => {
    deps.orderGateway.queries.push(answer)
    expect(await close()).toMatchObject({ state: 'closed' })
    expect(deps.orderGateway.made).toEqual(['query'])
  })
})
