// What differs between a day's bill and what is on record. Pure: what is looked up is handed in.
import type { BillRow } from './tradeBill'

/** What is on record under an order number. */
export interface OurPayment {
  out_trade_no: string
  /** Fen. */
  total: number
  /** Such as `PAID`. */
  state: string
  /** It was paid once, whatever became of it. */
  wasPaid: boolean
  wasReversed: boolean
  transaction_id?: string | undefined
}

/** What is on record under a refund number. */
export interface OurRefund {
  out_refund_no: string
  /** Fen. */
  refund: number
  state: string
}

/** What is on record, by number. */
export interface OnRecord {
  payments: ReadonlyMap<string, OurPayment>
  refunds: ReadonlyMap<string, OurRefund>
}

/** Numbers that, by our records, belong to the day. */
export interface OfTheDay {
  payments: readonly string[]
  refunds: readonly string[]
}

export interface Difference {
  what: 'payment' | 'reversal' | 'refund'
  /** `out_trade_no` or `out_refund_no`. */
  number: string
  /** `missingHere`: not on record. `missingThere`: not in the bill. `twice`: more than once in it. Otherwise what is different. */
  difference: 'missingHere' | 'missingThere' | 'twice' | 'amount' | 'state' | 'transaction_id'
  /** As the bill and the record have it; amounts in fen. */
  there?: string | number
  here?: string | number
}

export function compareBill(bill: readonly BillRow[], onRecord: OnRecord, ofTheDay: OfTheDay): Difference[] {
  const rows = bill.map((row) => asReversal(row, onRecord))
  const told = {
    paid: numbersOf(rows, 'paid'),
    reversed: numbersOf(rows, 'reversed'),
    refund: numbersOf(rows, 'refund'),
  }
  const missing = (what: 'payment' | 'refund', numbers: readonly string[], there: readonly string[]): Difference[] => {
    const known = new Set(there)
    return numbers
      .filter((number) => !known.has(number))
      .map((number) => ({ what, number, difference: 'missingThere' }))
  }
  return [
    ...rows.flatMap((row) => compareRow(row, onRecord, told.reversed)),
    ...twice('payment', told.paid),
    ...twice('refund', told.refund),
    ...missing('payment', ofTheDay.payments, told.paid),
    ...missing('refund', ofTheDay.refunds, told.refund),
  ]
}

/** A charge that was taken back may be told as given back, of no refund of ours. In part it is somebody's deed in the merchant platform. */
function asReversal(row: BillRow, { payments, refunds }: OnRecord): BillRow {
  if (row.kind !== 'refund' || refunds.has(row.out_refund_no)) return row
  const { out_trade_no, refund: total } = row
  const payment = payments.get(out_trade_no)
  const isWhole = payment?.wasReversed === true && payment.total === total
  return isWhole ? { kind: 'reversed', out_trade_no, transaction_id: payment.transaction_id ?? '', total } : row
}

function compareRow(row: BillRow, { payments, refunds }: OnRecord, reversed: readonly string[]): Difference[] {
  switch (row.kind) {
    case 'paid':
      return comparePaid(row, payments.get(row.out_trade_no), reversed.includes(row.out_trade_no))
    case 'reversed':
      return compareReversed(row, payments.get(row.out_trade_no))
    case 'refund':
      return compareRefund(row, refunds.get(row.out_refund_no))
  }
}

type Paid = Extract<BillRow, { total: number }>
type Refunded = Extract<BillRow, { kind: 'refund' }>

function comparePaid(there: Paid, here: OurPayment | undefined, isTakenBack: boolean): Difference[] {
  const about = { what: 'payment', number: there.out_trade_no } as const
  if (!here) return [{ ...about, difference: 'missingHere', there: there.total }]
  // Paid for a moment, and taken back: nobody here need ever have heard of it.
  const isKnown = here.wasPaid || (here.wasReversed && isTakenBack)
  return [
    ...(isKnown ? [] : [{ ...about, difference: 'state', there: 'SUCCESS', here: here.state } as const]),
    ...amounts(about, there.total, here.total),
    ...(here.transaction_id === undefined || here.transaction_id === there.transaction_id
      ? []
      : [{ ...about, difference: 'transaction_id', there: there.transaction_id, here: here.transaction_id } as const]),
  ]
}

function compareReversed({ out_trade_no: number }: Paid, here: OurPayment | undefined): Difference[] {
  const about = { what: 'reversal', number } as const
  if (!here) return [{ ...about, difference: 'missingHere', there: 'REVOKED' }]
  return here.wasReversed ? [] : [{ ...about, difference: 'state', there: 'REVOKED', here: here.state }]
}

function compareRefund(there: Refunded, here: OurRefund | undefined): Difference[] {
  const about = { what: 'refund', number: there.out_refund_no } as const
  if (!here) return [{ ...about, difference: 'missingHere', there: there.refund }]
  const mayBe = Object.hasOwn(MAY_BE, there.status) ? MAY_BE[there.status] : undefined
  const isTrue = mayBe?.includes(here.state) ?? false
  return [
    ...(isTrue ? [] : [{ ...about, difference: 'state', there: there.status, here: here.state } as const]),
    ...amounts(about, there.refund, here.refund),
  ]
}

/** What became of a refund since the bill was made is in no bill. */
const MAY_BE: Readonly<Record<string, readonly string[]>> = {
  SUCCESS: ['SUCCESS'],
  PROCESSING: ['PROCESSING', 'ABNORMAL', 'CLOSED', 'SUCCESS'],
  CHANGE: ['ABNORMAL', 'CLOSED', 'SUCCESS'],
  ABNORMAL: ['ABNORMAL', 'CLOSED', 'SUCCESS'],
  FAIL: ['CLOSED'],
  CLOSED: ['CLOSED'],
}

const amounts = (about: Pick<Difference, 'what' | 'number'>, there: number, here: number): Difference[] =>
  there === here ? [] : [{ ...about, difference: 'amount', there, here }]

const numbersOf = (rows: readonly BillRow[], kind: BillRow['kind']): string[] =>
  rows.flatMap((row) => (row.kind === kind ? [row.kind === 'refund' ? row.out_refund_no : row.out_trade_no] : []))

function twice(what: 'payment' | 'refund', numbers: readonly string[]): Difference[] {
  const seen = new Set<string>()
  const again = new Set(numbers.filter((number) => seen.has(number) || !seen.add(number)))
  return [...again].map((number) => ({ what, number, difference: 'twice' }))
}
