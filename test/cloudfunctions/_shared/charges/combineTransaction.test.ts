// What is said of a charge as a whole, from what is said of each of its orders.
import { judgeCombine, readCombine } from '../../../../cloudfunctions/_shared/charges/combineTransaction'
import { CHARGED_AT, ORDER_1, ORDER_2, wireCharge } from '../../../support/buildersCharges'
import { aCharge } from '../../../support/buildersMoney'
import { NOW } from '../../../support/builders'

const CHARGE = aCharge()

function judge(message: unknown, charge = CHARGE) {
  const read = readCombine(message)
  if (!read.ok) return { kind: 'unreadable', ...read }
  return judgeCombine(read.transaction, charge, NOW)
}

it.each<[states: string[], kind: string]>([
  [['SUCCESS', 'SUCCESS'], 'paid'],
  [['SUCCESS', 'REFUND'], 'paid'],
  [['REFUND', 'REFUND'], 'paid'],
  [['REVOKED', 'REVOKED'], 'reversed'],
  [['REVOKED', 'CLOSED'], 'reversed'],
  [['NOTPAY', 'PAYERROR'], 'failed'],
  [['REVOKED', 'NOTPAY'], 'failed'],
  [['NOTPAY', 'USERPAYING'], 'pending'],
  [['ACCEPT', 'ACCEPT'], 'pending'],
  [['SUCCESS', 'NOTPAY'], 'inPart'],
  [['SUCCESS', 'USERPAYING'], 'inPart'],
  [['REVOKED', 'SUCCESS'], 'inPart'],
  [['REFUND', 'CLOSED'], 'inPart'],
  [['REFUND', 'NOTPAY'], 'inPart'],
])('%p is %s', (states, kind) => expect(judge(wireCharge(CHARGE, states))).toMatchObject({ kind }))

it.each<[states: string[], isGivenBack: boolean]>([
  [['SUCCESS', 'SUCCESS'], false],
  [['SUCCESS', 'REFUND'], false],
  [['REFUND', 'REFUND'], true],
  [['REVOKED', 'SUCCESS'], false],
  [['REFUND', 'NOTPAY'], false],
  [['REFUND', 'CLOSED'], true],
])('%j, and so all of it was given back: %p', (states, isGivenBack) =>
  expect(judge(wireCharge(CHARGE, states))).toMatchObject({ isGivenBack }),
)

it('knows what was paid for each order, and when the last of it was', () => {
  const reply = wireCharge(CHARGE, 'SUCCESS')
  const later = reply.sub_orders.map((order, index) =>
    index === 0 ? order : { ...order, success_time: '2026-11-21T10:06:00+08:00' },
  )
  expect(judge({ ...reply, sub_orders: later })).toEqual({
    kind: 'paid',
    facts: {
      transactionIds: { [ORDER_1.out_trade_no]: '420000', [ORDER_2.out_trade_no]: '420001' },
      paidAtMs: CHARGED_AT + 60_000,
    },
    isGivenBack: false,
  })
})

it.each([[[]], [null], [undefined]])('no orders, as %p: nothing is known of it', (sub_orders) =>
  expect(judge(wireCharge(CHARGE, 'SUCCESS', { sub_orders }))).toEqual({ kind: 'absent' }),
)

describe('is set aside', () => {
  const [first, second] = wireCharge(CHARGE, 'SUCCESS').sub_orders
  const but = (changes: object) => [{ ...first, ...changes }, second]
  it.each<[field: string, changes: object]>([
    ['combine_out_trade_no', { combine_out_trade_no: 'ANOTHER' }],
    ['combine_appid', { combine_appid: 'wxanother000000001' }],
    ['combine_mchid', { combine_mchid: '1900000999' }],
    ['sub_orders', { sub_orders: [first] }],
    ['sub_orders', { sub_orders: [first, first] }],
    ['sub_orders', { sub_orders: [first, second, { ...second, out_trade_no: 'ANOTHER' }] }],
    ['mchid', { sub_orders: but({ mchid: '1900000999' }) }],
    ['sub_mchid', { sub_orders: but({ sub_mchid: '1900000999' }) }],
    ['amount.total_amount', { sub_orders: but({ amount: { total_amount: 301, currency: 'CNY' } }) }],
    ['amount.total_amount', { sub_orders: but({ amount: undefined }) }],
    ['amount.currency', { sub_orders: but({ amount: { total_amount: 300, currency: 'USD' } }) }],
  ])('with another %s', (field, changes) => {
    expect(judge(wireCharge(CHARGE, 'SUCCESS', changes))).toMatchObject({
      kind: 'setAside',
      fields: expect.arrayContaining([field]) as string[],
    })
  })

  it('with another payment of the same order than before', () => {
    const known = aCharge({ state: 'PAID', transactionIds: { [ORDER_1.out_trade_no]: '1' } })
    expect(judge(wireCharge(known, 'SUCCESS'), known)).toMatchObject({ kind: 'setAside', fields: ['transaction_id'] })
  })

  it('in a state nobody has heard of', () => {
    expect(judge(wireCharge(CHARGE, ['SUCCESS', 'TELEPORTED']))).toMatchObject({ reason: 'STATE_UNKNOWN' })
  })
})

it('an order whose number every object has a member of is as good as any', () => {
  const [order] = CHARGE.request.sub_orders
  const request = {
    ...CHARGE.request,
    sub_orders: [{ ...order, out_trade_no: 'constructor' }] as typeof CHARGE.request.sub_orders,
  }
  const known = aCharge({ state: 'PAID', transactionIds: {}, request })
  expect(judge(wireCharge(known, 'SUCCESS'), known)).toMatchObject({ kind: 'paid' })
})

it.each<[what: string, message: unknown, fields: string[]]>([
  ['no object', 'SUCCESS', ['message']],
  ['no list', { ...wireCharge(CHARGE, 'SUCCESS'), sub_orders: {} }, ['sub_orders']],
  [
    'an amount with a fraction',
    wireCharge(CHARGE, 'SUCCESS', {
      sub_orders: [{ out_trade_no: 'A', trade_state: 'SUCCESS', amount: { total_amount: 3.5 } }],
    }),
    ['sub_orders.0.amount.total_amount'],
  ],
])('is not read with %s', (_, message, fields) => expect(judge(message)).toMatchObject({ kind: 'unreadable', fields }))
