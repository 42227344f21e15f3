// What is on record about an order, a charge or a refund: no payer, no body, no prepay_id.
import { CallFailure } from '../kernel/errors'
import type { Store } from '../kernel/ports'
import type { ChargeOrderRecord, ChargeRecord } from '../records/charges'
import type { PaymentRecord } from '../records/payments'
import type { RefundRecord } from '../records/refunds'
import { describeEntry, pick, rowsOf } from './shown'

/** An order, or a sub-order of a charge. @throws {CallFailure} NOT_FOUND */
export async function showOrder(out_trade_no: string, store: Store): Promise<object> {
  const [payment, chargeOrder] = await Promise.all([
    store.read('payments', out_trade_no),
    store.read('charge_orders', out_trade_no),
  ])
  if (payment) return { order: describeOrder(payment), outbox: await rowsOf(out_trade_no, ['PAID'], store) }
  if (chargeOrder) return { order: describeChargeOrder(chargeOrder) }
  throw new CallFailure('NOT_FOUND', 'out_trade_no: nobody has wished to pay an order of this number')
}

/** @throws {CallFailure} NOT_FOUND */
export async function showCharge(combine_out_trade_no: string, store: Store): Promise<object> {
  const charge = await store.read('charges', combine_out_trade_no)
  if (!charge) throw new CallFailure('NOT_FOUND', 'combine_out_trade_no: no charge has it')
  const outbox = await rowsOf(combine_out_trade_no, ['CHARGE_REFUSED', 'CHARGE_PAID', 'CHARGE_REVERSED'], store)
  return { charge: describeCharge(charge), outbox }
}

/** @throws {CallFailure} NOT_FOUND */
export async function showRefund(out_refund_no: string, store: Store): Promise<object> {
  const refund = await store.read('refunds', out_refund_no)
  if (!refund) throw new CallFailure('NOT_FOUND', 'out_refund_no: no refund has it')
  const states = ['REFUND_REFUSED', 'REFUND_ABNORMAL', 'REFUND_CLOSED', 'REFUND_SUCCESS'] as const
  return { refund: describeRefund(refund), outbox: await rowsOf(out_refund_no, states, store) }
}

const ASKED_FIELDS = ['setAsideAtMs', 'createdAtMs', 'erasedAtMs', 'dueAtMs', 'nextQueryAtMs', 'queryCount'] as const

const describeOrder = (payment: PaymentRecord): object => ({
  out_trade_no: payment._id,
  ...pick(payment, ORDER_FIELDS),
  total: payment.request.amount.total,
  evidence: payment.evidence.map(describeEntry),
})

const ORDER_FIELDS = [
  'state',
  'env',
  'mode',
  'sentAtMs',
  'refusedAtMs',
  'prepayUntilMs',
  'transaction_id',
  'paidAtMs',
  'refunds',
  ...ASKED_FIELDS,
] as const

const describeChargeOrder = (order: ChargeOrderRecord): object => ({
  out_trade_no: order._id,
  ...pick(order, ['combine_out_trade_no', 'total', 'refunds', 'createdAtMs']),
})

const describeCharge = (charge: ChargeRecord): object => ({
  combine_out_trade_no: charge._id,
  out_contract_code: charge.code,
  ...pick(charge, CHARGE_FIELDS),
  ...(charge.refusal && { refusal: pick(charge.refusal, ['httpStatus', 'apiCode', 'atMs']) }),
  sub_orders: charge.request.sub_orders.map(({ out_trade_no, sub_mchid, amount }) => ({
    out_trade_no,
    sub_mchid,
    total: amount.total_amount,
  })),
  evidence: charge.evidence.map(describeEntry),
})

const CHARGE_FIELDS = [
  'state',
  'env',
  'total',
  'sentAtMs',
  'reverseSentAtMs',
  'reverseTries',
  'transactionIds',
  'paidAtMs',
  'reversedAtMs',
  ...ASKED_FIELDS,
] as const

const describeRefund = (refund: RefundRecord): object => ({
  out_refund_no: refund._id,
  ...pick(refund, REFUND_FIELDS),
  ...(refund.refusal && { refusal: pick(refund.refusal, ['httpStatus', 'apiCode', 'atMs']) }),
  ...pick(refund.request.amount, ['refund', 'total']),
  evidence: refund.evidence.map(describeEntry),
})

const REFUND_FIELDS = [
  'state',
  'env',
  'mode',
  'endpoint',
  'out_trade_no',
  'combine_out_trade_no',
  'sentAtMs',
  'sentCount',
  'refund_id',
  'succeededAtMs',
  ...ASKED_FIELDS,
] as const
