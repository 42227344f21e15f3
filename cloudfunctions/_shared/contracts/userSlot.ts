// The user's slot: read whole, with what 0.1 left of it folded in, and changed as a value. Whoever writes it does so in the
// transaction it was read in, or by its revision.
import type { Sha256, Store, StoreTransaction } from '../kernel/ports'
import { templateOf, type ContractRecord } from '../records/contracts'
import type { CollectionName, Documents } from '../records/documents'
import { asLegacy, type InForce, type LegacySlotRecord, type SlotAttempt, type SlotRecord } from '../records/slots'
import { isSigned } from './evidence/inForce'
import { attemptKey, legacySlotId, outContractCode, prefixOf, slotId, type ContractParty } from './codes'

/** Reads documents: of the store, or of a transaction. */
export interface Reader {
  one<Name extends CollectionName>(collection: Name, id: string): Promise<Documents[Name] | undefined>
  /** Those that are there, in the same order. */
  contracts(codes: readonly string[]): Promise<ContractRecord[]>
}

/** Side by side, where there are several. */
export const readFrom = (store: Store): Reader => ({
  one: async (collection, id) => store.read(collection, id),
  contracts: async (codes) =>
    (await Promise.all(codes.map(async (code) => store.read('contracts', code)))).filter(isThere),
})

export const readIn = (tx: StoreTransaction): Reader => ({
  one: async (collection, id) => tx.get(collection, id),
  async contracts(codes) {
    const found: (ContractRecord | undefined)[] = []
    for (const code of codes) found.push(await tx.get('contracts', code))
    return found.filter(isThere)
  },
})

const isThere = (contract: ContractRecord | undefined): contract is ContractRecord => contract !== undefined

/** @returns an empty one of revision 0 where there is none */
export async function readSlot(read: Reader, party: ContractParty, sha256: Sha256): Promise<SlotRecord> {
  const _id = slotId(party, sha256)
  const slot = { attempts: {}, inForce: [], counters: {}, revision: 0, ...(await read.one('contract_slots', _id)), _id }
  if (attemptIn(slot, party)) return slot
  const legacy = asLegacy(await read.one('contract_slots', legacySlotId(party, sha256)))
  if (!legacy) return slot
  const { currentCode, attemptNo, leaseUntilMs } = legacy
  const folded = withAttempt(slot, party, { currentCode, attemptNo, leaseUntilMs })
  return (await readSignedOf(read, party, legacy, sha256)).reduce(listed, folded)
}

/** Of two sessions both may have been signed: so many of the newest attempts are looked at, however many there are. */
const NEWEST = 3

/** What a slot of 0.1 may have stood for. */
async function readSignedOf(
  read: Reader,
  party: ContractParty,
  { currentCode, attemptNo }: LegacySlotRecord,
  sha256: Sha256,
): Promise<ContractRecord[]> {
  const numbers = Array.from({ length: Math.min(NEWEST, attemptNo) }, (_, index) => attemptNo - index)
  const newest = numbers.map((number) => outContractCode(party, number, prefixOf(currentCode), sha256))
  const found = await read.contracts([...new Set([currentCode, ...newest])])
  return found.filter(isSigned)
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
  tx.put('contract_slots', revised(slot))

const revised = (slot: SlotRecord): SlotRecord => ({ ...slot, revision: slot.revision + 1 })

/**
 * Changes the slot with nothing beside it: one request, where nobody else writes it meanwhile.
 * @param change pure; the same object where there is nothing to change
 */
export async function changeSlot(
  party: ContractParty,
  { store, sha256 }: { store: Store; sha256: Sha256 },
  change: (slot: SlotRecord) => SlotRecord,
): Promise<void> {
  const known = await readSlot(readFrom(store), party, sha256)
  const changed = change(known)
  if (changed === known || (await replaceSlot(store, known, revised(changed)))) return
  await store.transact(async (tx) => {
    const current = await readSlot(readIn(tx), party, sha256)
    const changedAnew = change(current)
    if (changedAnew !== current) await putSlot(tx, changedAnew)
  })
}

/** @returns false where another has written it since, or made it */
const replaceSlot = async (store: Store, known: SlotRecord, next: SlotRecord): Promise<boolean> =>
  known.revision === 0
    ? (await store.add('contract_slots', next)) === 'added'
    : store.compareAndSet('contract_slots', known, next)
