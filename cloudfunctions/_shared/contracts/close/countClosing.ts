// Closing is counted in the slot of the user whose contract it is.
import { countOne } from '../../kernel/limits'
import type { StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { partyOfRecord } from '../codes'
import type { ContractDeps } from '../ports'
import { putSlot, readIn, readSlot } from '../userSlot'

/** @throws {CallFailure} RATE_LIMITED */
export async function countClosing(
  tx: StoreTransaction,
  contract: ContractRecord,
  { clock, sha256 }: Pick<ContractDeps, 'clock' | 'sha256'>,
): Promise<void> {
  const slot = await readSlot(readIn(tx), partyOfRecord(contract), sha256)
  const closings = countOne('closings', slot.counters.closings, clock.nowMs())
  await putSlot(tx, { ...slot, counters: { ...slot.counters, closings } })
}
