// NOTIFY 4/5, of orders: the amount is compared to the fen, and paid is written once.
import type { StoreTransaction } from '../kernel/ports'
import { judgeTransaction } from '../orders/transaction'
import { writePayment } from '../orders/writePayment'
import type { PaymentMeaning } from './interpret'
import type { Acted } from './outcome'

export async function actOnPayment(
  tx: StoreTransaction,
  { read, code }: PaymentMeaning,
  receivedAtMs: number,
): Promise<Acted> {
  if (!read.ok) return setAside('FIELDS_MALFORMED', read.fields)
  const payment = await tx.get('payments', code)
  if (!payment) return setAside('ORDER_UNKNOWN', ['out_trade_no'])
  const verdict = judgeTransaction(read.transaction, payment, 'notify', receivedAtMs)
  if (verdict.kind === 'setAside') return setAside(verdict.reason, verdict.fields)
  // The event says paid: a transaction that says anything else contradicts it.
  if (verdict.kind === 'unpaid' || verdict.evidence.state === 'CLOSED')
    return setAside('STATE_CONTRADICTS', ['trade_state'])
  const { isNew } = await writePayment(tx, payment, verdict.evidence)
  return { outcome: isNew ? 'applied' : 'outdated' }
}

const setAside = (reason: string, fields: readonly string[]): Acted => ({
  outcome: 'setAside',
  reason,
  fields: fields.join(','),
})
