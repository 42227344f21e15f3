// What an authentic message says about an order: answer of the query and plaintext of `TRANSACTION.SUCCESS` are alike.
import * as v from 'valibot'
import { fieldsOf, Id, Integer, readField, Text, Time, told } from '../kernel/fields'
import { parseRfc3339 } from '../kernel/times'
import type { PaymentRecord, PaymentState } from '../records/payments'

const TradeNo = v.pipe(Id, v.regex(/^[0-9A-Za-z_*-]{1,32}$/))

const TransactionSchema = v.object({
  out_trade_no: TradeNo,
  trade_state: Text,
  appid: told(Text),
  mchid: told(Id),
  sp_appid: told(Text),
  sp_mchid: told(Id),
  sub_appid: told(Text),
  sub_mchid: told(Id),
  transaction_id: told(Id),
  success_time: told(Time),
  payer: told(v.object({ openid: told(Text), sp_openid: told(Text), sub_openid: told(Text) })),
  amount: told(v.object({ total: told(Integer), currency: told(Text) })),
})

export type Transaction = v.InferOutput<typeof TransactionSchema>

export type TransactionResult =
  { ok: true; transaction: Transaction } | { ok: false; fields: string[]; out_trade_no?: string }

/** `fields`: which are not of their type; `out_trade_no` is told all the same, where it is none of them. */
export function readTransaction(message: unknown): TransactionResult {
  const parsed = v.safeParse(TransactionSchema, message)
  if (parsed.success) return { ok: true, transaction: parsed.output }
  const out_trade_no = readField(message, 'out_trade_no', TradeNo)
  return { ok: false, fields: fieldsOf(parsed.issues), ...(out_trade_no !== undefined && { out_trade_no }) }
}

export interface PaymentEvidence {
  source: 'query' | 'notify'
  atMs: number
  what: string
  state: PaymentState
  facts: Partial<Pick<PaymentRecord, 'transaction_id' | 'paidAtMs'>>
}

export type TransactionVerdict =
  | { kind: 'evidence'; evidence: PaymentEvidence }
  /** Not paid, and may still be. */
  | { kind: 'unpaid' }
  /** About another order, payer or amount, or in words we cannot read: kept, looked at by a person, never merged. */
  | { kind: 'setAside'; reason: string; fields: string[] }

const STATES: Readonly<Record<string, PaymentState | 'unpaid'>> = {
  SUCCESS: 'PAID',
  REFUND: 'REFUNDED',
  CLOSED: 'CLOSED',
  REVOKED: 'CLOSED',
  NOTPAY: 'unpaid',
  USERPAYING: 'unpaid',
  PAYERROR: 'unpaid',
}

export function judgeTransaction(
  transaction: Transaction,
  payment: PaymentRecord,
  source: PaymentEvidence['source'],
  atMs: number,
): TransactionVerdict {
  const state = Object.hasOwn(STATES, transaction.trade_state) ? STATES[transaction.trade_state] : undefined
  if (state === undefined) return { kind: 'setAside', reason: 'STATE_UNKNOWN', fields: ['trade_state'] }
  const needsAmount = state === 'PAID' || state === 'REFUNDED'
  const differing = findDifferences(transaction, payment, needsAmount)
  if (differing.length > 0) return { kind: 'setAside', reason: 'IDENTITY_MISMATCH', fields: differing }
  if (state === 'unpaid') return { kind: 'unpaid' }
  const facts = needsAmount ? paidFacts(transaction, state, atMs) : {}
  return { kind: 'evidence', evidence: { source, atMs, what: transaction.trade_state, state, facts } }
}

/**
 * Money is compared to the fen; who paid only where it is told. Every name under which the merchant is told has to fit, and
 * of one payment there is one id: with another, money may have been taken twice.
 */
function findDifferences(
  told: Transaction,
  { _id, request, transaction_id }: PaymentRecord,
  needsAmount: boolean,
): string[] {
  const partner = 'sp_mchid' in request ? request : undefined
  const ours = 'sp_mchid' in request ? { mchid: request.sp_mchid, appid: request.sp_appid } : request
  const payer: Record<string, unknown> = { ...request.payer }
  const checks: [name: string, told: unknown[], ours: unknown, isNeeded: boolean][] = [
    ['out_trade_no', [told.out_trade_no], _id, true],
    ['mchid', [told.mchid, told.sp_mchid], ours.mchid, true],
    ['appid', [told.appid, told.sp_appid], ours.appid, true],
    ['sub_mchid', [told.sub_mchid], partner?.sub_mchid, partner !== undefined],
    ['amount.total', [told.amount?.total], request.amount.total, needsAmount],
    ['amount.currency', [told.amount?.currency], 'CNY', false],
    ...(transaction_id ? [toldOrNot('transaction_id', told.transaction_id, transaction_id)] : []),
    ...(partner?.sub_appid === undefined ? [] : [toldOrNot('sub_appid', told.sub_appid, partner.sub_appid)]),
    ...(['openid', 'sp_openid', 'sub_openid'] as const).flatMap((name) =>
      payer[name] === undefined ? [] : [toldOrNot(`payer.${name}`, told.payer?.[name], payer[name])],
    ),
  ]
  return checks.flatMap(([name, values, expected, isNeeded]) => {
    const given = values.filter((value) => value !== undefined && value !== null)
    return given.some((value) => value !== expected) || (given.length === 0 && isNeeded) ? [name] : []
  })
}

const toldOrNot = (name: string, told: unknown, ours: unknown): [string, unknown[], unknown, boolean] => [
  name,
  [told],
  ours,
  false,
]

/** A refund that does not say when it was paid must not put the time of its own arrival there. */
function paidFacts(
  { transaction_id, success_time }: Transaction,
  state: PaymentState,
  atMs: number,
): PaymentEvidence['facts'] {
  const paidAtMs = parseRfc3339(success_time ?? undefined) ?? (state === 'PAID' ? atMs : undefined)
  return { ...(transaction_id && { transaction_id }), ...(paidAtMs !== undefined && { paidAtMs }) }
}
