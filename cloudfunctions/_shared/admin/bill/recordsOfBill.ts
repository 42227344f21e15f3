// What is on record about the numbers of a bill, and which numbers belong to its day by our word.
import type { Store } from '../../kernel/ports'
import type { ChargeRecord } from '../../records/charges'
import { MAX_LISTED, type Listed, type ListName } from '../../records/lists'
import type { PaymentRecord } from '../../records/payments'
import type { RefundRecord } from '../../records/refunds'
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

/** @throws {StoreError} the database failed */
export async function recordsOf(rows: readonly BillRow[], day: Day, store: Store): Promise<Ours> {
  const [paid, charged, refunded] = await Promise.all([
    allOf('paymentsByPaidAt', day, store),
    allOf('chargesByPaidAt', day, store),
    allOf('refundsByAge', day, store),
  ])
  const payments = new Map([...paid.map(ofPayment), ...charged.flatMap(ofCharge)].map((one) => [one.out_trade_no, one]))
  const refunds = new Map(refunded.map(ofRefund).map((one) => [one.out_refund_no, one]))
  const ofTheDay = {
    payments: [...payments.keys()],
    refunds: [...refunds.values()].filter(isInBill).map(({ out_refund_no }) => out_refund_no),
  }
  for (const row of rows) {
    if (row.kind === 'refund') await addRefund(row.out_refund_no, refunds, store)
    else await addPayment(row.out_trade_no, payments, store)
  }
  return { onRecord: { payments, refunds }, ofTheDay }
}

/** Of others nobody can say here whether WeChat Pay has them. */
const isInBill = ({ state }: OurRefund): boolean => ['PROCESSING', 'ABNORMAL', 'SUCCESS'].includes(state)

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

async function addPayment(number: string, payments: Map<string, OurPayment>, store: Store): Promise<void> {
  if (payments.has(number)) return
  const payment = await store.read('payments', number)
  const order = payment ? undefined : await store.read('charge_orders', number)
  const combined = order?.combine_out_trade_no
  const charge = combined === undefined ? undefined : await store.read('charges', combined)
  const found = payment ? [ofPayment(payment)] : charge ? ofCharge(charge) : []
  for (const one of found) payments.set(one.out_trade_no, one)
}

async function addRefund(number: string, refunds: Map<string, OurRefund>, store: Store): Promise<void> {
  if (refunds.has(number)) return
  const refund = await store.read('refunds', number)
  if (refund) refunds.set(number, ofRefund(refund))
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
    transaction_id: transactionIds?.[out_trade_no],
  }))

const ofRefund = ({ _id, request, state }: RefundRecord): OurRefund => ({
  out_refund_no: _id,
  refund: request.amount.refund,
  state,
})
