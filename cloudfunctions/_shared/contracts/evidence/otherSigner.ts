// Someone else signed the session. Only combine-papay allows it, since its session is bound to no user: for this user the
// code is then as good as unsigned, and the merchant is told who holds a contract nobody here asked for.
import { summarise } from './applyEvidence'
import type { SetAside } from './judge'
import type { StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'

/** Of one that is signed already it would be a contradiction, and is set aside like any other. */
export const isOtherSigner = (
  contract: ContractRecord,
  { reason, fields }: Pick<SetAside, 'reason' | 'fields'>,
): boolean =>
  contract.family === 'combine-papay' &&
  contract.state !== 'SIGNED' &&
  contract.state !== 'TERMINATED' &&
  reason === 'IDENTITY_MISMATCH' &&
  fields.every((field) => field === 'openid')

/**
 * One row, however often it is learnt; and the session goes to nobody any more.
 * @returns the contract as it now stands
 */
export async function tellOtherSigner(
  tx: StoreTransaction,
  contract: ContractRecord,
  signedBy: string,
  createdAtMs: number,
): Promise<ContractRecord> {
  const code = contract._id
  const _id = `${code}:OTHER_SIGNER`
  const current = (await tx.get('contracts', code)) ?? contract
  if (await tx.get('contract_outbox', _id)) return current
  const taken = withDue('contracts', { ...current, sessionTakenAtMs: createdAtMs })
  await tx.put('contracts', taken)
  const told = { state: 'OTHER_SIGNER', contract: summarise(contract), signedBy } as const
  await tx.put('contract_outbox', withDue('contract_outbox', { _id, code, ...told, createdAtMs, tries: 0 }))
  return taken
}
