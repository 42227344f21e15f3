// CLOSE: write down that the user wants out, tell WeChat Pay, and believe only a query. Until one confirms it is `closing`.
import type { QueryContractOutput, TerminateContractInput } from '../../../../typings/contract/callables'
import { askContract, type Asked } from '../ask/askContract'
import { isUnanswered, toFailure } from '../../kernel/outcomes'
import { callTimeMs } from '../../kernel/timeLeft'
import { dropIntent, storeIntent } from './closeIntent'
import { CallFailure } from '../../kernel/errors'
import { readOwn } from '../parties'
import { toOutput } from '../ask/pageState'
import type { ContractDeps } from '../ports'
import type { CallOutcome, Caller } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'

const defaultRemark = ({ scene }: ContractRecord) => (scene === 'app' ? '用户在App内关闭' : '用户在小程序内关闭')

/**
 * Ends a contract (解约). Idempotent: a contract that has ended answers so, one that is closing is carried on. One past the end
 * we know is closed like any other: it may have been extended.
 * @throws {CallFailure} NOT_FOUND, NOT_SIGNED, IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed
 */
export async function terminateContract(
  input: TerminateContractInput,
  caller: Caller,
  deps: ContractDeps,
): Promise<QueryContractOutput> {
  const contract = await readOwn(input.out_contract_code, caller, deps)
  if (contract.state === 'TERMINATED') return toOutput(contract, deps.clock.nowMs())
  const { closing, isClear } = await wishToClose(contract, deps)
  if (!isClear || closing.state !== 'SIGNED') return toOutput(closing, deps.clock.nowMs())
  const outcome = await deps.gateway.terminate(closing, input.remark ?? defaultRemark(closing))
  if (outcome.kind === 'rateLimited') throw toFailure(outcome)
  if (callTimeMs(deps.deadline) === undefined) return toOutput(closing, deps.clock.nowMs())
  return conclude(closing, outcome, await askContract(closing, deps, { atOnce: true }), deps)
}

interface Wish {
  /** With the wish on it, unless it has ended meanwhile. */
  closing: ContractRecord
  /** False where nobody can say whether an earlier request has closed it: then it stays closing, and nothing is sent. */
  isClear: boolean
}

/** Writes the wish down. Whoever does not come first asks before anything is sent again. */
async function wishToClose(contract: ContractRecord, deps: ContractDeps): Promise<Wish> {
  if (!isFreshlySigned(contract)) return wishAgain(contract, deps)
  const { contract: closing, isNew } = await storeIntent(contract, deps)
  return isNew || closing.state !== 'SIGNED' ? { closing, isClear: true } : wishAgain(closing, deps)
}

const isFreshlySigned = ({ state, terminateRequestedAtMs }: ContractRecord): boolean =>
  state === 'SIGNED' && terminateRequestedAtMs === undefined

/** An earlier request may have closed it, or it may never have been signed. */
async function wishAgain(contract: ContractRecord, deps: ContractDeps): Promise<Wish> {
  const asked = await askContract(contract, deps, { wait: true })
  if (asked.answer === 'signed' || asked.answer === 'terminated') {
    return { closing: (await storeIntent(asked.contract, deps)).contract, isClear: true }
  }
  if (contract.state !== 'SIGNED') throw notClosable(asked)
  if (asked.answer === 'failed' && !isUnanswered(asked.failure)) throw asked.failure
  return { closing: asked.contract, isClear: false }
}

function notClosable(asked: Asked): CallFailure {
  switch (asked.answer) {
    case 'failed':
      return asked.failure
    case 'notAsked':
      return new CallFailure('IN_PROGRESS', 'Another call is asking about this contract; call again in a moment')
    case 'setAside':
      return new CallFailure('WECHATPAY_UNTRUSTED', 'WeChat Pay tells a state we cannot read; see the log')
    default:
      return new CallFailure('NOT_SIGNED', 'This contract was never signed, so there is nothing to close')
  }
}

/** A verified 200 is not yet the end, and a refusal may mean that it has ended already: the query decides. */
async function conclude(
  closing: ContractRecord,
  outcome: Exclude<CallOutcome<unknown>, { kind: 'rateLimited' }>,
  asked: Asked,
  deps: ContractDeps,
): Promise<QueryContractOutput> {
  if (outcome.kind !== 'refused' || asked.answer !== 'signed') return toOutput(asked.contract, deps.clock.nowMs())
  if (outcome.isSigned) await dropIntent(closing, deps)
  throw toFailure(outcome)
}
