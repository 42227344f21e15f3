// A charge was refused because there is no such contract: WeChat Pay is asked about it once, and what it says is believed.
import { askContract } from '../contracts/ask/askContract'
import { leaveContractOpen } from '../contracts/ask/setAsideCodes'
import { annul } from '../contracts/evidence/annul'
import type { ContractDeps } from '../contracts/ports'
import type { ContractRecord } from '../records/contracts'

/** @throws {StoreError} */
export async function hearOfContract(contract: ContractRecord, deps: ContractDeps): Promise<void> {
  const asked = await askContract(contract, deps, { atOnce: true, isOurs: true })
  const nowMs = deps.clock.nowMs()
  // Two words of WeChat Pay's that agree: neither charge nor query finds it.
  if (asked.answer === 'notSigned' || asked.answer === 'spent' || 'isDenied' in asked) {
    await annul(asked.contract, nowMs, deps)
    return
  }
  if (asked.answer === 'terminated') return
  deps.log.alert('charge refused for want of a contract that is signed on record', { out_contract_code: contract._id })
  // Asked again before the next charge, and by upkeep.
  await deps.store.transact(async (tx) => {
    const current = await tx.get('contracts', contract._id)
    if (current?.state === 'SIGNED') await leaveContractOpen(tx, current, nowMs, deps.sha256)
  })
}
