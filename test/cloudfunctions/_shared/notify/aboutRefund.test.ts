// REFUND.*: verified, compared to the fen, each end stored once.
import { NOW } from '../../../support/builders'
import type { NotifyParts } from '../../../support/buildersNotify'
import { aRefund, COMBINE_NO, OUT_REFUND_NO, wireRefund } from '../../../support/buildersMoney'
import { aPayment, OUT_TRADE_NO, PREPAY } from '../../../support/buildersOrders'
import { fakeNotify, type FakeNotify } from '../../../support/fakeNotify'

const refund = aRefund({ state: 'PROCESSING' })
const payment = aPayment({ ...PREPAY, state: 'PAID', refunds: { [OUT_REFUND_NO]: 100 } })
const says = (refund_status: string, changes: object = {}) => {
  const { status, ...plaintext } = wireRefund(refund, refund_status)
  expect(status).toBe(refund_status)
  return { ...plaintext, refund_status, mchid: '1900000109', ...changes }
}

let notify: FakeNotify
let store: FakeNotify['store']
beforeEach(() => {
  notify = fakeNotify()
  store = notify.store
  store.seed('payments', payment)
  store.seed('refunds', refund)
})

const send = async (end: string, parts: Partial<NotifyParts> = {}) =>
  notify.send({ event_type: `REFUND.${end}`, plaintext: says(end), ...parts })
const outbox = () => store.all('contract_outbox').map(({ _id }) => _id)
const kept = () => store.all('contract_notifications')

it.each([
  ['SUCCESS', 'REFUNDED', { [OUT_REFUND_NO]: 100 }],
  ['CLOSED', 'PAID', {}],
  ['ABNORMAL', 'PAID', { [OUT_REFUND_NO]: 100 }],
])('%s is kept with refund, order and outbox row in one transaction, and answered 204', async (end, state, refunds) => {
  expect(await send(end)).toMatchObject({ statusCode: 204, body: '' })
  expect(store.all('refunds')).toMatchObject([{ state: end, evidence: [{ source: 'notify', atMs: NOW, what: end }] }])
  expect(store.all('payments')).toMatchObject([{ state, refunds }])
  expect(outbox()).toEqual([`${OUT_REFUND_NO}:REFUND_${end}`])
  expect(kept()).toMatchObject([{ outcome: 'applied', code: OUT_REFUND_NO }])
  expect(store.begun).toBe(1)
  const alerts = notify.logged.filter(({ level }) => level === 'alert')
  expect(alerts.map(({ fields }) => fields)).toEqual(end === 'ABNORMAL' ? [{ out_refund_no: OUT_REFUND_NO }] : [])
})

it('copies, at once and under other ids, tell the merchant once', async () => {
  const replies = await Promise.all([send('SUCCESS'), send('SUCCESS'), send('SUCCESS', { id: 'EV-2' })])
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([204, 204, 204])
  expect(store.all('refunds')[0]?.evidence).toHaveLength(1)
  expect(outbox()).toEqual([`${OUT_REFUND_NO}:REFUND_SUCCESS`])
})

it('ends in any order the same: what was abnormal, or said to be closed, and succeeds, has succeeded and counts', async () => {
  for (const [index, end] of ['CLOSED', 'SUCCESS', 'ABNORMAL'].entries()) await send(end, { id: `EV-${index}` })
  expect(store.all('refunds')).toMatchObject([{ state: 'SUCCESS' }])
  expect(store.all('payments')).toMatchObject([{ state: 'REFUNDED', refunds: { [OUT_REFUND_NO]: 100 } }])
})

it('of a number every object has a member of, said to be closed and then paid out, counts too', async () => {
  const _id = 'constructor'
  store.seed('payments', { ...payment, state: 'REFUNDED', refunds: {} })
  store.seed('refunds', { ...refund, _id, state: 'CLOSED' })
  await send('SUCCESS', { plaintext: says('SUCCESS', { out_refund_no: _id }) })
  expect(store.all('payments')[0]?.refunds).toMatchObject({ [_id]: 100 })
})

it('that names a charge besides is of a refund all the same', async () => {
  await send('SUCCESS', { plaintext: says('SUCCESS', { combine_out_trade_no: COMBINE_NO }) })
  expect(kept()).toMatchObject([{ outcome: 'applied', code: OUT_REFUND_NO }])
})

it.each<[string, Partial<NotifyParts>, string]>([
  ['another amount', { plaintext: says('SUCCESS', { amount: { refund: 101, total: 350 } }) }, 'IDENTITY_MISMATCH'],
  ['another order', { plaintext: says('SUCCESS', { out_trade_no: 'ANOTHER-1' }) }, 'IDENTITY_MISMATCH'],
  ['another merchant', { plaintext: says('SUCCESS', { mchid: '1900000999' }) }, 'IDENTITY_MISMATCH'],
  ['another platform', { plaintext: says('SUCCESS', { sp_mchid: '1900000999' }) }, 'IDENTITY_MISMATCH'],
  ['another end than its event', { plaintext: says('CLOSED') }, 'STATE_CONTRADICTS'],
  ['an unreadable amount', { plaintext: says('SUCCESS', { amount: 'all' }) }, 'FIELDS_MALFORMED'],
])('that tells %s is set aside, and the refund is asked about now', async (_, parts, reason) => {
  expect(await send('SUCCESS', parts)).toMatchObject({ statusCode: 204 })
  expect(kept()).toMatchObject([{ outcome: 'setAside', reason }])
  expect(store.all('refunds')).toMatchObject([{ state: 'PROCESSING', setAsideAtMs: NOW, dueAtMs: NOW }])
})

it.each([
  ['is', {}, 'REFUND_UNKNOWN'],
  ['that cannot be read is', { amount: undefined }, 'FIELDS_MALFORMED'],
])(
  'of a refund made in the merchant platform %s set aside, and its order is asked about now',
  async (_, changes, reason) => {
    const plaintext = says('SUCCESS', { out_refund_no: 'BY-HAND', ...changes })
    expect(await send('SUCCESS', { plaintext })).toMatchObject({ statusCode: 204 })
    expect(kept()).toMatchObject([{ outcome: 'setAside', reason, code: 'BY-HAND' }])
    expect(store.all('payments')).toMatchObject([{ _id: OUT_TRADE_NO, setAsideAtMs: NOW, dueAtMs: NOW }])
    expect(store.all('refunds')).toEqual([refund])
  },
)
