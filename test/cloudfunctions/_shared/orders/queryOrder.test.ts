// What became of an order: by the record where that is final, else by WeChat Pay's word, and never by a guess.
import { queryOrder } from '../../../../cloudfunctions/_shared/orders/queryOrder'
import type { PaymentRecord } from '../../../../cloudfunctions/_shared/records/payments'
import type { ChargeRecord } from '../../../../cloudfunctions/_shared/records/charges'
import { NEVER_MS } from '../../../../cloudfunctions/_shared/records/due'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { aContract, COMBINE, MINUTE, NOW, OPENID, QS, SETTINGS } from '../../../support/builders'
import {
  aPayment,
  fakeOrderDeps,
  ORDER,
  OUT_TRADE_NO,
  PAID_AT,
  PREPAY,
  says,
  type FakeOrderDeps,
} from '../../../support/buildersOrders'
import { aCharge, aChargeOrder, aRefund, COMBINE_NO, OUT_REFUND_NO } from '../../../support/buildersMoney'
import { given, refused, UNREACHABLE, UNTRUSTED } from '../../../support/fakeDeps'

const NOT_THERE = refused(404, 'ORDER_NOT_EXIST')

let deps: FakeOrderDeps
beforeEach(() => {
  deps = fakeOrderDeps()
})

const query = async () => queryOrder({ out_trade_no: OUT_TRADE_NO }, { openid: OPENID }, deps)
const told = (state: string, more: object = {}) => ({
  state,
  out_trade_no: OUT_TRADE_NO,
  description: ORDER.description,
  total: ORDER.total,
  ...more,
})

it('an order nobody has wished to pay is unpaid, and nobody is asked', async () => {
  expect(await query()).toEqual(told('unpaid'))
  expect(deps.orderGateway.made).toEqual([])
})

it.each([
  ['CLOSED', told('closed')],
  ['PAID', told('paid', { paidAtMs: PAID_AT })],
  ['REFUNDED', told('refunded', { paidAtMs: PAID_AT })],
] as const)('%s is told by the record alone', async (state, answer) => {
  deps.store.seed('payments', aPayment({ ...PREPAY, state, ...(state !== 'CLOSED' && { paidAtMs: PAID_AT }) }))
  expect(await query()).toEqual(answer)
  expect(deps.orderGateway.made).toEqual([])
})

describe('what a notification named and did not prove is asked about at once, in whatever state:', () => {
  const open = {
    setAsideAtMs: NOW,
    evidence: [{ source: 'query', atMs: NOW, what: 'SUCCESS' }],
  } satisfies Partial<PaymentRecord>
  const isOpen = () => deps.store.all('payments').map(({ setAsideAtMs }) => setAsideAtMs !== undefined)

  it.each([
    ['PLACED', 'SUCCESS', 'paid'],
    ['CLOSED', 'SUCCESS', 'paid'],
    ['PAID', 'REFUND', 'refunded'],
    ['REFUNDED', 'REFUND', 'refunded'],
  ] as const)('%s, and WeChat Pay says %s', async (state, word, answer) => {
    deps.store.seed('payments', aPayment({ ...PREPAY, state, ...open }))
    deps.orderGateway.queries.push(says(word))
    expect(await query()).toMatchObject({ state: answer })
    expect(isOpen()).toEqual([false])
    expect(deps.store.all('payments')).toMatchObject([{ dueAtMs: NEVER_MS }])
  })

  it('nothing was placed', async () => {
    deps.store.seed('payments', aPayment(open))
    deps.orderGateway.queries.push(refused(404, 'ORDER_NOT_EXIST'))
    await query()
    expect(isOpen()).toEqual([false])
  })

  it.each([UNREACHABLE, refused(403, 'NO_AUTH'), says('SUCCESS', { mchid: '1900000999' })])(
    'and stays open, with what is known, where nothing can be learnt: %p',
    async (outcome) => {
      deps.store.seed('payments', aPayment({ ...PREPAY, state: 'PAID', ...open }))
      deps.orderGateway.queries.push(outcome)
      expect(await query()).toMatchObject({ state: 'paid' })
      expect(isOpen()).toEqual([true])
    },
  )

  it('and stays open where another came while it was asked', async () => {
    deps.store.seed('payments', aPayment({ ...PREPAY, ...open }))
    deps.orderGateway.queries.push((payment) => {
      deps.store.seed('payments', { ...payment, setAsideAtMs: NOW + 5, revision: (payment.revision ?? 0) + 1 })
      return says('NOTPAY')(payment)
    })
    await query()
    expect(deps.store.all('payments')).toMatchObject([{ setAsideAtMs: NOW + 5 }])
  })
})

