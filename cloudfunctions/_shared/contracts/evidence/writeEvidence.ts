// One change, one transaction: the contract, the user's slot and the outbox row together.
import { applyEvidence, type Applied, type Evidence } from './applyEvidence'
import { holdsPlace } from './inForce'
import { outContractCode, partyOfRecord, prefixOf, slotId } from '../codes'
import type { Sha256, StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import type { SlotRecord } from '../../records/slots'

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
  if (applied.outbox?.state === 'SIGNED') await takeSlot(tx, applied.contract, sha256, evidence.atMs)
  if (applied.outbox?.state === 'TERMINATED') await passSlotOn(tx, applied.contract, sha256, evidence.atMs)
  return applied
}

/**
 * A signed contract takes the slot, unless another signed one holds it. The slot is written even when it points here
 * already, so that an attempt which a racing call is about to open conflicts with this and looks again.
 */
async function takeSlot(tx: StoreTransaction, contract: ContractRecord, sha256: Sha256, nowMs: number): Promise<void> {
  const id = slotIdOf(contract, sha256)
  const slot = (await tx.get('contract_slots', id)) ?? newSlot(id, contract)
  const holder = slot.currentCode === contract._id ? undefined : await tx.get('contracts', slot.currentCode)
  const currentCode = holder && holdsPlace(holder, nowMs) ? holder._id : contract._id
  await tx.put('contract_slots', { ...slot, currentCode, revision: slot.revision + 1 })
}

/** Two sessions may both have been signed. When one contract ends, the other, still in force, must not be forgotten. */
async function passSlotOn(
  tx: StoreTransaction,
  contract: ContractRecord,
  sha256: Sha256,
  nowMs: number,
): Promise<void> {
  const slot = await tx.get('contract_slots', slotIdOf(contract, sha256))
  if (slot?.currentCode !== contract._id) return
  const party = partyOfRecord(contract)
  for (let attemptNo = slot.attemptNo; attemptNo > 0; attemptNo--) {
    const currentCode = outContractCode(party, attemptNo, prefixOf(contract._id), sha256)
    const other = currentCode === contract._id ? undefined : await tx.get('contracts', currentCode)
    if (!other || !holdsPlace(other, nowMs)) continue
    await tx.put('contract_slots', { ...slot, currentCode, revision: slot.revision + 1 })
    return
  }
}

export const slotIdOf = (contract: ContractRecord, sha256: Sha256): string => slotId(partyOfRecord(contract), sha256)

const newSlot = (_id: string, contract: ContractRecord): SlotRecord => ({
  _id,
  currentCode: contract._id,
  attemptNo: contract.attemptNo,
  leaseUntilMs: 0,
  revision: 0,
})
