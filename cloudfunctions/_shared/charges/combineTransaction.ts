// What WeChat Pay says of a charge: in the answer to it, in that of the query, and, should one ever come, in a notification.
import * as v from 'valibot'
import { fieldsOf, Id, Integer, readField, Text, Time, told } from '../kernel/fields'
import { memberOf } from '../kernel/chosenNumbers'
import { parseRfc3339 } from '../kernel/times'
import type { ChargeRecord } from '../records/charges'

const SubOrderSchema = v.object({
  out_trade_no: Id,
  trade_state: Text,
  mchid: told(Id),
  sub_mchid: told(Id),
  transaction_id: told(Id),
  success_time: told(Time),
  amount: told(v.object({ total_amount: told(Integer), currency: told(Text) })),
})

const Number32 = v.pipe(Id, v.minLength(1), v.maxLength(32))

const CombineSchema = v.object({
  combine_out_trade_no: Number32,
  combine_appid: told(Text),
  combine_mchid: told(Id),
  sub_orders: told(v.array(SubOrderSchema)),
})

type SubTransaction = v.InferOutput<typeof SubOrderSchema>
type CombineTransaction = v.InferOutput<typeof CombineSchema>

export type CombineResult =
  { ok: true; transaction: CombineTransaction } | { ok: false; fields: string[]; combine_out_trade_no?: string }

/** `fields`: which are not of their type; `combine_out_trade_no` is told all the same, where it is none of them. */
export function readCombine(message: unknown): CombineResult {
  const parsed = v.safeParse(CombineSchema, message)
  if (parsed.success) return { ok: true, transaction: parsed.output }
  const combine_out_trade_no = readField(message, 'combine_out_trade_no', Number32)
  return {
    ok: false,
    fields: fieldsOf(parsed.issues),
    ...(combine_out_trade_no !== undefined && { combine_out_trade_no }),
  }
}

export type PaidFacts = Required<Pick<ChargeRecord, 'transactionIds' | 'paidAtMs'>>

/** What is said of the whole of it. */
export type Said =
  /** `isGivenBack`: each of it was given back since, in part or in whole. */
  | { kind: 'paid'; facts: PaidFacts; isGivenBack: boolean }
  | { kind: 'reversed' }
  /** WeChat Pay knows nothing of it. */
  | { kind: 'absent' }
  /** Known, and nothing of it is paid, nor under way. */
  | { kind: 'failed' }
  /** Some of it may still come to be paid. */
  | { kind: 'pending' }
  /** Some of it is paid, and some is not. `isGivenBack`: what was paid was given back since, and the rest can be paid no more. */
  | { kind: 'inPart'; isGivenBack: boolean }

type CombineVerdict =
  | Said
  /** Of another charge, or in words we cannot read: looked at by a person, never merged. */
  | { kind: 'setAside'; reason: string; fields: string[] }

type Fate = 'paid' | 'givenBack' | 'reversed' | 'failed' | 'pending'

const FATES: Readonly<Record<string, Fate>> = {
  SUCCESS: 'paid',
  REFUND: 'givenBack',
  REVOKED: 'reversed',
  CLOSED: 'reversed',
  PAYERROR: 'failed',
  NOTPAY: 'failed',
  USERPAYING: 'pending',
  ACCEPT: 'pending',
}

/** @param atMs when it was told */
export function judgeCombine(transaction: CombineTransaction, charge: ChargeRecord, atMs: number): CombineVerdict {
  const orders = transaction.sub_orders ?? []
  if (orders.some(({ trade_state }) => !Object.hasOwn(FATES, trade_state)))
    return { kind: 'setAside', reason: 'STATE_UNKNOWN', fields: ['trade_state'] }
  const differing = findDifferences(transaction, charge)
  if (differing.length > 0) return { kind: 'setAside', reason: 'IDENTITY_MISMATCH', fields: differing }
  const fates = new Set(orders.map(({ trade_state }) => FATES[trade_state]))
  const [fate] = fates
  if (fate === undefined) return { kind: 'absent' }
  if (orders.some(wasPaid)) {
    const isGivenBack = [...fates].every((one) => one === 'givenBack' || one === 'reversed')
    return orders.every(wasPaid)
      ? { kind: 'paid', facts: paidFacts(orders, atMs), isGivenBack }
      : { kind: 'inPart', isGivenBack }
  }
  if (fates.has('pending')) return { kind: 'pending' }
  return { kind: fates.size === 1 && fate === 'reversed' ? 'reversed' : 'failed' }
}

const wasPaid = ({ trade_state }: SubTransaction): boolean =>
  FATES[trade_state] === 'paid' || FATES[trade_state] === 'givenBack'

/** Every order of ours once, and no other; each for whom and for how much, to the fen. */
function findDifferences(told: CombineTransaction, { _id, request, transactionIds }: ChargeRecord): string[] {
  const orders = told.sub_orders ?? []
  const ours = new Map(request.sub_orders.map((order) => [order.out_trade_no, order]))
  const isSameList =
    orders.length === 0 ||
    (orders.length === ours.size && orders.every(({ out_trade_no }) => ours.delete(out_trade_no)))
  const byNumber = new Map(request.sub_orders.map((order) => [order.out_trade_no, order]))
  const checks: [name: string, isRight: boolean][] = [
    ['combine_out_trade_no', told.combine_out_trade_no === _id],
    ['combine_appid', isToldAs(told.combine_appid, request.combine_appid)],
    ['combine_mchid', isToldAs(told.combine_mchid, request.combine_mchid)],
    ['sub_orders', isSameList],
    ...orders.flatMap((order): [string, boolean][] => {
      const sent = byNumber.get(order.out_trade_no)
      return [
        ['mchid', isToldAs(order.mchid, sent?.mchid)],
        ['sub_mchid', isToldAs(order.sub_mchid, sent?.sub_mchid)],
        ['amount.total_amount', isToldAs(order.amount?.total_amount, sent?.amount.total_amount, wasPaid(order))],
        ['amount.currency', isToldAs(order.amount?.currency, 'CNY')],
        [
          'transaction_id',
          isToldAs(order.transaction_id, memberOf(transactionIds, order.out_trade_no) ?? order.transaction_id),
        ],
      ]
    }),
  ]
  return [...new Set(checks.flatMap(([name, isRight]) => (isRight ? [] : [name])))]
}

const isToldAs = (told: unknown, ours: unknown, isNeeded = false): boolean =>
  told === undefined || told === null || told === '' ? !isNeeded : told === ours

/** Paid when the last of it was. */
function paidFacts(orders: readonly SubTransaction[], atMs: number): PaidFacts {
  const times = orders.map(({ success_time }) => parseRfc3339(success_time ?? undefined))
  const known = times.filter((time) => time !== undefined)
  return {
    transactionIds: Object.fromEntries(
      orders.flatMap(({ out_trade_no, transaction_id }) => (transaction_id ? [[out_trade_no, transaction_id]] : [])),
    ),
    paidAtMs: known.length > 0 ? Math.max(...known) : atMs,
  }
}
