// Ask WeChat Pay about one order and write down what the answer proves. At most once in 1.5 s per order, whoever asks.
import { toFailure } from '../kernel/outcomes'
import type { CallFailure } from '../kernel/errors'
import type { CallOutcome } from '../kernel/ports'
import { takeTurn, type AskOptions } from '../kernel/turns'
import type { OrderDeps } from './ports'
import type { PaymentRecord } from '../records/payments'
import { judgeTransaction, readTransaction } from './transaction'
import { writePayment } from './writePayment'

type AskedOrder = { payment: PaymentRecord } & (
  | { answer: 'known' }
  /** WeChat Pay's own word that there is no such order. */
  | { answer: 'notPlaced' }
  /** Verified, and about another order or beyond our understanding: nothing moved, and what is true is not known. */
  | { answer: 'setAside' }
  /** Asked by someone a moment ago: the record answers. */
  | { answer: 'notAsked' }
  | { answer: 'failed'; failure: CallFailure }
)

export async function askOrder(payment: PaymentRecord, deps: OrderDeps, options?: AskOptions): Promise<AskedOrder> {
  const { mayAsk, document } = await takeTurn('payments', payment, deps, options)
  if (!mayAsk) return { payment: document, answer: 'notAsked' }
  return record(await deps.orderGateway.query(document), document, deps)
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
