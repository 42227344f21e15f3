// A signed contract of the app becomes the user's own: the merchant has said who signed, one by one or for all of its login.
import { withDue } from '../../records/due'
import type { ContractRecord } from '../../records/contracts'
import type { StoreTransaction } from '../../kernel/ports'
import type { ContractDeps } from '../ports'
import { summarise } from './applyEvidence'
import { isSigned } from './inForce'
import { isUnconfirmed } from './signer'

/**
 * The contract and its row, told once.
 * @param contract SIGNED and not confirmed, read in the same transaction
 * @returns the contract as it now stands
 */
export async function confirm(
  tx: StoreTransaction,
  contract: ContractRecord,
  by: { confirmedSigner: string } | { loginIsWechat: true },
  createdAtMs: number,
): Promise<ContractRecord> {
  const confirmed = withDue('contracts', { ...contract, ...by })
  await tx.put('contracts', confirmed)
  const told = { code: contract._id, state: 'SIGNER_CONFIRMED', contract: summarise(confirmed) } as const
  const row = { _id: `${contract._id}:SIGNER_CONFIRMED`, ...told, createdAtMs, tries: 0 }
  await tx.put('contract_outbox', withDue('contract_outbox', row))
  return confirmed
}

/** One that was signed before the settings said that the login is WeChat's. @returns the contract as it now stands */
export async function confirmByLogin(contract: ContractRecord, deps: ContractDeps): Promise<ContractRecord> {
  const { settings, store, clock } = deps
  const isOpen = (one: ContractRecord): boolean => isSigned(one) && isUnconfirmed(one)
  if (!settings.loginIsWechat || !isOpen(contract)) return contract
  return store.transact(async (tx) => {
    const current = (await tx.get('contracts', contract._id)) ?? contract
    return isOpen(current) ? confirm(tx, current, { loginIsWechat: true }, clock.nowMs()) : current
  })
}
