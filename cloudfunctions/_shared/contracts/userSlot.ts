// The user's slot: read whole, with what 0.1 left of it folded in, and changed as a value. Whoever writes it does so in the
// transaction it was read in.
import type { Sha256, Store, StoreTransaction } from '../kernel/ports'
import { templateOf, type ContractRecord } from '../records/contracts'
import type { CollectionName, Documents } from '../records/documents'
import { asLegacy, type InForce, type LegacySlotRecord, type SlotAttempt, type SlotRecord } from '../records/slots'
import { attemptKey, legacySlotId, outContractCode, prefixOf, slotId, type ContractParty } from './codes'

/** Reads one document: of the store, or of a transaction. */
export type ReadOne = <Name extends CollectionName>(
  collection: Name,
  id: string,
) => Promise<Documents[Name] | undefined>

export const readFrom =
  (store: Store): ReadOne =>
  async (collection, id) =>
    store.read(collection, id)

export const readIn =
  (tx: StoreTransaction): ReadOne =>
  async (collection, id) =>
    tx.get(collection, id)

/** @returns an empty one of revision 0 where there is none */
export async function readSlot(read: ReadOne, party: ContractParty, sha256: Sha256): Promise<SlotRecord> {
  const _id = slotId(party, sha256)
  const slot = { attempts: {}, inForce: [], counters: {}, revision: 0, ...(await read('contract_slots', _id)), _id }
  if (attemptIn(slot, party)) return slot
  const legacy = asLegacy(await read('contract_slots', legacySlotId(party, sha256)))
  if (!legacy) return slot
  const { currentCode, attemptNo, leaseUntilMs } = legacy
  const folded = withAttempt(slot, party, { currentCode, attemptNo, leaseUntilMs })
  return (await readSignedOf(read, party, legacy, sha256)).reduce(listed, folded)
}

/** Of two sessions both may have been signed: so many of the newest attempts are looked at, however many there are. */
const NEWEST = 3

/** What a slot of 0.1 may have stood for. */
async function readSignedOf(
  read: ReadOne,
  party: ContractParty,
  { currentCode, attemptNo }: LegacySlotRecord,
  sha256: Sha256,
): Promise<ContractRecord[]> {
  const numbers = Array.from({ length: Math.min(NEWEST, attemptNo) }, (_, index) => attemptNo - index)
  const newest = numbers.map((number) => outContractCode(party, number, prefixOf(currentCode), sha256))
  const signed: ContractRecord[] = []
  for (const code of new Set([currentCode, ...newest])) {
    const contract = await read('contracts', code)
    if (contract?.state === 'SIGNED') signed.push(contract)
  }
  return signed
}

export const attemptIn = (slot: SlotRecord, party: ContractParty): SlotAttempt | undefined =>
  slot.attempts[attemptKey(party)]

export const withAttempt = (slot: SlotRecord, party: ContractParty, attempt: SlotAttempt): SlotRecord => ({
  ...slot,
  attempts: { ...slot.attempts, [attemptKey(party)]: attempt },
})

/** With the contract among those in force. */
export function listed(slot: SlotRecord, contract: ContractRecord): SlotRecord {
  if (slot.inForce.some(({ code }) => code === contract._id)) return slot
  const { _id: code, sub_mchid } = contract
  const entry: InForce = { code, template: templateOf(contract), ...(sub_mchid !== undefined && { sub_mchid }) }
  return { ...slot, inForce: [...slot.inForce, entry] }
}

export const unlisted = (slot: SlotRecord, contract: ContractRecord): SlotRecord => ({
  ...slot,
  inForce: slot.inForce.filter(({ code }) => code !== contract._id),
})

export const putSlot = async (tx: StoreTransaction, slot: SlotRecord): Promise<void> =>
  tx.put('contract_slots', { ...slot, revision: slot.revision + 1 })
