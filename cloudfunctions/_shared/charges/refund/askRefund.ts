// Ask WeChat Pay about one refund and write down what the answer proves. At most once in 1.5 s per refund, whoever asks.
import { StoreError, type CallFailure } from '../../kernel/errors'
import { toFailure } from '../../kernel/outcomes'
import type { CallOutcome } from '../../kernel/ports'
import { settleSetAside } from '../../kernel/setAside'
import { takeTurn, type AskOptions } from '../../kernel/turns'
import type { RefundRecord } from '../../records/refunds'
import type { RefundDeps } from '../ports'
import { judgeRefund, readRefundNews } from './refundNews'
import { writeRefund } from './writeRefund'

export type AskedRefund = { refund: RefundRecord } & (
  | { answer: 'known' }
  /** WeChat Pay's own word that there is no such refund. */
  | { answer: 'notMade'; httpStatus: number; apiCode: string }
  /** Verified, and about another refund or beyond our understanding: nothing moved, and what is true is not known. */
  | { answer: 'setAside' }
  /** Asked by someone a moment ago: the record answers. */
  | { answer: 'notAsked' }
  | { answer: 'failed'; failure: CallFailure }
)

export async function askRefund(known: RefundRecord, deps: RefundDeps, options?: AskOptions): Promise<AskedRefund> {
  const { mayAsk, document: refund } = await takeTurn('refunds', known, deps, options)
  if (!mayAsk) return { refund, answer: 'notAsked' }
  const asked = await understand(await deps.refundGateway.query(refund), refund, deps)
  const isAnswered = asked.answer === 'known' || asked.answer === 'notMade'
  if (!isAnswered || refund.setAsideAtMs === undefined) return asked
  return { ...asked, refund: await settleSetAside('refunds', asked.refund, refund.setAsideAtMs, deps.store) }
}

/** Of a question, and of what was sent: an answer says the same either way. */
export async function understand(
  outcome: CallOutcome<unknown>,
  refund: RefundRecord,
  deps: RefundDeps,
): Promise<AskedRefund> {
  if (outcome.kind === 'accepted') return learn(outcome.reply, refund, deps)
  if (outcome.kind === 'refused' && outcome.isSigned && outcome.httpStatus === 404) {
    const { httpStatus, apiCode } = outcome
    return { refund, answer: 'notMade', httpStatus, apiCode }
  }
  return { refund, answer: 'failed', failure: toFailure(outcome) }
}

async function learn(reply: unknown, refund: RefundRecord, deps: RefundDeps): Promise<AskedRefund> {
  const read = readRefundNews(reply)
  if (!read.ok) return setAside(refund, 'FIELDS_MALFORMED', read.fields, deps)
  const nowMs = deps.clock.nowMs()
  const told = await deps.store.transact(async (tx) => {
    const current = await tx.get('refunds', refund._id)
    // It was written before it was sent, and nobody deletes it.
    if (!current) throw new StoreError('read refunds', 'the record is gone')
    const verdict = judgeRefund(read.news, current, 'query', nowMs)
    if (verdict.kind === 'setAside') return { verdict, refund: current }
    return writeRefund(tx, current, verdict.evidence)
  })
  if ('verdict' in told) return setAside(told.refund, told.verdict.reason, told.verdict.fields, deps)
  if (told.isNews && told.refund.state === 'ABNORMAL') deps.log.alert(ABNORMAL, { out_refund_no: refund._id })
  return { refund: told.refund, answer: 'known' }
}

/** For a person: nothing else moves it on. */
export const ABNORMAL = 'refund abnormal: it could not be paid out; see to it in the merchant platform'

function setAside(refund: RefundRecord, reason: string, fields: readonly string[], { log }: RefundDeps): AskedRefund {
  log.alert('refund answer set aside', { out_refund_no: refund._id, reason, fields: fields.join(',') })
  return { refund, answer: 'setAside' }
}
