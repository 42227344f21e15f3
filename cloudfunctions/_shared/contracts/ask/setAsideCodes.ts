// Which codes of a user a notification has left open, told by the slot: so whoever comes next asks about an older attempt too, and
// looks for none where there is nothing.
import { leaveOpen } from '../../kernel/setAside'
import type { Sha256, StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import type { SlotRecord } from '../../records/slots'
import { partyOfRecord, type ContractParty } from '../codes'
import type { ContractDeps } from '../ports'
import { changeSlot, putSlot, readIn, readSlot } from '../userSlot'

/** @param contract read in the same transaction */
export async function leaveContractOpen(
  tx: StoreTransaction,
  contract: ContractRecord,
  receivedAtMs: number,
  sha256: Sha256,
): Promise<void> {
  // Read before anything is written: whoever waits for a document then waits at the first write, and not with half of them held.
  const slot = await readSlot(readIn(tx), partyOfRecord(contract), sha256)
  await leaveOpen(tx, 'contracts', contract, receivedAtMs)
  if (isAskedAnyway(slot, contract._id)) return
  await putSlot(tx, { ...slot, setAside: { ...slot.setAside, [contract._id]: receivedAtMs } })
}

/** The slot names no other. */
function isAskedAnyway({ attempts, inForce }: SlotRecord, code: string): boolean {
  const codes = [...Object.values(attempts).map(({ currentCode }) => currentCode), ...inForce.map((one) => one.code)]
  return codes.length > 0 && codes.every((known) => known === code)
}

/** It is open no more. A later entry of the same code stays. */
export async function forgetSetAside(
  party: ContractParty,
  { code, atMs }: { code: string; atMs: number },
  deps: Pick<ContractDeps, 'store' | 'sha256'>,
): Promise<void> {
  await changeSlot(party, deps, (slot) => {
    const { setAside = {} } = slot
    if (setAside[code] !== atMs) return slot
    return { ...slot, setAside: Object.fromEntries(Object.entries(setAside).filter(([other]) => other !== code)) }
  })
}
