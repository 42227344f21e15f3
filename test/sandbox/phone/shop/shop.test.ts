// What the merchant's own server could do for one user, and which call does it.
import { DEED_ROWS } from '../../../../sandbox/phone/browser/shell/shop/deeds'
import { callOf } from '../../../../sandbox/phone/shop/callOf'
import { describeDone } from '../../../../sandbox/phone/shop/describeDone'
import { shopOnRecord, type ShopRecords } from '../../../../sandbox/phone/shop/shopOnRecord'
import { SHOP_DEEDS, type ShopDeed, type ShopView } from '../../../../sandbox/phone/wire'

const none: ShopRecords = { contracts: [], payments: [], charges: [], charge_orders: [], refunds: [] }
const NOON = Date.parse('2026-11-28T12:00:00+08:00')
const look = (some: Partial<ShopRecords>, movedAtMs: readonly number[] = []) =>
  shopOnRecord('o1', { ...none, ...some }, { movedAtMs, nowMs: NOON })

const contract = (_id: string, more: object = {}) => ({ _id, openid: 'o1', state: 'SIGNED', createdAtMs: 1, ...more })
const payment = (_id: string, more: object = {}) => ({
  _id,
  state: 'PAID',
  request: { payer: { openid: 'o1' }, amount: { total: 350 } },
  paidAtMs: 5,
  createdAtMs: 1,
  ...more,
})
const CHARGED = {
  contracts: [contract('c')],
  charges: [{ _id: 'ride', code: 'c', state: 'PAID', paidAtMs: 7 }],
  charge_orders: [{ _id: 'ride-1', combine_out_trade_no: 'ride', total: 351, createdAtMs: 1, refunds: { a: 176 } }],
}

describe('what there is', () => {
  it.each<[string, Partial<ShopRecords>, ShopView['order']]>([
    ['nothing paid', { payments: [payment('n', { state: 'PLACED' })] }, undefined],
    ['what another user paid', { payments: [payment('n', { request: { payer: { openid: 'o2' } } })] }, undefined],
    ['a charge of another user', { ...CHARGED, contracts: [contract('c', { openid: 'o2' })] }, undefined],
    [
      'the last by when it was paid',
      { payments: [payment('new', { paidAtMs: 6 }), payment('old')] },
      { out_trade_no: 'new', total: 350, left: 350 },
    ],
    [
      'of one second the one that was placed last',
      { payments: [payment('new', { createdAtMs: 2 }), payment('old')] },
      { out_trade_no: 'new', total: 350, left: 350 },
    ],
    [
      'an order of a charge',
      { ...CHARGED, payments: [payment('n')] },
      { out_trade_no: 'ride-1', total: 351, left: 175 },
    ],
    [
      'one that is given back, and a refund nobody knows the fate of',
      {
        payments: [payment('n', { state: 'REFUNDED', refunds: { r: 350 } })],
        refunds: [{ _id: 'r', out_trade_no: 'n', state: 'REQUESTED', request: { amount: { refund: 350 } } }],
      },
      { out_trade_no: 'n', total: 350, left: 0, unsettled: { out_refund_no: 'r', amount: 350 } },
    ],
  ])('%s', (_, some, order) => {
    expect(look(some).order).toEqual(order)
  })

  it.each<[string, Partial<ShopRecords>, ShopView['contract']]>([
    ['one that has ended', { contracts: [contract('c', { state: 'TERMINATED' })] }, undefined],
    ['one that is closing', { contracts: [contract('c', { terminateRequestedAtMs: 3 })] }, undefined],
    ['the newest', { contracts: [contract('c', { createdAtMs: 2 }), contract('d')] }, { code: 'c' }],
    [
      'with a charge nobody knows the fate of',
      {
        contracts: [contract('c')],
        charges: [{ _id: 'x', code: 'c', state: 'REQUESTED', request: { sub_orders: [{ out_trade_no: 'x-1' }] } }],
      },
      { code: 'c', unsettled: { combine_out_trade_no: 'x', out_trade_no: 'x-1' } },
    ],
  ])('the contract: %s', (_, some, expected) => {
    expect(look(some).contract).toEqual(expected)
  })

  it('the bill of the last day that is over, in Beijing', () => {
    expect(look({}, [NOON]).billDay).toBeUndefined()
    const evening = Date.parse('2026-11-26T17:00:00Z')
    expect(look({}, [NOON, evening, evening - 86_400_000]).billDay).toBe('2026-11-27')
  })
})

