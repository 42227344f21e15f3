// CONFIRM: what became of a contract. WeChat Pay is asked; coming back from signing proves nothing.
import type { QueryContractInput, QueryContractOutput } from '../../../../typings/contract/callables'
import { askContract, type Asked } from './askContract'
import { confirmByLogin } from '../evidence/confirm'
import { isToBeSent } from '../close/closingTurn'
import { sendTermination } from '../close/sendTermination'
import { isUnanswered } from '../../kernel/outcomes'
import { readCurrent, readOwn } from '../parties'
import { toOutput } from './pageState'
import type { ContractDeps } from '../ports'
import type { Caller } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'

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
  const startedAtMs = deps.clock.nowMs()
  const { out_contract_code } = input
  const contract =
    out_contract_code === undefined ? await readCurrent(caller, deps) : await readOwn(out_contract_code, caller, deps)
  if (!contract) return { state: 'none' }
  if (isSettled(contract)) return toOutput(contract, startedAtMs)
  const asked = await askContract(contract, deps)
  const isUnheard = asked.answer === 'signed' && isToBeSent(asked.contract, deps.clock.nowMs())
  // A wish to close that did not take effect: whoever asks sends it again.
  if (isUnheard) {
    const { contract: closing } = await sendTermination(asked.contract, { startedAtMs }, deps)
    return toOutput(closing, deps.clock.nowMs())
  }
  return answer({ ...asked, contract: await confirmByLogin(asked.contract, deps) }, deps.clock.nowMs())
}

/** What has ended is asked about no more, unless a notification about it was set aside. */
const isSettled = ({ state, setAsideAtMs }: ContractRecord): boolean =>
  state === 'TERMINATED' && setAsideAtMs === undefined

function answer(asked: Asked, nowMs: number): QueryContractOutput {
  if (asked.answer !== 'failed') return toOutput(asked.contract, nowMs)
  const { contract, failure } = asked
  const isOpen = contract.state === 'REQUESTED' || contract.state === 'PRESIGNED'
  if (isOpen && !isUnanswered(failure)) throw failure
  return toOutput(contract, nowMs, false)
}
