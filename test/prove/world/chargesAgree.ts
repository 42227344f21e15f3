// The same of charges under a contract: each number charged once, and told as what WeChat Pay holds.
import type { ChargeRecord, ChargeState } from '../../../cloudfunctions/_shared/records/charges'
import type { OutboxRecord } from '../../../cloudfunctions/_shared/records/outbox'
import type { ChargeView } from '../../../sandbox/wechatpay/charge'

/** Once the timer has had its time nothing is open any more. */
const SAME: Readonly<Record<ChargeView['state'], readonly ChargeState[]>> = {
  SUCCESS: ['PAID'],
  REVOKED: ['REVERSED'],
}
/** Nothing was charged: it was refused; or taken back, and had never arrived. */
const WITHOUT_UPSTREAM: readonly ChargeState[] = ['REFUSED', 'REVERSED']

interface Charges {
  charges: readonly ChargeRecord[]
  rows: readonly OutboxRecord[]
  upstream: readonly ChargeView[]
}

/** @returns what does not hold, in words */
export function chargeDifferences({ charges, rows, upstream }: Charges): string[] {
  return [
    ...charges.flatMap((charge) => [...unlike(charge, upstream), ...wronglyTold(charge, rows)]),
    ...upstream
      .filter(({ combine_out_trade_no }) => !charges.some(({ _id }) => _id === combine_out_trade_no))
      .map(({ combine_out_trade_no }) => `charge ${combine_out_trade_no} is at WeChat Pay and not on record`),
  ]
}

function unlike({ _id, state, total, request, transactionIds = {} }: ChargeRecord, upstream: readonly ChargeView[]) {
  const held = upstream.find(({ combine_out_trade_no }) => combine_out_trade_no === _id)
  const possible = held ? SAME[held.state] : WITHOUT_UPSTREAM
  const isPossible = possible.includes(state)
  if (!isPossible) return [`charge ${_id} is ${state}, WeChat Pay holds ${held?.state ?? 'none'}`]
  if (state !== 'PAID') return []
  const numbers = request.sub_orders.map(({ out_trade_no }) => out_trade_no)
  return [
    ...(held?.total === total ? [] : [`charge ${_id} is of ${total} fen, WeChat Pay took ${held?.total}`]),
    ...(isSameList(numbers, held?.out_trade_nos) ? [] : [`charge ${_id} is of other orders than WeChat Pay's`]),
    ...(isSameList(numbers, Object.keys(transactionIds)) ? [] : [`charge ${_id} lacks a transaction_id`]),
  ]
}

const isSameList = (ours: readonly string[], theirs: readonly string[] = []): boolean =>
  [...ours].sort().join() === [...theirs].sort().join()

/** One end, and one row: nobody is told of another on the way. */
function wronglyTold({ _id, state }: ChargeRecord, rows: readonly OutboxRecord[]): string[] {
  const told = rows.filter(({ code }) => code === _id).map((row) => row.state)
  const isRight = told.length === 1 && told[0] === `CHARGE_${state}`
  return isRight ? [] : [`charge ${_id} is ${state}, and its rows say ${told.join(', ') || 'nothing'}`]
}
