// One rule moves an order: the higher state holds, and equal or lower evidence only fills what is empty. With the outbox row
// in the same transaction.
import { isAbove, onlyEmpty } from '../kernel/monotone'
import type { StoreTransaction } from '../kernel/ports'
import { MAX_EVIDENCE } from '../records/common'
import { withDue } from '../records/due'
import { PAYMENT_STATES, type OrderSummary, type PaymentRecord } from '../records/payments'
import type { PaymentEvidence } from './transaction'

/** @returns whether it said anything new, and the order as it now stands */
export async function writePayment(
  tx: StoreTransaction,
  payment: PaymentRecord,
  evidence: PaymentEvidence,
): Promise<{ isNew: boolean; payment: PaymentRecord }> {
  const isHigher = isAbove(PAYMENT_STATES, evidence.state, payment.state)
  const facts = isHigher ? evidence.facts : onlyEmpty(payment, evidence.facts)
  if (!isHigher && Object.keys(facts).length === 0) return { isNew: false, payment }
  const { source, atMs, what } = evidence
  const next = withDue('payments', {
    ...payment,
    ...facts,
    state: isHigher ? evidence.state : payment.state,
    evidence: [...payment.evidence, { source, atMs, what }].slice(-MAX_EVIDENCE),
  })
  await tx.put('payments', next)
  if (isPaid(next) && !isPaid(payment)) await tx.put('contract_outbox', paidRow(next, atMs))
  return { isNew: true, payment: next }
}

/** Paid once, and perhaps given back since. */
export const isPaid = ({ state }: PaymentRecord): boolean => state === 'PAID' || state === 'REFUNDED'

const paidRow = (payment: PaymentRecord, createdAtMs: number) =>
  withDue('contract_outbox', {
    _id: `${payment._id}:PAID`,
    code: payment._id,
    state: 'PAID',
    order: summarise(payment),
    createdAtMs,
    tries: 0,
  })

function summarise({ _id, request, state, transaction_id, paidAtMs }: PaymentRecord): OrderSummary {
  return {
    out_trade_no: _id,
    total: request.amount.total,
    ...(transaction_id !== undefined && { transaction_id }),
    ...(paidAtMs !== undefined && { paidAtMs }),
    ...(state === 'REFUNDED' && { isRefunded: true }),
  }
}
