// NOTIFY 4/5, of orders: the amount is compared to the fen, and paid is written once.
import { leaveOpen } from '../kernel/setAside'
import type { StoreTransaction } from '../kernel/ports'
import { judgeTransaction } from '../orders/transaction'
import { writePayment } from '../orders/writePayment'
import type { PaymentMeaning } from './interpret'
import type { Acted, Circumstances } from './outcome'

export async function actOnPayment(
  tx: StoreTransaction,
  { read, code, saysPaid }: PaymentMeaning,
  { receivedAtMs, knownReason }: Circumstances,
): Promise<Acted> {
  const payment = code === '' ? undefined : await tx.get('payments', code)
  const setAside = async (reason: string, fields: readonly string[]): Promise<Acted> => {
    if (payment && reason !== knownReason) await leaveOpen(tx, 'payments', payment, receivedAtMs)
    return { outcome: 'setAside', reason, fields: fields.join(',') }
  }
  if (!saysPaid) return setAside('EVENT_TYPE_UNMAPPED', ['event_type'])
  if (!read.ok) return setAside('FIELDS_MALFORMED', read.fields)
  if (!payment) return setAside('ORDER_UNKNOWN', ['out_trade_no'])
  const verdict = judgeTransaction(read.transaction, payment, 'notify', receivedAtMs)
  if (verdict.kind === 'setAside') return setAside(verdict.reason, verdict.fields)
  // The event says paid: a transaction that says anything else contradicts it.
  if (verdict.kind === 'unpaid' || verdict.evidence.state === 'CLOSED')
    return setAside('STATE_CONTRADICTS', ['trade_state'])
  const { isNew } = await writePayment(tx, payment, verdict.evidence)
  return { outcome: isNew ? 'applied' : 'outdated' }
}
