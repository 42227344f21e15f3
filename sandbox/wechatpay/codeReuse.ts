// Which out_contract_code may be pre-signed again.
import type { Agreement } from './agreement'
import type { PreSign } from './preSign'
import { invalidRequest } from './refusal'

/** @throws {Refusal} 400 INVALID_REQUEST: the code is spent, signed, or was used with other parameters */
export function refuseReuse(known: Agreement, preSign: PreSign): void {
  const code = preSign.outContractCode
  if (known.state === 'TERMINATED') {
    throw invalidRequest(`out_contract_code ${code} belongs to a terminated contract and cannot be used again`)
  }
  if (known.isSpent) throw invalidRequest(`out_contract_code ${code} was refused at signing and cannot be used again`)
  if (known.preSign.fingerprint !== preSign.fingerprint) {
    throw invalidRequest(
      `out_contract_code ${code} was already used with other parameters; repeat them unchanged or take a new code`,
    )
  }
  if (known.state === 'SIGNED') throw invalidRequest(`out_contract_code ${code} is signed already`)
}