it.each([
  ['SUCCESS', told('paid', { paidAtMs: PAID_AT }), 'PAID'],
  ['REFUND', told('refunded'), 'REFUNDED'],
  ['CLOSED', told('closed'), 'CLOSED'],
  ['NOTPAY', told('unpaid'), 'PLACED'],
  ['USERPAYING', told('unpaid'), 'PLACED'],
])('WeChat Pay says %s: told and written down', async (trade_state, answer, state) => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.queries.push(says(trade_state))
  expect(await query()).toEqual(answer)
  expect(deps.store.all('payments')).toMatchObject([{ state }])
  expect(deps.store.all('contract_outbox')).toHaveLength(/SUCCESS|REFUND/.test(trade_state) ? 1 : 0)
})

it('WeChat Pay knows no such order: unpaid', async () => {
  deps.store.seed('payments', aPayment())
  deps.orderGateway.queries.push(refused(404, 'ORDER_NOT_EXIST'))
  expect(await query()).toEqual(told('unpaid'))
})

it.each([UNREACHABLE, UNTRUSTED])('%p: unknown, which is not unpaid', async (outcome) => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.queries.push(outcome)
  expect(await query()).toEqual(told('unknown'))
})

it.each([
  [refused(404, 'ORDER_NOT_EXIST', false), 'WECHATPAY_REJECTED'],
  [refused(403, 'NO_AUTH'), 'WECHATPAY_REJECTED'],
  [{ kind: 'rateLimited' } as const, 'RATE_LIMITED'],
])('%p is passed on', async (outcome, code) => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.queries.push(outcome)
  await expect(query()).rejects.toMatchObject({ code })
})

it.each([
  ['another amount', { amount: { total: 349 } }, 'IDENTITY_MISMATCH', 'amount.total'],
  ['a state nobody knows', { trade_state: 'ACCEPT' }, 'STATE_UNKNOWN', 'trade_state'],
  ['no number', { out_trade_no: undefined }, 'FIELDS_MALFORMED', 'out_trade_no'],
])('an answer with %s is set aside and shown to a person: unknown, which is not unpaid', async (...row) => {
  const [, changes, reason, fields] = row
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.queries.push(says('SUCCESS', changes))
  expect(await query()).toEqual(told('unknown'))
  expect(deps.store.all('payments')).toMatchObject([{ state: 'PLACED' }])
  expect(deps.logged).toMatchObject([{ level: 'alert', fields: { out_trade_no: OUT_TRADE_NO, reason, fields } }])
})

it('WeChat Pay is asked once in 1.5 s, whoever asks', async () => {
  deps.store.seed('payments', aPayment(PREPAY))
  deps.orderGateway.queries.push(says('NOTPAY'), says('SUCCESS'))
  await Promise.all([query(), query(), query()])
  deps.clock.now = NOW + 1499
  expect(await query()).toEqual(told('unpaid'))
  expect(deps.orderGateway.made).toEqual(['query'])
  deps.clock.now = NOW + 1500
  expect(await query()).toMatchObject({ state: 'paid' })
})

it('the total that was placed is the one that is told', async () => {
  deps.store.seed('payments', aPayment({ ...PREPAY, state: 'PAID' }))
  deps.kept.set(OUT_TRADE_NO, { ...ORDER, total: 999 })
  expect(await query()).toMatchObject({ total: 350 })
})

