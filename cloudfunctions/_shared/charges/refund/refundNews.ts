// What an authentic message says about a refund: answers of both endpoints and plaintext of `REFUND.*` are nearly alike.
import * as v from 'valibot'
import { fieldsOf, Id, Integer, readField, Text, Time, told } from '../../kernel/fields'
import { parseRfc3339 } from '../../kernel/times'
import type { RefundRecord, RefundState } from '../../records/refunds'

const RefundNo = v.pipe(Id, v.regex(/^[0-9A-Za-z_|*@-]{1,64}$/))

const NewsSchema = v.object({
  out_refund_no: RefundNo,
  out_trade_no: told(Id),
  refund_id: told(Id),
  /** Of an answer; of a notification `refund_status`. What a platform's refund is answered with at first has neither. */
  status: told(Text),
  refund_status: told(Text),
  success_time: told(Time),
  mchid: told(Id),
  sp_mchid: told(Id),
  sub_mchid: told(Id),
  amount: v.object({ refund: Integer, total: told(Integer), currency: told(Text) }),
})

type RefundNews = v.InferOutput<typeof NewsSchema>

export type RefundNewsResult =
  { ok: true; news: RefundNews } | { ok: false; fields: string[]; out_refund_no?: string; out_trade_no?: string }

/** `fields`: which are not of their type; the numbers are told all the same, where they are none of them. */
export function readRefundNews(message: unknown): RefundNewsResult {
  const parsed = v.safeParse(NewsSchema, message)
  if (parsed.success) return { ok: true, news: parsed.output }
  const out_refund_no = readField(message, 'out_refund_no', RefundNo)
  const out_trade_no = readField(message, 'out_trade_no', Id)
  return {
    ok: false,
    fields: fieldsOf(parsed.issues),
    ...(out_refund_no !== undefined && { out_refund_no }),
    ...(out_trade_no !== undefined && { out_trade_no }),
  }
}

export interface RefundEvidence {
  source: 'query' | 'notify'
  atMs: number
  what: string
  state: RefundState
  facts: Partial<Pick<RefundRecord, 'refund_id' | 'succeededAtMs'>>
}

type RefundVerdict =
  | { kind: 'evidence'; evidence: RefundEvidence }
  /** About another refund or amount, or in words we cannot read: kept, looked at by a person, never merged. */
  | { kind: 'setAside'; reason: string; fields: string[] }

const STATES: Readonly<Record<string, RefundState>> = {
  PROCESSING: 'PROCESSING',
  SUCCESS: 'SUCCESS',
  CLOSED: 'CLOSED',
  ABNORMAL: 'ABNORMAL',
}

export function judgeRefund(
  news: RefundNews,
  refund: RefundRecord,
  source: RefundEvidence['source'],
  atMs: number,
): RefundVerdict {
  const what = news.refund_status ?? news.status ?? 'PROCESSING'
  const state = Object.hasOwn(STATES, what) ? STATES[what] : undefined
  if (state === undefined) return { kind: 'setAside', reason: 'STATE_UNKNOWN', fields: ['status'] }
  const differing = findDifferences(news, refund)
  if (differing.length > 0) return { kind: 'setAside', reason: 'IDENTITY_MISMATCH', fields: differing }
  const { refund_id, success_time } = news
  const succeededAtMs = state === 'SUCCESS' ? (parseRfc3339(success_time ?? undefined) ?? atMs) : undefined
  const facts = { ...(refund_id && { refund_id }), ...(succeededAtMs !== undefined && { succeededAtMs }) }
  return { kind: 'evidence', evidence: { source, atMs, what, state, facts } }
}

/** Money is compared to the fen, and of one refund there is one id; what is told has to fit, and nothing else need be told. */
function findDifferences(news: RefundNews, { _id, mchid, out_trade_no, refund_id, request }: RefundRecord): string[] {
  const checks: [name: string, told: unknown, ours: unknown][] = [
    ['out_refund_no', news.out_refund_no, _id],
    ['out_trade_no', news.out_trade_no, out_trade_no],
    ['refund_id', news.refund_id, refund_id ?? news.refund_id],
    ['mchid', news.mchid, mchid],
    ['mchid', news.sp_mchid, mchid],
    ['sub_mchid', news.sub_mchid, request.sub_mchid],
    ['amount.refund', news.amount.refund, request.amount.refund],
    ['amount.total', news.amount.total, request.amount.total],
    ['amount.currency', news.amount.currency, 'CNY'],
  ]
  const isWrong = (told: unknown, ours: unknown) => told !== undefined && told !== null && told !== ours
  return [...new Set(checks.flatMap(([name, told, ours]) => (isWrong(told, ours) ? [name] : [])))]
}
