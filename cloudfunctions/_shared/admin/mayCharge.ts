// Whether a contract may be charged under, for a server that is about to.
import * as v from 'valibot'
import { mayChargeUnder } from '../contracts/ask/askWhetherChargeable'
import { contractCode } from '../contracts/inputs'
import { CallFailure } from '../kernel/errors'
import type { ContractDeps } from '../contracts/ports'

export const mayChargeInput = v.strictObject({ out_contract_code: contractCode })

/**
 * @throws {CallFailure} NOT_FOUND; and as {@link mayChargeUnder}
 * @throws {StoreError} the database failed
 */
export async function mayCharge({ out_contract_code }: v.InferOutput<typeof mayChargeInput>, deps: ContractDeps) {
  const known = await deps.store.read('contracts', out_contract_code)
  if (!known) throw new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
  const may = await mayChargeUnder(known, deps)
  return 'reason' in may
    ? { out_contract_code, mayCharge: false, reason: may.reason }
    : { out_contract_code, mayCharge: true, contract_id: may.contract_id }
}
