// From a record to what the page may be told: never a boolean.
import type { OtherContract, QueryContractOutput } from '../../../../typings/contract/callables'
import type { EntrustStatus } from '../../../../typings/contract/entrust'
import { hasExpired } from '../evidence/inForce'
import { signerField } from '../evidence/signer'
import { isReleased, isVoid, type ContractRecord } from '../../records/contracts'

/** @param couldAsk false when WeChat Pay was due to be asked and could not be */
function pageState(contract: ContractRecord, nowMs: number, couldAsk: boolean): EntrustStatus {
  switch (contract.state) {
    case 'REQUESTED':
      return isGivenUp(contract) ? 'none' : 'inProgress'
    case 'PRESIGNED':
      if (isGivenUp(contract)) return 'none'
      return couldAsk ? 'inProgress' : 'unknown'
    case 'REJECTED':
    case 'EXPIRED':
      return 'none'
    case 'SIGNED':
      if (isVoid(contract)) return 'none'
      // A wish to close is answered by WeChat Pay, not by an end we have on record.
      if (contract.terminateRequestedAtMs !== undefined) return 'closing'
      return hasExpired(contract, nowMs) ? 'terminated' : 'signed'
    case 'TERMINATED':
      return 'terminated'
  }
}

/** Nothing of this user's can come of it as far as we know, though nobody has told us so of the code. */
export const isGivenUp = (contract: ContractRecord): boolean =>
  contract.sessionTakenAtMs !== undefined || isReleased(contract)

/** One in force beside the one that counts today. */
export function toOther(contract: ContractRecord, nowMs: number): OtherContract {
  const { _id: out_contract_code, sub_mchid, signedAtMs, contractExpiresAtMs } = contract
  return {
    out_contract_code,
    state: pageState(contract, nowMs, true),
    ...(sub_mchid !== undefined && { sub_mchid }),
    ...(signedAtMs !== undefined && { signedAtMs }),
    ...(contractExpiresAtMs !== undefined && { contractExpiresAtMs }),
  }
}

/** The answer of `queryContract` and `terminateContract`. */
export function toOutput(contract: ContractRecord, nowMs: number, couldAsk = true): QueryContractOutput {
  const { signedAtMs, session, contractExpiresAtMs } = contract
  const state = pageState(contract, nowMs, couldAsk)
  const terminatedAtMs = contract.terminatedAtMs ?? (state === 'terminated' ? contractExpiresAtMs : undefined)
  const isOpen = contract.state === 'PRESIGNED' && session !== undefined && !isGivenUp(contract)
  return {
    state,
    out_contract_code: contract._id,
    ...((state === 'signed' || state === 'closing') && signerField(contract)),
    ...(signedAtMs !== undefined && state !== 'none' && { signedAtMs }),
    ...(terminatedAtMs !== undefined && { terminatedAtMs }),
    ...(contractExpiresAtMs !== undefined && state !== 'none' && { contractExpiresAtMs }),
    ...(isOpen && { expiresAtMs: session.expiresAtMs }),
    ...(state === 'none' && contract.sessionTakenAtMs !== undefined && { isOtherSigner: true }),
  }
}
