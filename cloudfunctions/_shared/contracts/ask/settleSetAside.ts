// A notification about a contract was set aside, so WeChat Pay had to be asked. It has answered: nothing is open any more.
import type { ContractDeps } from '../ports'
import type { ContractRecord } from '../../records/contracts'
import { changeOne } from '../../kernel/changeOne'

/**
 * @param setAsideAtMs of the record the question was asked for: of what was set aside since then, nothing is known yet
 * @returns the contract as it now stands
 */
export async function settleSetAside(
  contract: ContractRecord,
  setAsideAtMs: number,
  { store }: ContractDeps,
): Promise<ContractRecord> {
  const { document } = await changeOne('contracts', contract, store, (current) => {
    if (current.setAsideAtMs !== setAsideAtMs) return { document: current }
    const settled = { ...current }
    delete settled.setAsideAtMs
    return { document: settled }
  })
  return document
}
