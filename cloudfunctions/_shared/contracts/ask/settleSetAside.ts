// A notification about a contract was set aside, so WeChat Pay had to be asked. It has answered: nothing is open any more.
import type { ContractDeps } from '../ports'
import type { ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'

/**
 * @param setAsideAtMs of the record the question was asked for: of what was set aside since then, nothing is known yet
 * @returns the contract as it now stands
 */
export async function settleSetAside(
  contract: ContractRecord,
  setAsideAtMs: number,
  { store }: ContractDeps,
): Promise<ContractRecord> {
  return store.transact(async (tx) => {
    const current = (await tx.get('contracts', contract._id)) ?? contract
    if (current.setAsideAtMs !== setAsideAtMs) return current
    const settled = { ...current }
    delete settled.setAsideAtMs
    const written = withDue('contracts', settled)
    await tx.put('contracts', written)
    return written
  })
}
