// The same of refunds: never above what was paid, each given back once, and what is promised of an order counted as it is.
import type { ChargeOrderRecord } from '../../../cloudfunctions/_shared/records/charges'
import type { OutboxRecord } from '../../../cloudfunctions/_shared/records/outbox'
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import type { RefundRecord, RefundState } from '../../../cloudfunctions/_shared/records/refunds'
import type { RefundView } from '../../../sandbox/wechatpay/refund'

/** On the way to an end of its own: told, and then another. */
const MAY_BE_BEHIND: readonly RefundState[] = ['REFUSED', 'ABNORMAL']
const GIVES_NOTHING: readonly RefundState[] = ['REFUSED', 'CLOSED']

interface Refunds {
  refunds: readonly RefundRecord[]
  payments: readonly PaymentRecord[]
  chargeOrders: readonly ChargeOrderRecord[]
  rows: readonly OutboxRecord[]
  upstream: readonly RefundView[]
}

/** @returns what does not hold, in words */
export function refundDifferences({ refunds, payments, chargeOrders, rows, upstream }: Refunds): string[] {
  const paid = [
    ...payments.map(({ _id, request, refunds: counted }) => ({ _id, total: request.amount.total, counted })),
    // An ordinary order's number is taken here too; what is given back of it is counted with its payment.
    ...chargeOrders
      .filter(({ combine_out_trade_no }) => combine_out_trade_no !== undefined)
      .map(({ _id, total, refunds: counted }) => ({ _id, total, counted })),
  ]
  return [
    ...refunds.flatMap((refund) => [...unlike(refund, upstream), ...wronglyTold(refund, rows)]),
    ...upstream
      .filter(({ out_refund_no }) => !refunds.some(({ _id }) => _id === out_refund_no))
      .map(({ out_refund_no }) => `refund ${out_refund_no} is at WeChat Pay and not on record`),
    ...paid.flatMap((order) => miscounted(order, refunds)),
  ]
}

function unlike({ _id, state, request, refund_id }: RefundRecord, upstream: readonly RefundView[]): string[] {
  const held = upstream.find(({ out_refund_no }) => out_refund_no === _id)
  const expected = held?.status ?? 'REFUSED'
  const fen = request.amount.refund
  return [
    ...(state === expected ? [] : [`refund ${_id} is ${state}, WeChat Pay holds ${held?.status ?? 'none'}`]),
    ...(held && held.refund !== fen ? [`refund ${_id} is of ${fen} fen, WeChat Pay gives ${held.refund}`] : []),
    ...(refund_id === held?.refund_id ? [] : [`refund ${_id} has another refund_id`]),
  ]
}

function wronglyTold({ _id, state, refusedCount = 0 }: RefundRecord, rows: readonly OutboxRecord[]): string[] {
  const told = rows.filter(({ code }) => code === _id).map((row) => row.state)
  const hasEnded = state !== 'REQUESTED' && state !== 'PROCESSING'
  const possible = [...MAY_BE_BEHIND, ...(hasEnded ? [state] : [])].map((one) => `REFUND_${one}`)
  const isEndTold = !hasEnded || told.includes(`REFUND_${state}`)
  const isEachTold = told.filter((one) => one === 'REFUND_REFUSED').length === refusedCount
  const isRight = isEndTold && isEachTold && told.every((one) => possible.includes(one))
  return isRight ? [] : [`refund ${_id} is ${state}, and its rows say ${told.join(', ') || 'nothing'}`]
}

interface Paid {
  _id: string
  /** Fen. */
  total: number
  counted?: Readonly<Record<string, number>> | undefined
}

/** What is counted with the order is what its refunds come to. */
function miscounted({ _id, total, counted = {} }: Paid, refunds: readonly RefundRecord[]): string[] {
  const given = refunds.filter(({ out_trade_no, state }) => out_trade_no === _id && !GIVES_NOTHING.includes(state))
  const sum = given.reduce((fen, { request }) => fen + request.amount.refund, 0)
  const text = (entries: readonly (readonly [string, number])[]) => entries.map(String).sort().join('; ')
  const isCounted = text(Object.entries(counted)) === text(given.map((one) => [one._id, one.request.amount.refund]))
  return [
    ...(sum <= total ? [] : [`${sum} fen of the ${total} of order ${_id} are given back`]),
    ...(isCounted ? [] : [`order ${_id} counts other refunds than it has`]),
  ]
}
