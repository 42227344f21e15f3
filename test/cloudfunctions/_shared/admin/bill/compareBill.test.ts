// What differs between a bill and our records, by table.
import {
  compareBill,
  type Difference,
  type OurPayment,
  type OurRefund,
} from '../../../../../cloudfunctions/_shared/admin/bill/compareBill'
import type { BillRow } from '../../../../../cloudfunctions/_shared/admin/bill/tradeBill'

const paid: BillRow = { kind: 'paid', out_trade_no: 'A', transaction_id: '1', total: 100 }
const reversed: BillRow = { ...paid, kind: 'reversed' }
const refund = (status = 'SUCCESS') => ({
  kind: 'refund' as const,
  out_refund_no: 'R',
  out_trade_no: 'A',
  refund: 30,
  status,
})
const A: OurPayment = {
  out_trade_no: 'A',
  total: 100,
  state: 'PAID',
  wasPaid: true,
  wasReversed: false,
  transaction_id: '1',
}
const R: OurRefund = { out_refund_no: 'R', refund: 30, state: 'SUCCESS' }
const BACK = { ...A, state: 'REVERSED', wasReversed: true }

function compare(
  rows: BillRow[],
  payments: OurPayment[],
  refunds: OurRefund[] = [],
  ofTheDay = { payments: ['A'], refunds: ['R'] },
) {
  const onRecord = {
    payments: new Map(payments.map((one) => [one.out_trade_no, one])),
    refunds: new Map(refunds.map((one) => [one.out_refund_no, one])),
  }
  return compareBill(rows, onRecord, {
    payments: ofTheDay.payments.filter((number) => onRecord.payments.has(number)),
    refunds: ofTheDay.refunds.filter((number) => onRecord.refunds.has(number)),
  })
}

it.each<[what: string, rows: BillRow[], payments: OurPayment[], refunds: OurRefund[]]>([
  ['paid', [paid], [A], []],
  ['paid, and given back in part', [paid, refund()], [A], [R]],
  ['given back on another day than it was paid', [paid, refund()], [{ ...A, state: 'REFUNDED' }], [R]],
  ['paid and taken back', [paid, reversed], [BACK], []],
  ['paid and taken back before anybody here heard of it', [paid, reversed], [{ ...BACK, wasPaid: false }], []],
  ['taken back, and told as given back whole', [paid, { ...refund(), out_refund_no: '0', refund: 100 }], [BACK], []],
  ['a refund that has come further since', [paid, refund('PROCESSING')], [A], [R]],
  ['a payment of which no id is known here', [paid], [{ ...A, transaction_id: undefined }], []],
  ['nothing at all', [], [], []],
])('agrees: %s', (_, rows, payments, refunds) => expect(compare(rows, payments, refunds)).toEqual([]))

it.each<[rows: BillRow[], payments: OurPayment[], refunds: OurRefund[], differences: Partial<Difference>[]]>([
  [[paid], [], [], [{ what: 'payment', number: 'A', difference: 'missingHere', there: 100 }]],
  [[], [A], [], [{ what: 'payment', number: 'A', difference: 'missingThere' }]],
  [[paid], [{ ...A, total: 101 }], [], [{ difference: 'amount', there: 100, here: 101 }]],
  [
    [paid],
    [{ ...A, state: 'CLOSED', wasPaid: false }],
    [],
    [{ difference: 'state', there: 'SUCCESS', here: 'CLOSED' }],
  ],
  [[paid], [{ ...BACK, wasPaid: false }], [], [{ difference: 'state', there: 'SUCCESS', here: 'REVERSED' }]],
  [[paid], [{ ...A, transaction_id: '2' }], [], [{ difference: 'transaction_id', there: '1', here: '2' }]],
  [[paid, paid], [A], [], [{ difference: 'twice', number: 'A' }]],
  [[paid, reversed], [A], [], [{ what: 'reversal', difference: 'state', there: 'REVOKED', here: 'PAID' }]],
  [[paid, refund()], [A], [], [{ what: 'refund', number: 'R', difference: 'missingHere', there: 30 }]],
  [[paid, refund()], [BACK], [], [{ what: 'refund', number: 'R', difference: 'missingHere' }]],
  [[paid], [A], [R], [{ what: 'refund', number: 'R', difference: 'missingThere' }]],
  [[paid, refund()], [A], [{ ...R, refund: 31 }], [{ difference: 'amount', there: 30, here: 31 }]],
  [
    [paid, refund()],
    [A],
    [{ ...R, state: 'PROCESSING' }],
    [{ difference: 'state', there: 'SUCCESS', here: 'PROCESSING' }],
  ],
  [[paid, refund('PROCESSING')], [A], [{ ...R, state: 'REFUSED' }], [{ difference: 'state', here: 'REFUSED' }]],
  [[paid, refund('UNHEARD_OF')], [A], [R], [{ difference: 'state', there: 'UNHEARD_OF' }]],
  [[paid, refund('constructor')], [A], [R], [{ difference: 'state', there: 'constructor' }]],
])('differs: %#', (rows, payments, refunds, differences) => {
  expect(compare(rows, payments, refunds)).toEqual(differences.map((one) => expect.objectContaining(one) as object))
})
