// One change, one transaction: the contract, the user's slot and the outbox row together.
import { applyEvidence, type Applied, type Evidence } from './applyEvidence'
import { isSigned } from './inForce'
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
  if (isSigned(applied.contract)) await holdSlot(tx, applied.contract, sha256)
  if (applied.outbox?.state === 'TERMINATED') await leaveSlot(tx, applied.contract, sha256)
  return applied
}

/**
 * A signed contract is in force. Where the user's attempts stand does not change: one that followed it may have a session open,
 * and is gone on with when this ends. The slot is written even when it says all this already, so that an attempt which a
 * racing call is about to open conflicts with this and looks again.
 */
async function holdSlot(tx: StoreTransaction, contract: ContractRecord, sha256: Sha256): Promise<void> {
  const party = partyOfRecord(contract)
  const slot = listed(await readSlot(readIn(tx), party, sha256), contract)
  const { _id: currentCode, attemptNo } = contract
  await putSlot(tx, withAttempt(slot, party, attemptIn(slot, party) ?? { currentCode, attemptNo, leaseUntilMs: 0 }))
}

/** Whatever else is in force stays listed. */
export async function leaveSlot(tx: StoreTransaction, contract: ContractRecord, sha256: Sha256): Promise<void> {
  await putSlot(tx, unlisted(await readSlot(readIn(tx), partyOfRecord(contract), sha256), contract))
}
