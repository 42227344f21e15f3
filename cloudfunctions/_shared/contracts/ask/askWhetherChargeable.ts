// Whether a contract may be charged under, right now. A yes is WeChat Pay's own word, no older than a day; where it cannot be had
// there is no answer.
import { CallFailure } from '../../kernel/errors'
import { sinceMs } from '../../kernel/stamps'
import type { ContractRecord } from '../../records/contracts'
import { hasExpired, isSigned } from '../evidence/inForce'
import { isUnconfirmed } from '../evidence/signer'
import type { ContractDeps } from '../ports'
import { askContract } from './askContract'

/** Why not. */
type Objection = 'NOT_SIGNED' | 'TERMINATED' | 'EXPIRED' | 'CLOSING' | 'SIGNER_UNCONFIRMED' | 'NO_CONTRACT_ID'

type MayCharge = { contract: ContractRecord } & ({ contract_id: string } | { reason: Objection })

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * @throws {CallFailure} where nobody can say: IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE,
 *   WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed
 */
export async function mayChargeUnder(known: ContractRecord, deps: ContractDeps): Promise<MayCharge> {
  const nowMs = deps.clock.nowMs()
  const { contract, isDenied } = isFresh(known, nowMs) ? { contract: known, isDenied: false } : await hear(known, deps)
  const reason = isDenied ? 'NOT_SIGNED' : objectionTo(contract, deps.clock.nowMs())
  if (reason !== undefined) return { contract, reason }
  const { contract_id } = contract
  return contract_id ? { contract, contract_id } : { contract, reason: 'NO_CONTRACT_ID' }
}

/** What is over stays over; what WeChat Pay has said within a day, whole, need not be said again, unless a notification has named it. */
const isFresh = ({ state, contract_id, evidence, setAsideAtMs }: ContractRecord, nowMs: number): boolean =>
  state === 'TERMINATED' ||
  (state === 'SIGNED' &&
    contract_id !== undefined &&
    setAsideAtMs === undefined &&
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
  return isUnconfirmed(contract) ? 'SIGNER_UNCONFIRMED' : undefined
}
