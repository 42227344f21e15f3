// From a record to what the page may be told: never a boolean.
import type { QueryContractOutput } from '../../../../typings/contract/callables'
import type { EntrustStatus } from '../../../../typings/contract/entrust'
import { hasExpired } from '../evidence/inForce'
import type { ContractRecord } from '../../records/contracts'

/** @param couldAsk false when WeChat Pay was due to be asked and could not be */
function pageState(contract: ContractRecord, nowMs: number, couldAsk: boolean): EntrustStatus {
  switch (contract.state) {
    case 'REQUESTED':
      return 'inProgress'
    case 'PRESIGNED':
      if (contract.sessionTakenAtMs !== undefined) return 'none'
      return couldAsk ? 'inProgress' : 'unknown'
    case 'REJECTED':
    case 'EXPIRED':
      return 'none'
    case 'SIGNED':
      if (hasExpired(contract, nowMs)) return 'terminated'
      return contract.terminateRequestedAtMs === undefined ? 'signed' : 'closing'
    case 'TERMINATED':
      return 'terminated'
  }
}

/** The answer of `queryContract` and `terminateContract`. */
export function toOutput(contract: ContractRecord, nowMs: number, couldAsk = true): QueryContractOutput {
  const { signedAtMs, session, contractExpiresAtMs } = contract
  const terminatedAtMs = contract.terminatedAtMs ?? (hasExpired(contract, nowMs) ? contractExpiresAtMs : undefined)
  const isOpen = contract.state === 'PRESIGNED' && session !== undefined && contract.sessionTakenAtMs === undefined
  return {
    state: pageState(contract, nowMs, couldAsk),
    out_contract_code: contract._id,
    ...(signedAtMs !== undefined && { signedAtMs }),
    ...(terminatedAtMs !== undefined && { terminatedAtMs }),
    ...(contractExpiresAtMs !== undefined && { contractExpiresAtMs }),
    ...(isOpen && { expiresAtMs: session.expiresAtMs }),
  }
}