it('somebody else’s order is not found', async () => {
  deps.store.seed('payments', aPayment({ ...PREPAY, state: 'PAID' }))
  deps.kept.set(OUT_TRADE_NO, { ...ORDER, openid: 'oBob' })
  await expect(query()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

describe('given to another user where the merchant keeps it', () => {
  const BOB = { openid: 'oBob' }
  beforeEach(() => void deps.kept.set(OUT_TRADE_NO, { ...ORDER, ...BOB }))

  it.each([
    ['SUCCESS', told('paid', { paidAtMs: PAID_AT })],
    ['NOTPAY', told('unpaid')],
    ['CLOSED', told('closed')],
  ])('%s: its new user is told what is true of what was placed, and the old one nothing', async (state, answer) => {
    deps.store.seed('payments', aPayment(PREPAY))
    await expect(query()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(deps.orderGateway.made).toEqual([])
    deps.orderGateway.queries.push(says(state))
    expect(await queryOrder({ out_trade_no: OUT_TRADE_NO }, BOB, deps)).toEqual(answer)
  })
})

describe('paid, and given back since', () => {
  const paid = { ...PREPAY, state: 'PAID', transaction_id: '4200001', paidAtMs: NOW } as const
  const refund = { transaction_id: '4200001' }

  it('is asked about every 10 minutes, and told once it is so', async () => {
    deps.store.seed('payments', aPayment(paid))
    deps.orderGateway.queries.push(says('SUCCESS'), says('REFUND', refund))
    deps.clock.now = NOW + 10 * MINUTE - 1
    expect(await query()).toMatchObject({ state: 'paid' })
    expect(deps.orderGateway.made).toEqual([])
    deps.clock.now = NOW + 10 * MINUTE
    await Promise.all([query(), query()])
    deps.clock.now = NOW + 20 * MINUTE - 1
    expect(await query()).toMatchObject({ state: 'paid' })
    expect(deps.orderGateway.made).toEqual(['query'])
    deps.clock.now = NOW + 20 * MINUTE
    expect(await query()).toEqual(told('refunded', { paidAtMs: NOW }))
    expect(deps.store.all('payments')).toMatchObject([{ state: 'REFUNDED', transaction_id: '4200001' }])
  })

  it('is not asked about again at once, where it was learnt late that it is paid', async () => {
    deps.store.seed('payments', aPayment(PREPAY))
    deps.clock.now = NOW + 60 * MINUTE
    deps.orderGateway.queries.push(says('SUCCESS'))
    expect(await query()).toMatchObject({ state: 'paid' })
    deps.clock.now += 10 * MINUTE - 1
    expect(await query()).toMatchObject({ state: 'paid' })
    expect(deps.orderGateway.made).toEqual(['query'])
  })

  it.each([
    ['nobody answers', UNREACHABLE],
    ['the answer is refused', refused(403, 'NO_AUTH')],
    ['it is asked too often', { kind: 'rateLimited' } as const],
    ['there is no such order any more', refused(404, 'ORDER_NOT_EXIST')],
    ['the answer is about another payment', says('SUCCESS', { transaction_id: '4200002' })],
    ['it says not paid', says('NOTPAY')],
  ])('stays paid when %s', async (_, outcome) => {
    deps.store.seed('payments', aPayment(paid))
    deps.clock.now = NOW + 10 * MINUTE
    deps.orderGateway.queries.push(outcome)
    expect(await query()).toEqual(told('paid', { paidAtMs: NOW }))
    expect(deps.store.all('payments')).toMatchObject([paid])
  })
})

describe('an answer about another payment than the one on record', () => {
  const another = { transaction_id: '4200002' }
  const setAside = { level: 'alert', fields: { reason: 'IDENTITY_MISMATCH', fields: 'transaction_id' } }

  it.each(['SUCCESS', 'REFUND', 'CLOSED', 'NOTPAY'])('is set aside, whatever it says: %s', async (trade_state) => {
    const payment = aPayment({ ...PREPAY, state: 'PAID', transaction_id: '4200001', paidAtMs: NOW })
    deps.store.seed('payments', payment)
    deps.clock.now = NOW + 10 * MINUTE
    deps.orderGateway.queries.push(says(trade_state, another))
    expect(await query()).toMatchObject({ state: 'paid' })
    expect(deps.store.all('payments')).toMatchObject([{ state: 'PAID', transaction_id: '4200001' }])
    expect(deps.logged).toMatchObject([setAside])
  })

  it('that was told of while WeChat Pay was being asked', async () => {
    deps.store.seed('payments', aPayment(PREPAY))
    deps.orderGateway.queries.push((payment) => {
      deps.store.seed('payments', { ...payment, state: 'PAID', transaction_id: '4200001', paidAtMs: NOW })
      return says('SUCCESS', another)(payment)
    })
    expect(await query()).toMatchObject({ state: 'paid', paidAtMs: NOW })
    expect(deps.store.all('payments')).toMatchObject([{ transaction_id: '4200001', paidAtMs: NOW }])
    expect(deps.logged).toMatchObject([setAside])
  })
})

it('what was placed is told, though the order kept by now could not be placed', async () => {
  deps.store.seed('payments', aPayment({ ...PREPAY, state: 'PAID' }))
  deps.kept.set(OUT_TRADE_NO, { ...ORDER, description: '单车骑行 🚲' })
  expect(await query()).toEqual(told('paid'))
})

describe('who has a contract in force is told that it can pay what is unpaid', () => {
  const SIGNED = { state: 'SIGNED', contract_id: '7', signedAtMs: NOW } as const
  const signed = (changes: Partial<ContractRecord> = {}, settings = SETTINGS) =>
    given(deps, aContract({ ...SIGNED, ...changes }, settings))
  const under = (contract_id: string) => {
    const { request } = aPayment()
    return { ...PREPAY, request: { ...request, contract_info: { password_free_contract_id: contract_id } } }
  }

  it('an order nobody has wished to pay', async () => {
    signed()
    expect(await query()).toEqual(told('unpaid', { contract: 'inForce' }))
  })

  it.each([
    ['placed under it, and so it stays', under('7'), says('NOTPAY'), { contract: 'placed' }],
    ['placed under it, and WeChat Pay knows nothing of it', under('7'), NOT_THERE, { contract: 'inForce' }],
    ['placed under one that is over', under('6'), says('NOTPAY'), {}],
    ['placed without it, and so it stays', PREPAY, says('NOTPAY'), {}],
    ['not known to be unpaid', under('7'), UNREACHABLE, { state: 'unknown' }],
    ['paid', under('7'), says('SUCCESS'), { state: 'paid', paidAtMs: PAID_AT }],
  ])('one %s', async (_, payment, answer, more) => {
    signed()
    deps.store.seed('payments', aPayment(payment))
    deps.orderGateway.queries.push(answer)
    expect(await query()).toEqual(told('unpaid', more))
  })

  it.each([
    ['it is being closed', { terminateRequestedAtMs: NOW }, SETTINGS],
    ['it has ended', { state: 'TERMINATED' }, SETTINGS],
    ['it is void', { voidAtMs: NOW }, SETTINGS],
    ['it is charged by a server', {}, COMBINE],
    ['it is of 清算机构', {}, QS],
  ] as const)('and not where %s', async (_, changes, settings) => {
    deps = fakeOrderDeps(settings)
    signed(changes, settings)
    expect(await query()).not.toHaveProperty('contract')
  })
})

describe('charged without the user, the number is told by what became of its charge:', () => {
  const { request } = aCharge()
  const [sent] = request.sub_orders.map((order) => ({ ...order, out_trade_no: OUT_TRADE_NO }))
  const facts = { description: sent?.description, total: sent?.amount.total_amount }
  const seed = (charge: Partial<ChargeRecord>, refunds: Record<string, number> = {}) => {
    const sub_orders = sent ? [sent] : []
    deps.store.seed('charges', aCharge({ request: { ...request, sub_orders }, ...charge }))
    deps.store.seed('charge_orders', aChargeOrder({ _id: OUT_TRADE_NO, combine_out_trade_no: COMBINE_NO, refunds }))
  }
  beforeEach(() => {
    deps = fakeOrderDeps(COMBINE)
    deps.kept.set(OUT_TRADE_NO, { ...ORDER, total: 999 })
  })
  afterEach(() => expect(deps.orderGateway.made).toEqual([]))

  it.each<[state: ChargeRecord['state'], answer: object]>([
    ['PAID', told('paid', { ...facts, paidAtMs: PAID_AT })],
    ['REQUESTED', told('unknown', facts)],
    ['REVERSED', told('closed', facts)],
    ['REFUSED', told('unpaid', { total: 999 })],
  ])('%s', async (state, answer) => {
    seed({ state, paidAtMs: PAID_AT })
    expect(await query()).toEqual(answer)
  })

  it.each([
    ['SUCCESS', 'refunded'],
    ['PROCESSING', 'paid'],
  ] as const)('and a refund of it that is %s', async (state, answer) => {
    seed({ state: 'PAID' }, { [OUT_REFUND_NO]: 100 })
    deps.store.seed('refunds', aRefund({ state }))
    expect(await query()).toMatchObject({ state: answer })
  })

  it('and not where the number is of an ordinary order that is not written yet', async () => {
    const { _id, total, createdAtMs, revision } = aChargeOrder({ _id: OUT_TRADE_NO })
    deps.store.seed('charge_orders', { _id, total, createdAtMs, revision })
    expect(await query()).toEqual(told('unpaid', { total: 999 }))
  })
})
