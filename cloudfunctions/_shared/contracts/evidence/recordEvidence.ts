// Evidence about a contract that was read before: in one request where nothing follows from it but the contract itself.
import { partyOfRecord, slotId } from '../codes'
import { isRevised } from '../../kernel/changeOne'
import type { Sha256, Store } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { applyEvidence, type Applied, type Evidence } from './applyEvidence'
import { writeEvidence } from './writeEvidence'

/**
 * @param known as it was read, or written, last. A record only grows: what says nothing new to it, or contradicts it, does so
 *   to what has become of it since
 */
export async function recordEvidence(
  known: ContractRecord,
  evidence: Evidence,
  { store, sha256 }: { store: Store; sha256: Sha256 },
): Promise<Applied> {
  const applied = applyEvidence(known, evidence)
  if (applied.kind !== 'applied') return applied
  // A signed one stands in the slot too, and one that was signed may.
  const isAlone = applied.contract.state !== 'SIGNED' && !applied.outbox
  if (isAlone && isRevised(known) && (await store.compareAndSet('contracts', known, applied.contract))) return applied
  const ahead = [
    { collection: 'contracts', id: known._id },
    { collection: 'contract_slots', id: slotId(partyOfRecord(known), sha256) },
  ] as const
  return store.transact(
    async (tx) => writeEvidence(tx, (await tx.get('contracts', known._id)) ?? known, evidence, sha256),
    ahead,
  )
}
