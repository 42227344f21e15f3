// Closing is counted in the slot of the user whose contract it is, before the wish is written: one too many is no harm.
import { countOne } from '../../kernel/limits'
import type { ContractRecord } from '../../records/contracts'
import { partyOfRecord } from '../codes'
import type { ContractDeps } from '../ports'
import { changeSlot } from '../userSlot'

/** @throws {CallFailure} RATE_LIMITED */
export async function countClosing(contract: ContractRecord, deps: ContractDeps): Promise<void> {
  await changeSlot(partyOfRecord(contract), deps, (slot) => {
    const closings = countOne('closings', slot.counters.closings, deps.clock.nowMs())
    return { ...slot, counters: { ...slot.counters, closings } }
  })
}
