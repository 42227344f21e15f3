// A bill from its lines to what differs, by what the database holds.
import { matchBill, matchBillInput } from '../../../../../cloudfunctions/_shared/admin/bill/matchBill'
import { readData } from '../../../../../cloudfunctions/_shared/platform/doors/readEvent'
import type { CallOutcome } from '../../../../../cloudfunctions/_shared/kernel/ports'
import { ORDER_1, ORDER_2 } from '../../../../support/buildersCharges'
import { aCharge, aChargeOrder, aRefund } from '../../../../support/buildersMoney'
import { aPayment, ORDER, OUT_TRADE_NO } from '../../../../support/buildersOrders'
import { fakeDeps, refused, UNREACHABLE, type FakeDeps } from '../../../../support/fakeDeps'

const NAMES = ['微信订单号', '商户订单号', '交易状态', '应结订单金额', '商户退款单号', '退款金额', '退款状态']
const DATE = '2026-11-21'
/** 00:30 of that day in Beijing, which is the day before in Greenwich. */
const EARLY = Date.parse(`${DATE}T00:30:00+08:00`)
const MINUTE = 60_000
/** When its bill is there. */
const MADE = Date.parse(`${DATE}T10:00:00+08:00`) + 24 * 60 * MINUTE

const row = (...cells: string[]) => cells.map((cell) => `\`${cell}`).join(',')
const paid = (number: string, id: string, yuan: string) => row(id, number, 'SUCCESS', yuan, '0', '0.00', '')

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps()
  deps.clock.now = MADE
})

const match = async (
  lines: readonly string[],
  outcome: CallOutcome<unknown> = { kind: 'accepted', reply: undefined },
) =>
  matchBill(
    { date: DATE },
    {
      ...deps,
      bills: {
        tradeBill: async (date, take) => {
          expect(date).toBe(DATE)
          for (const line of [NAMES.join(','), ...lines, '总交易单数', '`1']) take(line)
          return Promise.resolve(outcome)
        },
      },
    },
  )

it('agrees with orders, with every order of a charge, and with refunds of the day, which is Beijing’s', async () => {
  deps.store.seed('payments', aPayment({ state: 'REFUNDED', transaction_id: '1', paidAtMs: EARLY }))
  const transactionIds = { [ORDER_1.out_trade_no]: '2', [ORDER_2.out_trade_no]: '3' }
  deps.store.seed('charges', aCharge({ state: 'PAID', transactionIds, paidAtMs: EARLY + MINUTE }))
  deps.store.seed('refunds', aRefund({ state: 'SUCCESS', createdAtMs: EARLY }))
  const bill = [
    paid(OUT_TRADE_NO, '1', '3.50'),
    paid(ORDER_1.out_trade_no, '2', '3.00'),
    paid(ORDER_2.out_trade_no, '3', '0.50'),
    row('1', OUT_TRADE_NO, 'REFUND', '0.00', aRefund()._id, '1.00', 'SUCCESS'),
  ]
  expect(await match(bill)).toEqual({
    date: DATE,
    paid: 3,
    refunded: 1,
    reversed: 0,
    onRecord: 4,
    differing: 0,
    differences: [],
  })
})

it('looks up what by our records is of another day, and what was never known as paid', async () => {
  deps.store.seed('payments', aPayment({ state: 'PAID', paidAtMs: EARLY - 31 * MINUTE }))
  deps.store.seed('charges', aCharge())
  deps.store.seed('charge_orders', aChargeOrder())
  expect(
    await match([
      paid(OUT_TRADE_NO, '1', '3.50'),
      paid(ORDER_1.out_trade_no, '2', '3.00'),
      paid('UNKNOWN', '9', '1.00'),
    ]),
  ).toMatchObject({
    differences: [
      { number: ORDER_1.out_trade_no, difference: 'state', here: 'REQUESTED' },
      { number: 'UNKNOWN', difference: 'missingHere', there: 100 },
    ],
  })
})

it('a charge that was taken back may be told as given back, order by order, by no refund of ours', async () => {
  deps.store.seed('charges', aCharge({ state: 'REVERSED' }))
  for (const { out_trade_no: _id } of [ORDER_1, ORDER_2]) deps.store.seed('charge_orders', aChargeOrder({ _id }))
  const back = (number: string, yuan: string) => row('2', number, 'REFUND', '0.00', '0', yuan, 'SUCCESS')
  const bill = [back(ORDER_1.out_trade_no, '3.00'), back(ORDER_2.out_trade_no, '0.50')]
  expect(await match(bill)).toMatchObject({ refunded: 2, differing: 0 })
})

