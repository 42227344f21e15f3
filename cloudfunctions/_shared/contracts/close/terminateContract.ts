// CLOSE: write down that the user wants out, tell WeChat Pay, and believe only a query. Until one confirms it is `closing`.
import type { QueryContractOutput, TerminateContractInput } from '../../../../typings/contract/callables'
import { askContract, type Asked } from '../ask/askContract'
import { isSigned } from '../evidence/inForce'
import type { GivenWish } from './closingTurn'
import { sendTermination } from './sendTermination'
import { CallFailure } from '../../kernel/errors'
import { readOwn } from '../parties'
import { toOutput } from '../ask/pageState'
import type { ContractDeps } from '../ports'
import type { Caller } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'

/**
 * Ends a contract (解约). Idempotent: a contract that has ended answers so, one that is closing is carried on. One past the end
 * we know is closed like any other: it may have been extended. Once the wish is kept the answer is a state: whatever WeChat Pay
 * says to it, 429 and a refusal too, it is `closing` until it has ended, and sent again.
 * @throws {CallFailure} NOT_FOUND; and of what is not signed on record NOT_SIGNED, or why nobody can say: IN_PROGRESS,
 *   RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed
 */
export async function terminateContract(
  input: TerminateContractInput,
  caller: Caller,
  deps: ContractDeps,
): Promise<QueryContractOutput> {
  const contract = await readOwn(input.out_contract_code, caller, deps)
  if (contract.state === 'TERMINATED') return toOutput(contract, deps.clock.nowMs())
  const closing = await close(contract, { remark: input.remark, isUsers: true }, deps)
  return toOutput(closing, deps.clock.nowMs())
}

/** Whoever does not come first asks before anything is sent: an earlier request may have closed it. */
async function close(contract: ContractRecord, wish: GivenWish, deps: ContractDeps): Promise<ContractRecord> {
  if (!isFreshlySigned(contract)) return closeOnceAsked(contract, wish, deps)
  const { contract: closing, wasSent } = await sendTermination(contract, wish, deps)
  return wasSent || !isSigned(closing) ? closing : closeOnceAsked(closing, wish, deps)
}

const isFreshlySigned = (contract: ContractRecord): boolean =>
  isSigned(contract) && contract.terminateRequestedAtMs === undefined

async function closeOnceAsked(contract: ContractRecord, wish: GivenWish, deps: ContractDeps): Promise<ContractRecord> {
  const asked = await askContract(contract, deps, { wait: true })
  if (asked.answer === 'signed' || isFreshlySigned(asked.contract)) {
    return (await sendTermination(asked.contract, wish, deps)).contract
  }
  // Nobody can say now whether an earlier request has closed it: the wish stands, and nothing is sent.
  if (asked.answer === 'terminated' || asked.contract.state === 'SIGNED') return asked.contract
  throw notClosable(asked)
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
