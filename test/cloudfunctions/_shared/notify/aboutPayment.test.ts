// TRANSACTION.SUCCESS: verified, compared to the fen, stored once.
import { NOW, SETTINGS } from '../../../support/builders'
import type { NotifyParts } from '../../../support/buildersNotify'
import { aPayment, OUT_TRADE_NO, PAID_AT, PREPAY, wireTransaction } from '../../../support/buildersOrders'
import { fakeNotify, type FakeNotify } from '../../../support/fakeNotify'
import { stranger } from '../../../support/wechatPayPeer'

const payment = aPayment(PREPAY)
const paid = wireTransaction(payment, 'SUCCESS')

let notify: FakeNotify
let store: FakeNotify['store']
let logged: FakeNotify['logged']
beforeEach(() => {
  notify = fakeNotify()
  ;({ store, logged } = notify)
  store.seed('payments', payment)
})

const send = async (parts: Partial<NotifyParts> = {}) =>
  notify.send({ event_type: 'TRANSACTION.SUCCESS', plaintext: paid, ...parts })
const stored = () => store.all('payments')[0]
/** Nothing moved; but WeChat Pay is to be asked now. */
const leftOpen = (before: typeof payment) => ({
  ...before,
  setAsideAtMs: NOW,
  nextQueryAtMs: NOW,
  dueAtMs: NOW,
  revision: before.revision + 1,
})
const outbox = () => store.all('contract_outbox').map(({ _id }) => _id)

it('is kept with order and outbox row in one transaction, and answered 204', async () => {
  expect(await send()).toMatchObject({ statusCode: 204, body: '' })
  const what = 'SUCCESS'
  expect(stored()).toMatchObject({
    state: 'PAID',
    transaction_id: '4200001',
    paidAtMs: PAID_AT,
    evidence: [{ source: 'notify', atMs: NOW, what }],
  })
  expect(store.all('contract_notifications')).toMatchObject([{ outcome: 'applied', code: OUT_TRADE_NO }])
  expect(outbox()).toEqual([`${OUT_TRADE_NO}:PAID`])
  expect(store.begun).toBe(1)
  expect(logged).toMatchObject([{ level: 'info', fields: { out_trade_no: OUT_TRADE_NO, outcome: 'applied' } }])
})

it.each([
  ['a partner', { ...SETTINGS, mode: 'ecommerce', subMerchant: { mchid: '1900000110' } } as const],
  ['a provider', { ...SETTINGS, mode: 'qs', subMerchant: { mchid: '1900000110', appid: 'wxsub' } } as const],
])('of %s is understood', async (_, settings) => {
  const theirs = aPayment(PREPAY, settings)
  store.seed('payments', theirs)
  await send({ plaintext: wireTransaction(theirs, 'SUCCESS') })
  expect(stored()).toMatchObject({ state: 'PAID' })
})

it('copies, at once and under other ids, tell the merchant once', async () => {
  const replies = await Promise.all([send(), send(), send({ id: 'EV-2' }), send({ id: 'EV-3' })])
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([204, 204, 204, 204])
  expect(stored()?.evidence).toHaveLength(1)
  expect(outbox()).toEqual([`${OUT_TRADE_NO}:PAID`])
})

it('is the last word on an order that is on record as closed', async () => {
  store.seed('payments', aPayment({ ...PREPAY, state: 'CLOSED' }))
  await send()
  expect(stored()).toMatchObject({ state: 'PAID' })
})

it('tells nothing new of an order that was refunded', async () => {
  store.seed('payments', aPayment({ ...PREPAY, state: 'REFUNDED', transaction_id: '4200001', paidAtMs: 1 }))
  await send()
  expect(stored()).toMatchObject({ state: 'REFUNDED', paidAtMs: 1 })
  expect(outbox()).toEqual([])
})

it('may come after a refund: paid and given back, and the merchant is told that it was paid', async () => {
  await send({ plaintext: wireTransaction(payment, 'REFUND') })
  expect(stored()).toMatchObject({ state: 'REFUNDED' })
  expect(outbox()).toEqual([`${OUT_TRADE_NO}:PAID`])
})

