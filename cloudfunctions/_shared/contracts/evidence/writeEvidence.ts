// One change, one transaction: the contract, the user's slot and the outbox row together.
import { applyEvidence, type Applied, type Evidence } from './applyEvidence'
import { holdsPlace } from './inForce'
import { partyOfRecord } from '../codes'
import type { Sha256, StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { attemptIn, listed, putSlot, readIn, readSlot, unlisted, withAttempt } from '../userSlot'

/** Applies evidence to a record read in the same transaction, and writes what follows from it. */
export async function writeEvidence(
  tx: StoreTransaction,
  contract: ContractRecord,
  evidence: Evidence,
  sha256: Sha256,
): Promise<Applied> {
  const applied = applyEvidence(contract, evidence)
  if (applied.kind !== 'applied') return applied
  await tx.put('contracts', applied.contract)
  if (applied.outbox) await tx.put('contract_outbox', applied.outbox)
  // What is told of a signed one later, such as another end, may be told of one that no slot knows.
  if (applied.contract.state === 'SIGNED') await holdSlot(tx, applied.contract, sha256, evidence.atMs)
  if (applied.outbox?.state === 'TERMINATED') await leaveSlot(tx, applied.contract, sha256)
  return applied
}

/**
 * A signed contract is in force, and what the user's attempts have come to, unless another one in force is. The slot is
 * written even when it says so already, so that an attempt which a racing call is about to open conflicts with this and
 * looks again.
 */
async function holdSlot(tx: StoreTransaction, contract: ContractRecord, sha256: Sha256, nowMs: number): Promise<void> {
  const party = partyOfRecord(contract)
  const slot = listed(await readSlot(readIn(tx), party, sha256), contract)
  const attempt = attemptIn(slot, party) ?? { currentCode: '', attemptNo: contract.attemptNo, leaseUntilMs: 0 }
  const isElsewhere = attempt.currentCode !== contract._id && attempt.currentCode !== ''
  const holder = isElsewhere ? await tx.get('contracts', attempt.currentCode) : undefined
  // One past its end takes no place: an attempt that followed it may have a session open.
  const stays = holder !== undefined && (holdsPlace(holder, nowMs) || !holdsPlace(contract, nowMs))
  const currentCode = stays ? holder._id : contract._id
  await putSlot(tx, withAttempt(slot, party, { ...attempt, currentCode }))
}

/** Whatever else is in force stays listed. */
async function leaveSlot(tx: StoreTransaction, contract: ContractRecord, sha256: Sha256): Promise<void> {
  await putSlot(tx, unlisted(await readSlot(readIn(tx), partyOfRecord(contract), sha256), contract))
}
