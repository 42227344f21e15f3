// NOTIFY 4/5, of refunds: the amount is compared to the fen, and each end is written once.
import { ABNORMAL } from '../charges/refund/askRefund'
import { judgeRefund } from '../charges/refund/refundNews'
import { writeRefund } from '../charges/refund/writeRefund'
import { leaveOpen } from '../kernel/setAside'
import type { StoreTransaction } from '../kernel/ports'
import type { RefundMeaning } from './interpret'
import type { Acted, Circumstances } from './outcome'

export async function actOnRefund(
  tx: StoreTransaction,
  { read, code, says }: RefundMeaning,
  { receivedAtMs, knownReason }: Circumstances,
): Promise<Acted> {
  const refund = code === '' ? undefined : await tx.get('refunds', code)
  const setAside = async (reason: string, fields: readonly string[]): Promise<Acted> => {
    if (refund && reason !== knownReason) await leaveOpen(tx, 'refunds', refund, receivedAtMs)
    return { outcome: 'setAside', reason, fields: fields.join(',') }
  }
  const { out_trade_no } = read.ok ? read.news : read
  if (!refund && knownReason === undefined) await leaveOrderOpen(tx, out_trade_no ?? '', receivedAtMs)
  if (!read.ok) return setAside('FIELDS_MALFORMED', read.fields)
  if (!refund) return setAside('REFUND_UNKNOWN', ['out_refund_no'])
  const verdict = judgeRefund(read.news, refund, 'notify', receivedAtMs)
  if (verdict.kind === 'setAside') return setAside(verdict.reason, verdict.fields)
  if (verdict.evidence.state !== says) return setAside('STATE_CONTRADICTS', ['refund_status'])
  const { isNew, isNews } = await writeRefund(tx, refund, verdict.evidence)
  return { outcome: isNew ? 'applied' : 'outdated', ...(isNews && says === 'ABNORMAL' && { alert: ABNORMAL }) }
}

/** Given back by hand, in the merchant platform: what became of the order is to be asked. */
async function leaveOrderOpen(tx: StoreTransaction, out_trade_no: string, receivedAtMs: number): Promise<void> {
  const payment = out_trade_no === '' ? undefined : await tx.get('payments', out_trade_no)
  if (payment) await leaveOpen(tx, 'payments', payment, receivedAtMs)
}
