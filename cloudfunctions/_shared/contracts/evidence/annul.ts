// A contract was told as signed, and WeChat Pay, asked for it, knows no such contract. That proves no end, so it is not TERMINATED
// and nobody is told so; but it is not in force either: that is told, and it must not hold its user for ever.
import type { Sha256, Store, StoreTransaction } from '../../kernel/ports'
import { MAX_EVIDENCE } from '../../records/common'
import { isVoid, type ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'
import { summarise } from './applyEvidence'
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
    const voidAtMs = Math.max(atMs, current.setAsideAtMs ?? 0)
    const annulled = withDue('contracts', { ...current, voidAtMs, evidence })
    delete annulled.denial
    await tx.put('contracts', annulled)
    await leaveSlot(tx, annulled, sha256)
    await tellVoid(tx, annulled, atMs)
    return annulled
  })
}

/** Once: that WeChat Pay told of it again in between is told by no row, so what was said last still stands. */
async function tellVoid(tx: StoreTransaction, contract: ContractRecord, createdAtMs: number): Promise<void> {
  const _id = `${contract._id}:VOID`
  if (await tx.get('contract_outbox', _id)) return
  const told = { code: contract._id, state: 'VOID', contract: summarise(contract) } as const
  await tx.put('contract_outbox', withDue('contract_outbox', { _id, ...told, createdAtMs, tries: 0 }))
}
