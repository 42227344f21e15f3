// Ask WeChat Pay about one order and write down what the answer proves. At most once in 1.5 s per order, whoever asks.
import { QUERY_INTERVAL_MS } from '../entrust/askContract'
import { toFailure } from '../entrust/callFailures'
import type { CallFailure } from '../entrust/errors'
import type { CallOutcome } from '../entrust/ports'
import type { OrderDeps } from './ports'
import type { PaymentRecord } from './records'
import { judgeTransaction, readTransaction } from './transaction'
import { writePayment } from './writePayment'

export type AskedOrder = { payment: PaymentRecord } & (
  | { answer: 'known' }
  /** WeChat Pay's own word that there is no such order. */
  | { answer: 'notPlaced' }
  /** Verified, and about another order or beyond our understanding: nothing moved, and what is true is not known. */
  | { answer: 'setAside' }
  /** Asked by someone a moment ago: the record answers. */
  | { answer: 'notAsked' }
  | { answer: 'failed'; failure: CallFailure }
)

export interface AskOrderOptions {
  /** Wait for the order's turn, at most 1.5 s, instead of letting the record answer. */
  wait?: boolean
}

export async function askOrder(
  payment: PaymentRecord,
  deps: OrderDeps,
  { wait = false }: AskOrderOptions = {},
): Promise<AskedOrder> {
  let turn = await takeTurn(payment, deps)
  if (!turn.isOurs && wait) {
    await deps.sleep(Math.min(QUERY_INTERVAL_MS, Math.max(0, turn.payment.nextQueryAtMs - deps.clock.nowMs())))
    turn = await takeTurn(payment, deps)
  }
  if (!turn.isOurs) return { payment: turn.payment, answer: 'notAsked' }
  const outcome = await deps.orderGateway.query(turn.payment)
  return record(outcome, turn.payment, deps)
}

async function takeTurn(payment: PaymentRecord, { store, clock }: OrderDeps) {
  return store.transact(async (tx) => {
    const current = (await tx.get('payments', payment._id)) ?? payment
    const nowMs = clock.nowMs()
    if (nowMs < current.nextQueryAtMs) return { isOurs: false, payment: current }
    const claimed = { ...current, nextQueryAtMs: nowMs + QUERY_INTERVAL_MS }
    await tx.put('payments', claimed)
    return { isOurs: true, payment: claimed }
  })
}

async function record(outcome: CallOutcome<unknown>, payment: PaymentRecord, deps: OrderDeps): Promise<AskedOrder> {
  if (outcome.kind === 'refused' && outcome.isSigned && outcome.httpStatus === 404)
    return { payment, answer: 'notPlaced' }
  if (outcome.kind !== 'accepted') return { payment, answer: 'failed', failure: toFailure(outcome) }
  const read = readTransaction(outcome.reply)
  if (!read.ok) return setAside(payment, 'FIELDS_MALFORMED', read.fields, deps)
  const verdict = judgeTransaction(read.transaction, payment, 'query', deps.clock.nowMs())
  switch (verdict.kind) {
    case 'setAside':
      return setAside(payment, verdict.reason, verdict.fields, deps)
    case 'unpaid':
      return { payment, answer: 'known' }
    case 'evidence': {
      const { evidence } = verdict
      const written = await deps.store.transact(async (tx) =>
        writePayment(tx, (await tx.get('payments', payment._id)) ?? payment, evidence),
      )
      return { payment: written.payment, answer: 'known' }
    }
  }
}

function setAside(payment: PaymentRecord, reason: string, fields: readonly string[], { log }: OrderDeps): AskedOrder {
  log.alert('order answer set aside', { out_trade_no: payment._id, reason, fields: fields.join(',') })
  return { payment, answer: 'setAside' }
}