const FRESH = { number: '1', sold: { description: 'd', total: 350, sub_mchid: 's' } }
const view = (more: Partial<ShopView>): ShopView => ({ user: 'o1', ...more })
const order = (left: number, more: Partial<NonNullable<ShopView['order']>> = {}) =>
  view({ order: { out_trade_no: 'n', total: 351, left, ...more } })

describe('the call', () => {
  it.each<[ShopDeed, ShopView, object]>([
    ['refundHalf', order(351), { out_refund_no: 'REFUND1', amount: 176 }],
    ['refundHalf', order(175), { amount: 175 }],
    ['refundRest', order(175), { amount: 175 }],
    ['refundRest', order(10, { unsettled: { out_refund_no: 'r', amount: 7 } }), { out_refund_no: 'r', amount: 7 }],
    ['charge', view({ contract: { code: 'c' } }), { combine_out_trade_no: 'CHARGE1' }],
    [
      'charge',
      view({ contract: { code: 'c', unsettled: { combine_out_trade_no: 'x', out_trade_no: 'x-1' } } }),
      { combine_out_trade_no: 'x', sub_orders: [{ out_trade_no: 'x-1', ...FRESH.sold }] },
    ],
    ['matchBill', view({ billDay: '2026-11-27' }), { date: '2026-11-27' }],
  ])('%s of %j', (deed, shop, input) => {
    expect(callOf(deed, shop, FRESH).input).toMatchObject(input)
  })

  it.each([...SHOP_DEEDS.map((deed) => [deed, view({})] as const), ['refundRest', order(0)] as const])(
    '%s of %j: cannot be now, and the button says so',
    (deed, shop) => {
      expect(() => callOf(deed, shop, FRESH)).toThrow()
      expect(DEED_ROWS.find(({ deeds }) => deeds.includes(deed))?.can(shop)).toBe(false)
    },
  )
})

describe('the line', () => {
  const told = (call: Parameters<typeof describeDone>[0], result: object) =>
    describeDone(call, { ms: 1, isCold: false, answer: { result } })
  const charge = { functionName: 'chargeContract', action: 'charge', input: {}, amount: 350 } as const
  const bill = { functionName: 'contractAdmin', action: 'matchBill', input: {} } as const
  const matched = { ok: true, date: 'd', paid: 2, refunded: 1, reversed: 0, differing: 0, differences: [] }

  it('of a charge says how much, and is good only where it is paid', () => {
    expect(told(charge, { ok: true, state: 'paid' })).toMatchObject({ tone: 'good', pill: 'paid' })
    expect(told(charge, { ok: true, state: 'cashier' })).toMatchObject({ tone: 'warn', pill: 'cashier' })
    expect(told(charge, { ok: false, error: { code: 'NOT_SIGNED', message: 'm' } })).toMatchObject({
      tone: 'warn',
      pill: 'NOT_SIGNED',
      detail: ['¥3.50', 'm', {}],
    })
  })

  it('of a bill says how many rows there are, and what differs', () => {
    expect(told(bill, matched)).toMatchObject({ tone: 'good', pill: 'agrees', detail: [{ with: { count: 3 } }, {}] })
    const difference = { what: 'payment', number: 'n', difference: 'state', there: 'SUCCESS', here: 'PLACED' }
    expect(told(bill, { ...matched, differing: 9, differences: [difference] })).toMatchObject({
      tone: 'bad',
      pill: 'differs',
      detail: [{}, { with: { count: 9 } }, 'payment n state: SUCCESS, PLACED', {}],
    })
  })
})
