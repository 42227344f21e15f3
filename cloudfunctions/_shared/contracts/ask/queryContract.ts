// CONFIRM: what became of a contract. WeChat Pay is asked; coming back from signing proves nothing.
import type { QueryContractInput, QueryContractOutput } from '../../../../typings/contract/callables'
import { isUnanswered } from '../../kernel/outcomes'
import type { Caller } from '../../kernel/ports'
import { confirmByLogin } from '../evidence/confirm'
import { isToBeSent } from '../close/closingTurn'
import { sendTermination } from '../close/sendTermination'
import { overAtMs, type ContractRecord } from '../../records/contracts'
import { readOwn, readOwnContracts } from '../parties'
import type { ContractDeps } from '../ports'
import { askContract, type Asked } from './askContract'
import { isGivenUp, toOther, toOutput } from './pageState'

/**
 * @throws {CallFailure} NOT_FOUND for a code that is not the caller's; WECHATPAY_REJECTED or RATE_LIMITED while the record
 *   alone cannot answer
 * @throws {StoreError} the database failed
 */
export async function queryContract(
  input: QueryContractInput,
  caller: Caller,
  deps: ContractDeps,
): Promise<QueryContractOutput> {
  const { out_contract_code } = input
  if (out_contract_code !== undefined) return tell(await readOwn(out_contract_code, caller, deps), deps)
  const { current, others } = await readOwnContracts(caller, deps)
  const told: QueryContractOutput = current ? await tell(current, deps) : { state: 'none' }
  if (others.length === 0) return told
  return { ...told, otherContracts: others.map((contract) => toOther(contract, deps.clock.nowMs())) }
}

async function tell(contract: ContractRecord, deps: ContractDeps): Promise<QueryContractOutput> {
  if (isSettled(contract)) return toOutput(contract, deps.clock.nowMs())
  const asked = await askContract(contract, deps)
  const isUnheard = asked.answer === 'signed' && isToBeSent(asked.contract, deps.clock.nowMs())
  // A wish to close that did not take effect: whoever asks sends it again.
  if (isUnheard) {
    const { contract: closing } = await sendTermination(asked.contract, {}, deps)
    return toOutput(closing, deps.clock.nowMs())
  }
  return answer({ ...asked, contract: await confirmByLogin(asked.contract, deps) }, deps.clock.nowMs())
}

/** What has ended is asked about no more, unless a notification about it was set aside. */
const isSettled = ({ state, setAsideAtMs }: ContractRecord): boolean =>
  state === 'TERMINATED' && setAsideAtMs === undefined

function answer(asked: Asked, nowMs: number): QueryContractOutput {
  const { contract } = asked
  if (asked.answer === 'setAside' && isUndecided(contract)) return unknown(contract, nowMs)
  if (asked.answer !== 'failed') return toOutput(contract, nowMs)
  const isOpen = (contract.state === 'REQUESTED' || contract.state === 'PRESIGNED') && !isGivenUp(contract)
  if (!isOpen || isUnanswered(asked.failure)) return toOutput(contract, nowMs, false)
  // Nothing can be done about the session any more: what the page needs is a way on, not the refusal.
  if (asked.isWord && nowMs >= overAtMs(contract)) return unknown(contract, nowMs)
  throw asked.failure
}

/** WeChat Pay tells of it what we cannot read: that may be anything. */
const isUndecided = (contract: ContractRecord): boolean =>
  contract.state !== 'SIGNED' && contract.state !== 'TERMINATED' && !isGivenUp(contract)

const unknown = (contract: ContractRecord, nowMs: number): QueryContractOutput => ({
  ...toOutput(contract, nowMs, false),
  state: 'unknown',
})
