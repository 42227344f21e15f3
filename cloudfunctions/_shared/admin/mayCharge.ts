// Whether a contract may be charged under, right now. A yes is WeChat Pay's own word, no older than a day; where it cannot be had
// there is no answer.
import * as v from 'valibot'
import { askContract } from '../contracts/ask/askContract'
import { hasExpired, isSigned } from '../contracts/evidence/inForce'
import { isUnconfirmed } from '../contracts/evidence/signer'
import { contractCode } from '../contracts/inputs'
import { CallFailure } from '../kernel/errors'
import { sinceMs } from '../kernel/stamps'
import type { ContractRecord } from '../records/contracts'
import type { ContractDeps } from '../contracts/ports'

export const mayChargeInput = v.strictObject({ out_contract_code: contractCode })

/** Why not. */
type Objection = 'NOT_SIGNED' | 'TERMINATED' | 'EXPIRED' | 'CLOSING' | 'SIGNER_UNCONFIRMED' | 'NO_CONTRACT_ID'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * @throws {CallFailure} NOT_FOUND; and where nobody can say: IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED,
 *   WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed
 */
export async function mayCharge({ out_contract_code }: v.InferOutput<typeof mayChargeInput>, deps: ContractDeps) {
  const known = await deps.store.read('contracts', out_contract_code)
  if (!known) throw new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
  const heard = isFresh(known, deps.clock.nowMs()) ? { contract: known, isDenied: false } : await hear(known, deps)
  const reason = heard.isDenied ? 'NOT_SIGNED' : objectionTo(heard.contract, deps.clock.nowMs())
  if (reason !== undefined) return { out_contract_code, mayCharge: false, reason }
  return { out_contract_code, mayCharge: true, contract_id: heard.contract.contract_id }
}

/** What is over stays over; what WeChat Pay has said within a day, whole, need not be said again. */
const isFresh = ({ state, contract_id, evidence }: ContractRecord, nowMs: number): boolean =>
  state === 'TERMINATED' ||
  (state === 'SIGNED' &&
    contract_id !== undefined &&
    evidence.some(({ source, atMs }) => source !== 'preSign' && sinceMs(atMs, nowMs) < DAY_MS))

async function hear(
  known: ContractRecord,
  deps: ContractDeps,
): Promise<{ contract: ContractRecord; isDenied: boolean }> {
  const asked = await askContract(known, deps, { wait: true, isOurs: true })
  switch (asked.answer) {
    case 'failed':
      throw asked.failure
    case 'setAside':
      throw new CallFailure('WECHATPAY_UNTRUSTED', 'WeChat Pay tells a state we cannot read; see the log')
    case 'notAsked':
      throw new CallFailure('IN_PROGRESS', 'Another call is asking about this contract; call again in a moment')
    default: {
      const { contract, isDenied = false } = asked
      if (isDenied) deps.log.alert('signed on record, and not by WeChat Pay', { out_contract_code: contract._id })
      return { contract, isDenied }
    }
  }
}

function objectionTo(contract: ContractRecord, nowMs: number): Objection | undefined {
  if (contract.state === 'TERMINATED') return 'TERMINATED'
  if (!isSigned(contract)) return 'NOT_SIGNED'
  if (hasExpired(contract, nowMs)) return 'EXPIRED'
  if (contract.terminateRequestedAtMs !== undefined) return 'CLOSING'
  if (isUnconfirmed(contract)) return 'SIGNER_UNCONFIRMED'
  return contract.contract_id ? undefined : 'NO_CONTRACT_ID'
}
