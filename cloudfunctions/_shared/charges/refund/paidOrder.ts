// What is given back from: an order that was paid, or a sub-order of a charge. Both count what was promised of them.
import { invalidInput } from '../../kernel/errors'
import type { StoreTransaction } from '../../kernel/ports'
import { isPaid } from '../../orders/writePayment'
import type { ChargeOrderRecord, ChargeRecord } from '../../records/charges'
import { withDue } from '../../records/due'
import type { PaymentRecord } from '../../records/payments'
import type { Promised } from '../../records/refunds'

export type PaidOrder =
  { kind: 'order'; record: PaymentRecord } | { kind: 'charge'; record: ChargeOrderRecord; charge: ChargeRecord }

/** Reads of a store, and of a transaction. */
type Read = StoreTransaction['get']

/** One after another: inside a transaction nothing goes side by side. */
export async function readPaidOrder(get: Read, out_trade_no: string): Promise<PaidOrder | undefined> {
  const payment = await get('payments', out_trade_no)
  if (payment) return { kind: 'order', record: payment }
  const order = await get('charge_orders', out_trade_no)
  const number = order?.combine_out_trade_no
  const charge = number === undefined ? undefined : await get('charges', number)
  return order && charge && { kind: 'charge', record: order, charge }
}

export const isPaidFor = (paid: PaidOrder): boolean =>
  paid.kind === 'order' ? isPaid(paid.record) : paid.charge.state === 'PAID'

export const totalOf = (paid: PaidOrder): number =>
  paid.kind === 'order' ? paid.record.request.amount.total : paid.record.total

/** The merchant number it was paid under. */
export function mchidOf(paid: PaidOrder): string {
  if (paid.kind === 'charge') return paid.charge.request.combine_mchid
  const { request } = paid.record
  return 'sp_mchid' in request ? request.sp_mchid : request.mchid
}

type Refunds = NonNullable<Promised['refunds']>

/**
 * What is promised of it, with one more.
 * @throws {CallFailure} INVALID_INPUT: with what was promised before it is more than was paid
 */
export function promiseOf(paid: PaidOrder, number: string, fen: number): Refunds {
  const total = totalOf(paid)
  const left = Object.values(without(paid, number)).reduce((rest, one) => rest - one, total)
  if (fen > left)
    throw invalidInput('amount', `at most ${left} fen of the ${total} that were paid are left to give back`)
  return { ...paid.record.refunds, [number]: fen }
}

/** The same without one that gives nothing back. */
export const without = ({ record }: PaidOrder, number: string): Refunds =>
  Object.fromEntries(Object.entries(record.refunds ?? {}).filter(([other]) => other !== number))

export async function putRefunds(tx: StoreTransaction, paid: PaidOrder, refunds: Refunds): Promise<void> {
  if (paid.kind === 'order') await tx.put('payments', withDue('payments', { ...paid.record, refunds }))
  else await tx.put('charge_orders', { ...paid.record, refunds, revision: paid.record.revision + 1 })
}
