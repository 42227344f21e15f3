// One rule moves a refund: the higher state holds, and equal or lower evidence only fills what is empty. With what was promised
// of the order, and the outbox row, in the same transaction.
import { isAbove, onlyEmpty } from '../../kernel/monotone'
import { memberOf } from '../../kernel/chosenNumbers'
import type { StoreTransaction } from '../../kernel/ports'
import { writePayment } from '../../orders/writePayment'
import { MAX_EVIDENCE } from '../../records/common'
import { withDue } from '../../records/due'
import { REFUND_STATES, type RefundRecord, type RefundState, type RefundSummary } from '../../records/refunds'
import { putRefunds, readPaidOrder, without } from './paidOrder'
import type { RefundEvidence } from './refundNews'

interface Written {
  /** It has come to another state. */
  isNews: boolean
  /** It said anything new. */
  isNew: boolean
  refund: RefundRecord
}

export async function writeRefund(
  tx: StoreTransaction,
  refund: RefundRecord,
  evidence: RefundEvidence,
): Promise<Written> {
  const isHigher = isAbove(REFUND_STATES, evidence.state, refund.state)
  const facts = isHigher ? evidence.facts : onlyEmpty(refund, evidence.facts)
  if (!isHigher && Object.keys(facts).length === 0) return { isNews: false, isNew: false, refund }
  const { source, atMs, what } = evidence
  const next = withDue('refunds', {
    ...refund,
    ...facts,
    state: isHigher ? evidence.state : refund.state,
    evidence: [...refund.evidence, { source, atMs, what }].slice(-MAX_EVIDENCE),
  })
  await tx.put('refunds', next)
  if (isHigher) await follow(tx, next, evidence)
  return { isNews: isHigher, isNew: true, refund: next }
}

/** WeChat Pay's own word that there is no such refund. */
export async function writeRefused(
  tx: StoreTransaction,
  refund: RefundRecord,
  refusal: NonNullable<RefundRecord['refusal']>,
): Promise<RefundRecord> {
  const evidence = { source: 'query', atMs: refusal.atMs, what: refusal.apiCode, state: 'REFUSED', facts: {} } as const
  const refusedCount = (refund.refusedCount ?? 0) + 1
  return (await writeRefund(tx, { ...refund, refusal, refusedCount }, evidence)).refund
}

const GIVES_NOTHING: readonly RefundState[] = ['REFUSED', 'CLOSED']

async function follow(tx: StoreTransaction, refund: RefundRecord, evidence: RefundEvidence): Promise<void> {
  await countAnew(tx, refund, evidence)
  const { _id, state } = refund
  if (state === 'REQUESTED' || state === 'PROCESSING') return
  const row = { code: _id, refund: summarise(refund), createdAtMs: evidence.atMs, tries: 0 }
  const told = `REFUND_${state}` as const
  await tx.put('contract_outbox', withDue('contract_outbox', { _id: rowId(refund, told), ...row, state: told }))
}

/** A receiver does nothing for an id it has dealt with: who has sent it anew, and is refused again, has to hear of that. */
function rowId({ _id, state, refusedCount = 1 }: RefundRecord, told: string): string {
  return state === 'REFUSED' && refusedCount > 1 ? `${_id}:${told}:${refusedCount}` : `${_id}:${told}`
}

/**
 * What is promised of the order, by their word: also again, where it was said to give nothing. An order something was given back of
 * is known to be REFUNDED at once.
 */
async function countAnew(tx: StoreTransaction, refund: RefundRecord, evidence: RefundEvidence): Promise<void> {
  const { _id, out_trade_no, request, state } = refund
  const paid = await readPaidOrder(async (collection, id) => tx.get(collection, id), out_trade_no)
  if (!paid) return
  const gives = !GIVES_NOTHING.includes(state)
  const refunds = gives ? { ...paid.record.refunds, [_id]: request.amount.refund } : without(paid, _id)
  if (paid.kind === 'order' && state === 'SUCCESS') {
    const given = { ...evidence, what: 'REFUND', state: 'REFUNDED', facts: {} } as const
    if ((await writePayment(tx, { ...paid.record, refunds }, given)).isNew) return
  }
  const isCounted = memberOf(paid.record.refunds, _id) !== undefined
  if (gives !== isCounted) await putRefunds(tx, paid, refunds)
}

function summarise({ _id, out_trade_no, combine_out_trade_no, request, ...refund }: RefundRecord): RefundSummary {
  const { refund_id, succeededAtMs, refusal, state } = refund
  return {
    out_refund_no: _id,
    out_trade_no,
    ...(combine_out_trade_no !== undefined && { combine_out_trade_no }),
    refund: request.amount.refund,
    total: request.amount.total,
    ...(refund_id !== undefined && { refund_id }),
    ...(succeededAtMs !== undefined && { succeededAtMs }),
    ...(state === 'REFUSED' && refusal && { apiCode: refusal.apiCode }),
  }
}
