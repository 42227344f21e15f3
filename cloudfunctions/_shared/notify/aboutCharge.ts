// NOTIFY 4/5, of charges. No page tells of a notification of theirs; should one come, it is believed as the answer to a question would be.
import { judgeCombine } from '../charges/combineTransaction'
import { proofOf } from '../charges/proof'
import { PAID_AFTER_REFUSAL, writeCharge } from '../charges/writeCharge'
import { leaveOpen } from '../kernel/setAside'
import type { StoreTransaction } from '../kernel/ports'
import type { ChargeMeaning } from './interpret'
import type { Acted, Circumstances } from './outcome'

export async function actOnCharge(
  tx: StoreTransaction,
  { read, code, saysPaid }: ChargeMeaning,
  { receivedAtMs, knownReason }: Circumstances,
): Promise<Acted> {
  const charge = code === '' ? undefined : await tx.get('charges', code)
  const setAside = async (reason: string, fields: readonly string[]): Promise<Acted> => {
    if (charge && reason !== knownReason) await leaveOpen(tx, 'charges', charge, receivedAtMs)
    return { outcome: 'setAside', reason, fields: fields.join(',') }
  }
  if (!saysPaid) return setAside('EVENT_TYPE_UNMAPPED', ['event_type'])
  if (!read.ok) return setAside('FIELDS_MALFORMED', read.fields)
  if (!charge) return setAside('ORDER_UNKNOWN', ['combine_out_trade_no'])
  const said = judgeCombine(read.transaction, charge, receivedAtMs)
  if (said.kind === 'setAside') return setAside(said.reason, said.fields)
  // The event says paid: anything else contradicts it, and so does a charge that was taken back.
  const proof = said.kind === 'paid' ? proofOf(charge, said, false) : undefined
  if (proof?.state !== 'PAID' || charge.state === 'REVERSED') return setAside('STATE_CONTRADICTS', ['trade_state'])
  const { isNew, isPaidAfterRefusal } = await writeCharge(tx, charge, proof, { source: 'notify', atMs: receivedAtMs })
  return { outcome: isNew ? 'applied' : 'outdated', ...(isPaidAfterRefusal && { alert: PAID_AFTER_REFUSAL }) }
}
