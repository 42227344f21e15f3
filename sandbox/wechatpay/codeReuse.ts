// Which out_contract_code may be pre-signed again.
import type { Agreement } from './agreement'
import type { PreSign } from './preSign'
import { invalidRequest } from './refusal'

/** What no page tells: whether signing that was offered with one order, and not taken, may be offered with another. */
export type CodeForOtherOrder = 'taken' | 'refused'

/** @throws {Refusal} 400 INVALID_REQUEST: the code is spent, signed, or was used with other parameters */
export function refuseReuse(known: Agreement, preSign: PreSign, forOtherOrder: CodeForOtherOrder): void {
  const code = preSign.outContractCode
  if (known.state === 'TERMINATED') {
    throw invalidRequest(`out_contract_code ${code} belongs to a terminated contract and cannot be used again`)
  }
  if (known.isSpent) throw invalidRequest(`out_contract_code ${code} was refused at signing and cannot be used again`)
  const isOther = forOtherOrder === 'taken' ? differsButForOrder : differs
  if (isOther(known.preSign, preSign)) {
    throw invalidRequest(
      `out_contract_code ${code} was already used with other parameters; repeat them unchanged or take a new code`,
    )
  }
  if (known.state === 'SIGNED') throw invalidRequest(`out_contract_code ${code} is signed already`)
}

export const differs = (one: PreSign, other: PreSign): boolean => one.fingerprint !== other.fingerprint

function differsButForOrder(one: PreSign, other: PreSign): boolean {
  const rest = ({ fingerprint, prepayId }: PreSign) =>
    prepayId === undefined ? fingerprint : fingerprint.replace(JSON.stringify(prepayId), '"an order"')
  return rest(one) !== rest(other)
}
