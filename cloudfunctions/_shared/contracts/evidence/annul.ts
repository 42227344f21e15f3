// A contract was told as signed, and WeChat Pay, asked for it, knows no such contract. That proves no end, so it is not TERMINATED
// and nobody is told so; but it is not in force either, and must not hold its user for ever.
import type { Sha256, Store } from '../../kernel/ports'
import { MAX_EVIDENCE } from '../../records/common'
import { isVoid, type ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'
import { leaveSlot } from './writeEvidence'

/**
 * Takes it out of the user's slot: a new code may follow. Whatever WeChat Pay says of it later still counts.
 * @param asked as it was when the question was put: one that a notification has named since stays as it is
 * @returns the contract as it now stands
 */
export async function annul(
  asked: ContractRecord,
  atMs: number,
  { store, sha256 }: { store: Store; sha256: Sha256 },
): Promise<ContractRecord> {
  return store.transact(async (tx) => {
    const current = (await tx.get('contracts', asked._id)) ?? asked
    const isNamedSince = current.setAsideAtMs !== asked.setAsideAtMs
    if (current.state !== 'SIGNED' || isVoid(current) || isNamedSince) return current
    const entry = { source: 'query', atMs, what: 'NOT_SIGNED' } as const
    const evidence = [...current.evidence, entry].slice(-MAX_EVIDENCE)
    const annulled = withDue('contracts', { ...current, voidAtMs: atMs, evidence })
    delete annulled.denial
    await tx.put('contracts', annulled)
    await leaveSlot(tx, annulled, sha256)
    return annulled
  })
}