describe('set aside, answered 204 and shown to a person, is', () => {
  it.each<[what: string, plaintext: object, reason: string, fields: string]>([
    ['a fen less', { ...paid, amount: { ...paid.amount, total: 349 } }, 'IDENTITY_MISMATCH', 'amount.total'],
    [
      'another currency',
      { ...paid, amount: { ...paid.amount, currency: 'USD' } },
      'IDENTITY_MISMATCH',
      'amount.currency',
    ],
    ['another merchant', { ...paid, mchid: '1900000110' }, 'IDENTITY_MISMATCH', 'mchid'],
    ['an order of nobody here', { ...paid, out_trade_no: 'ORDER-other' }, 'ORDER_UNKNOWN', 'out_trade_no'],
    ['an order that says it is not paid', { ...paid, trade_state: 'NOTPAY' }, 'STATE_CONTRADICTS', 'trade_state'],
    ['an order that says it is closed', { ...paid, trade_state: 'CLOSED' }, 'STATE_CONTRADICTS', 'trade_state'],
    ['a state nobody knows', { ...paid, trade_state: 'ACCEPT' }, 'STATE_UNKNOWN', 'trade_state'],
    ['no number', { ...paid, out_trade_no: undefined }, 'FIELDS_MALFORMED', 'out_trade_no'],
    ['an amount in yuan', { ...paid, amount: { total: '3.50' } }, 'FIELDS_MALFORMED', 'amount.total'],
  ])('%s', async (_, plaintext, reason, fields) => {
    expect(await send({ plaintext })).toMatchObject({ statusCode: 204 })
    expect(stored()).toEqual(reason === 'ORDER_UNKNOWN' || fields === 'out_trade_no' ? payment : leftOpen(payment))
    expect(outbox()).toEqual([])
    expect(store.all('contract_notifications')).toMatchObject([
      { outcome: 'setAside', reason, body: expect.any(String) as string },
    ])
    expect(logged).toMatchObject([{ level: 'alert', fields: { reason, fields } }])
  })

  it.each(['PAID', 'REFUNDED'] as const)(
    'another payment of an order that is %s: it may be paid twice',
    async (state) => {
      const known = aPayment({ ...PREPAY, state, transaction_id: '4200001', paidAtMs: PAID_AT })
      store.seed('payments', known)
      expect(await send({ plaintext: { ...paid, transaction_id: '4200002' } })).toMatchObject({ statusCode: 204 })
      expect(stored()).toEqual(leftOpen(known))
      expect(store.all('contract_notifications')).toMatchObject([
        { outcome: 'setAside', reason: 'IDENTITY_MISMATCH', code: OUT_TRADE_NO, body: expect.any(String) as string },
      ])
      expect(logged).toMatchObject([{ level: 'alert', fields: { fields: 'transaction_id' } }])
    },
  )

  it.each(['REFUND.SENT', 'TRANSACTION.CLOSED', 'toString'])(
    'an event nobody knows that names an order and no contract, %s: it is asked about',
    async (event_type) => {
      await send({ event_type, plaintext: { out_trade_no: OUT_TRADE_NO, refund_status: 'SUCCESS' } })
      expect(stored()).toEqual(leftOpen(payment))
      expect(logged).toMatchObject([
        { fields: { out_trade_no: OUT_TRADE_NO, reason: 'EVENT_TYPE_UNMAPPED', fields: 'event_type' } },
      ])
    },
  )

  it('other content under a known id: what it names is asked about', async () => {
    await send()
    const before = { ...payment, ...stored() }
    await send({ plaintext: { ...paid, transaction_id: '4200002' } })
    expect(store.all('contract_notifications')).toMatchObject([{}, { reason: 'SAME_ID_OTHER_CONTENT' }])
    expect(stored()).toEqual(leftOpen(before))
  })

  it('what cannot be read but names its order: kept under it, and told', async () => {
    await send({ plaintext: { ...paid, amount: { total: '3.50' } } })
    expect(store.all('contract_notifications')).toMatchObject([{ code: OUT_TRADE_NO, reason: 'FIELDS_MALFORMED' }])
    expect(logged.at(-1)?.fields).toMatchObject({ out_trade_no: OUT_TRADE_NO, fields: 'amount.total' })
  })

  it('an order told by the word for a contract, and a contract by the word for an order', async () => {
    await send({ event_type: 'ECOMMERCE_ENTRUST.SIGN' })
    await send({ id: 'EV-2', plaintext: { out_contract_code: OUT_TRADE_NO, contract_state: 'SIGNED' } })
    expect(store.all('contract_notifications').map(({ reason }) => reason)).toEqual([
      'FIELDS_MALFORMED',
      'FIELDS_MALFORMED',
    ])
    expect(stored()).toEqual(payment)
  })
})

it.each([
  ['another key', { key: stranger.privateKey }],
  ['a serial nobody knows', { serial: 'PUB_KEY_ID_0000000000000000000000000000' }],
  ['a clock of yesterday', { timestampSec: NOW / 1000 - 86_400 }],
])('forged with %s is refused with 401, and nothing is kept', async (_, forged) => {
  expect(await send(forged)).toMatchObject({ statusCode: 401 })
  expect(stored()).toEqual(payment)
  expect(store.all('contract_notifications')).toEqual([])
})

it.each(['begin', 'get', 'put', 'add', 'commit'] as const)(
  'a fault at the %s of the database is answered 503, and the next delivery makes up for it',
  async (fault) => {
    store.failNext(fault)
    expect(await send()).toMatchObject({ statusCode: 503 })
    expect(outbox()).toEqual([])
    expect(await send()).toMatchObject({ statusCode: 204 })
    expect(stored()).toMatchObject({ state: 'PAID' })
  },
)

it('logs no openid, whatever happens', async () => {
  await send()
  await send({ id: 'EV-2', plaintext: { ...paid, payer: { openid: 'oBob' } } })
  expect(JSON.stringify(logged)).not.toMatch(/oAlice|oBob|ciphertext/)
})