it('a refund that was sent again on another day is expected in no bill, and known in either', async () => {
  const state = 'SUCCESS'
  deps.store.seed('payments', aPayment({ state: 'REFUNDED', transaction_id: '1', paidAtMs: EARLY }))
  deps.store.seed('refunds', aRefund({ state, createdAtMs: EARLY, sentAtMs: EARLY + 24 * 60 * MINUTE }))
  const bill = [paid(OUT_TRADE_NO, '1', '3.50')]
  expect(await match(bill)).toMatchObject({ differing: 0 })
  const given = row('1', OUT_TRADE_NO, 'REFUND', '0.00', aRefund()._id, '1.00', state)
  expect(await match([...bill, given])).toMatchObject({ differing: 0 })
})

it('more records than a list gives at once are all compared', async () => {
  const payments = Array.from({ length: 1001 }, (_, index) =>
    aPayment({ _id: `ORDER-${index}`, state: 'PAID', paidAtMs: EARLY }),
  )
  for (const payment of payments) deps.store.seed('payments', payment)
  const { differing } = await match(payments.map(({ _id }) => paid(_id, '1', (ORDER.total / 100).toFixed(2))))
  expect(differing).toBe(0)
})

describe('many numbers nobody here has of that day', () => {
  const numbers = Array.from({ length: 45 }, (_, index) => `OTHER-${index}`)
  const bill = numbers.map((number) => paid(number, '1', '1.00'))

  it('are looked up 20 at once, each once however often it is in the bill', async () => {
    const { store } = deps
    const read = store.read.bind(store)
    const asked: string[] = []
    let open = 0
    let most = 0
    store.read = async (collection, id) => {
      if (collection === 'payments') asked.push(id)
      most = Math.max(most, ++open)
      return read(collection, id).finally(() => open--)
    }
    const { differences } = await match([...bill, ...bill])
    expect(asked).toEqual(numbers)
    expect(most).toBe(20)
    expect(differences.filter(({ difference }) => difference === 'missingHere')).toHaveLength(90)
  })

  it('are told of not at all where the time is over before the last of them', async () => {
    const left = [58_000, 1000, 999]
    deps.deadline = { leftMs: () => left.shift() ?? 0 }
    await expect(match(bill)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('40 of 45 numbers of the bill were looked up') as string,
    })
  })
})

it('a day without any bill: whatever is on record is missing there', async () => {
  deps.store.seed('payments', aPayment({ state: 'PAID', paidAtMs: EARLY }))
  expect(await match([], refused(400, 'NO_STATEMENT_EXIST'))).toMatchObject({
    differing: 1,
    differences: [{ what: 'payment', number: OUT_TRADE_NO, difference: 'missingThere' }],
  })
})

it.each<[code: string, outcome: CallOutcome<unknown>, lines: string[]]>([
  ['WECHATPAY_UNREACHABLE', UNREACHABLE, []],
  ['WECHATPAY_REJECTED', refused(400, 'INVALID_REQUEST'), []],
  ['WECHATPAY_REJECTED', refused(400, 'NO_STATEMENT_EXIST', false), []],
  ['WECHATPAY_UNTRUSTED', { kind: 'accepted', reply: undefined }, [row('1', 'A')]],
])('nothing is said of a bill that was not had, or not read: %s', async (code, outcome, lines) => {
  await expect(match(lines, outcome)).rejects.toMatchObject({ code })
})

it('a day without any bill, by a word from before bills are there, is not empty: it may not have been made yet', async () => {
  deps.clock.now = MADE - 1
  await expect(match([], refused(400, 'NO_STATEMENT_EXIST'))).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
})

it.each([
  ['that is not over', MADE - 10 * 60 * MINUTE - 1],
  ['to come', EARLY - 24 * 60 * MINUTE],
])('a day %s in Beijing is refused by name, and nobody is asked', async (_, now) => {
  deps.clock.now = now
  const asked = jest.fn()
  const matching = matchBill({ date: DATE }, { ...deps, bills: { tradeBill: asked } })
  await expect(matching).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/^date: /) as string,
  })
  expect(asked).not.toHaveBeenCalled()
})

it.each(['2026-02-30', '20261121', '2026-13-01', 'today', 20261121])('a date of %p is refused', (date) => {
  expect(() => readData(matchBillInput, { date }, 'input')).toThrow(/^date: expected a day that exists/)
})
