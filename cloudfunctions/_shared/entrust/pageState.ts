// From a record to what the page may be told: never a boolean.
import type { QueryContractOutput } from '../../../typings/contract/callables'
import type { EntrustStatus } from '../../../typings/contract/entrust'
import type { ContractRecord } from './records'

/** @param couldAsk false when WeChat Pay was due to be asked and could not be */
export function pageState(contract: ContractRecord, couldAsk: boolean): EntrustStatus {
  switch (contract.state) {
    case 'REQUESTED':
      return 'inProgress'
    case 'PRESIGNED':
      return couldAsk ? 'inProgress' : 'unknown'
    case 'REJECTED':
    case 'EXPIRED':
      return 'none'
    case 'SIGNED':
      return contract.terminateRequestedAtMs === undefined ? 'signed' : 'closing'
    case 'TERMINATED':
      return 'terminated'
  }
}

/** The answer of `queryContract` and `terminateContract`. */
export function toOutput(contract: ContractRecord, couldAsk: boolean): QueryContractOutput {
  const { signedAtMs, terminatedAtMs, session } = contract
  const isOpen = contract.state === 'PRESIGNED' && session !== undefined
  return {
    state: pageState(contract, couldAsk),
    out_contract_code: contract._id,
    ...(signedAtMs !== undefined && { signedAtMs }),
    ...(terminatedAtMs !== undefined && { terminatedAtMs }),
    ...(isOpen && { expiresAtMs: session.expiresAtMs }),
  }
}
