// Nothing can be charged without a contract_id, and a notice of signing may come without: it is asked for before anyone is told.
import { askContract } from '../../contracts/ask/askContract'
import type { OutboxRecord } from '../../records/outbox'
import type { DeliveryDeps } from '../ports'

/** @returns the row to be told, or undefined while WeChat Pay cannot be asked */
export async function withContractId(row: OutboxRecord, deps: DeliveryDeps): Promise<OutboxRecord | undefined> {
  if (row.state !== 'SIGNED' || row.contract.contract_id) return row
  const contract = await deps.store.read('contracts', row.code)
  // A record that is gone, or an answer without one: nothing better will come, and the change itself is true.
  if (!contract) return row
  if (contract.contract_id) return named(row, contract.contract_id)
  const asked = await askContract(contract, deps, { atOnce: true, isOurs: true })
  if (asked.contract.contract_id) return named(row, asked.contract.contract_id)
  return asked.answer === 'failed' ? undefined : row
}

const named = (row: Extract<OutboxRecord, { contract: object }>, contract_id: string): OutboxRecord => ({
  ...row,
  contract: { ...row.contract, contract_id },
})
