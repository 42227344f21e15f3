// What is on record about the numbers of a bill, and which numbers belong to its day by our word.
import { CallFailure } from '../../kernel/errors'
import { memberOf } from '../../kernel/chosenNumbers'
import type { Deadline, Store } from '../../kernel/ports'
import type { ChargeRecord } from '../../records/charges'
import { MAX_LISTED, type Listed, type ListName } from '../../records/lists'
import type { PaymentRecord } from '../../records/payments'
import type { RefundRecord } from '../../records/refunds'
import type { BillDeps } from '../ports'
import type { BillRow } from './tradeBill'
import type { OfTheDay, OnRecord, OurPayment, OurRefund } from './compareBill'

interface Day {
  /** From the first to the last millisecond of it. */
  fromMs: number
  toMs: number
}

/** Days of WeChat Pay's bills are Beijing's. @param date `yyyy-MM-dd` */
export function dayOf(date: string): Day {
  const fromMs = Date.parse(`${date}T00:00:00+08:00`)
  return { fromMs, toMs: fromMs + 24 * 60 * 60 * 1000 - 1 }
}

interface Ours {
  onRecord: OnRecord
  ofTheDay: OfTheDay
}

type LookUpDeps = Pick<BillDeps, 'store' | 'deadline'>

/** @throws {StoreError} the database failed; {CallFailure} STORE_FAILED: the time is over, and half of it would be told as missing */
export async function recordsOf(rows: readonly BillRow[], day: Day, { store, deadline }: LookUpDeps): Promise<Ours> {
  const [paid, charged, refunded] = await Promise.all([
    allOf('paymentsByPaidAt', day, store),
    allOf('chargesByPaidAt', day, store),
    allOf('refundsByAge', day, store),
  ])
  const payments = new Map([...paid.map(ofPayment), ...charged.flatMap(ofCharge)].map((one) => [one.out_trade_no, one]))
  const refunds = new Map(refunded.map(ofRefund).map((one) => [one.out_refund_no, one]))
  const ofTheDay = {
    payments: [...payments.keys()],
    refunds: refunded.filter((one) => isInBill(one, day)).map(({ _id }) => _id),
  }
  await sideBySide(unknownOf(rows, { payments, refunds }), deadline, async (row) =>
    row.kind === 'refund'
      ? addRefund(row, { payments, refunds }, store)
      : addPayment(row.out_trade_no, payments, store),
  )
  return { onRecord: { payments, refunds }, ofTheDay }
}

/** Of others nobody can say here whether WeChat Pay has them; and of what was sent again since, on which day it was taken on. */
const isInBill = ({ state, createdAtMs, sentAtMs = createdAtMs }: RefundRecord, { toMs }: Day): boolean =>
  ['PROCESSING', 'ABNORMAL', 'SUCCESS'].includes(state) && sentAtMs <= toMs

async function allOf<Name extends ListName>(name: Name, { fromMs, toMs }: Day, store: Store): Promise<Listed<Name>[]> {
  const found: Listed<Name>[] = []
  let after = { at: fromMs - 1, _id: LAST_ID }
  for (;;) {
    const page = await store.list(name, { upTo: toMs, limit: MAX_LISTED, after })
    found.push(...page)
    const last = page.at(-1)
    if (page.length < MAX_LISTED || !last) return found
    after = { at: placeOf(last), _id: last._id }
  }
}

/** Behind every number there is. */
const LAST_ID = '~'

/** The number a list of money goes by. */
const placeOf = (record: { paidAtMs?: number; createdAtMs?: number } & object): number =>
  ('refund_id' in record || 'out_trade_no' in record ? record.createdAtMs : record.paidAtMs) ?? 0

/** Of the day by our records they are known; of the others, each number once. */
function unknownOf(rows: readonly BillRow[], { payments, refunds }: OnRecord): BillRow[] {
  const unknown = new Map<string, BillRow>()
  for (const row of rows) {
    const isRefund = row.kind === 'refund'
    const number = isRefund ? row.out_refund_no : row.out_trade_no
    const name = isRefund ? `refund ${number} of ${row.out_trade_no}` : `payment ${number}`
    if (!(isRefund ? refunds : payments).has(number)) unknown.set(name, row)
  }
  return [...unknown.values()]
}

/** So many numbers are looked up at once: a database has only so many connections. */
const AT_ONCE = 20
/** A group of them, should the database be slow. */
const GROUP_MS = 1000

async function sideBySide(
  rows: readonly BillRow[],
  deadline: Deadline,
  lookUp: (row: BillRow) => Promise<void>,
): Promise<void> {
  for (let done = 0; done < rows.length; done += AT_ONCE) {
    if (deadline.leftMs() < GROUP_MS) {
      const how = `${done} of ${rows.length} numbers of the bill were looked up when the time was over`
      throw new CallFailure('STORE_FAILED', `${how}, and nothing was compared: call again when the database is quicker`)
    }
    await Promise.all(rows.slice(done, done + AT_ONCE).map(lookUp))
  }
}

async function addPayment(number: string, payments: Map<string, OurPayment>, store: Store): Promise<void> {
  const payment = await store.read('payments', number)
  const order = payment ? undefined : await store.read('charge_orders', number)
  const combined = order?.combine_out_trade_no
  const charge = combined === undefined ? undefined : await store.read('charges', combined)
  const found = payment ? [ofPayment(payment)] : charge ? ofCharge(charge) : []
  for (const one of found) payments.set(one.out_trade_no, one)
}

/** With the order of one that nobody here has: it may be what was taken back. */
async function addRefund(
  { out_refund_no: number, out_trade_no }: RefundRow,
  { payments, refunds }: Found,
  store: Store,
): Promise<void> {
  const refund = await store.read('refunds', number)
  if (refund) refunds.set(number, ofRefund(refund))
  else if (!payments.has(out_trade_no)) await addPayment(out_trade_no, payments, store)
}

type RefundRow = Extract<BillRow, { kind: 'refund' }>

interface Found {
  payments: Map<string, OurPayment>
  refunds: Map<string, OurRefund>
}

const ofPayment = ({ _id, request, state, transaction_id }: PaymentRecord): OurPayment => ({
  out_trade_no: _id,
  total: request.amount.total,
  state,
  wasPaid: state === 'PAID' || state === 'REFUNDED',
  wasReversed: false,
  transaction_id,
})

const ofCharge = ({ request, state, transactionIds, paidAtMs }: ChargeRecord): OurPayment[] =>
  request.sub_orders.map(({ out_trade_no, amount }) => ({
    out_trade_no,
    total: amount.total_amount,
    state,
    wasPaid: state === 'PAID' || (state === 'REVERSED' && paidAtMs !== undefined),
    wasReversed: state === 'REVERSED',
    transaction_id: memberOf(transactionIds, out_trade_no),
  }))

const ofRefund = ({ _id, request, state }: RefundRecord): OurRefund => ({
  out_refund_no: _id,
  refund: request.amount.refund,
  state,
})
