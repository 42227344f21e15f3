// Ask WeChat Pay about one order and write down what the answer proves. At most once in 1.5 s per order, whoever asks.
import { toFailure } from '../kernel/outcomes'
import type { CallFailure } from '../kernel/errors'
import type { CallOutcome } from '../kernel/ports'
import { settleSetAside } from '../kernel/setAside'
import { takeTurn, type AskOptions } from '../kernel/turns'
import type { OrderDeps } from './ports'
import type { PaymentRecord } from '../records/payments'
import { judgeTransaction, readTransaction, type Transaction, type TransactionVerdict } from './transaction'
import { writePayment } from './writePayment'

export type AskedOrder = { payment: PaymentRecord } & (
  | { answer: 'known' }
  /** WeChat Pay's own word that there is no such order. */
  | { answer: 'notPlaced' }
  /** Verified, and about another order or beyond our understanding: nothing moved, and what is true is not known. */
  | { answer: 'setAside' }
  /** Asked by someone a moment ago: the record answers. */
  | { answer: 'notAsked' }
  /** `isRefused`: by WeChat Pay's own word. */
  | { answer: 'failed'; failure: CallFailure; isRefused: boolean }
)

export async function askOrder(payment: PaymentRecord, deps: OrderDeps, options?: AskOptions): Promise<AskedOrder> {
  const { mayAsk, document } = await takeTurn('payments', payment, deps, options)
  if (!mayAsk) return { payment: document, answer: 'notAsked' }
  const asked = await record(await deps.orderGateway.query(document), document, deps)
  const isAnswered = asked.answer === 'known' || asked.answer === 'notPlaced'
  // An answer that could not be had, or not be used, leaves open what a notification left open.
  if (!isAnswered || document.setAsideAtMs === undefined) return asked
  return { ...asked, payment: await settleSetAside('payments', asked.payment, document.setAsideAtMs, deps.store) }
}

/**
 * That there is no such order; or that it was refused when it was to be placed, and refused when it was asked about, as
 * with a merchant number that is not ours. Of neither does anybody have a prepay_id, so it cannot be paid.
 */
export function wasNeverPlaced(asked: AskedOrder): boolean {
  const { prepay_id, refusedAtMs } = asked.payment
  if (asked.answer === 'notPlaced') return true
  return asked.answer === 'failed' && asked.isRefused && refusedAtMs !== undefined && prepay_id === undefined
}

async function record(outcome: CallOutcome<unknown>, payment: PaymentRecord, deps: OrderDeps): Promise<AskedOrder> {
  if (outcome.kind === 'accepted') return judge(outcome.reply, payment, deps)
  const isRefused = outcome.kind === 'refused' && outcome.isSigned
  if (isRefused && outcome.httpStatus === 404) return { payment, answer: 'notPlaced' }
  return { payment, answer: 'failed', failure: toFailure(outcome), isRefused }
}

async function judge(reply: unknown, payment: PaymentRecord, deps: OrderDeps): Promise<AskedOrder> {
  const read = readTransaction(reply)
  if (!read.ok) return setAside(payment, 'FIELDS_MALFORMED', read.fields, deps)
  const verdict = judgeTransaction(read.transaction, payment, 'query', deps.clock.nowMs())
  const { said, known } =
    verdict.kind === 'evidence' ? await write(read.transaction, payment, deps) : asIs(verdict, payment)
  return said.kind === 'setAside'
    ? setAside(known, said.reason, said.fields, deps)
    : { payment: known, answer: 'known' }
}

const asIs = (said: TransactionVerdict, known: PaymentRecord) => ({ said, known })

/** Judged once more: a notification may have come in between, and told of another payment. */
async function write(transaction: Transaction, payment: PaymentRecord, { store, clock }: OrderDeps) {
  const nowMs = clock.nowMs()
  return store.transact(async (tx) => {
    const current = (await tx.get('payments', payment._id)) ?? payment
    const said = judgeTransaction(transaction, current, 'query', nowMs)
    if (said.kind !== 'evidence') return asIs(said, current)
    return asIs(said, (await writePayment(tx, current, said.evidence)).payment)
  })
}

function setAside(payment: PaymentRecord, reason: string, fields: readonly string[], { log }: OrderDeps): AskedOrder {
  log.alert('order answer set aside', { out_trade_no: payment._id, reason, fields: fields.join(',') })
  return { payment, answer: 'setAside' }
}
