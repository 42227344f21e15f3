// CONFIRM: what became of a contract. WeChat Pay is asked; coming back from signing proves nothing.
import type { QueryContractInput, QueryContractOutput } from '../../../../typings/contract/callables'
import { CallFailure } from '../../kernel/errors'
import { isUnanswered } from '../../kernel/outcomes'
import type { Caller } from '../../kernel/ports'
import { confirmByLogin } from '../evidence/confirm'
import { isToBeSent } from '../close/closingTurn'
import { sendTermination } from '../close/sendTermination'
import { overAtMs, type ContractRecord } from '../../records/contracts'
import { partyOf, readOwn, readOwnContracts, type OwnContracts } from '../parties'
import type { ContractDeps } from '../ports'
import { askContract, type Asked } from './askContract'
import { forgetSetAside } from './setAsideCodes'
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
  const { current, others } = await readOwnSettled(caller, deps)
  const told: QueryContractOutput = current ? await tell(current, deps) : { state: 'none' }
  if (others.length === 0) return told
  return { ...told, otherContracts: others.map((contract) => toOther(contract, deps.clock.nowMs())) }
}

/** A notification may have named an older attempt, or another contract in force: asked about first, it may be what counts. */
async function readOwnSettled(caller: Caller, deps: ContractDeps): Promise<OwnContracts> {
  const own = await readOwnContracts(caller, deps)
  const others = Object.entries(own.setAside).filter(([code]) => code !== own.current?._id)
  if (others.length === 0) return own
  await Promise.all(others.slice(0, MAX_OPEN).map(async ([code, atMs]) => askOpen({ code, atMs }, caller, deps)))
  return readOwnContracts(caller, deps)
}

/** At once; upkeep goes on with the rest. */
const MAX_OPEN = 3

/** What cannot be learnt about it stays open, and keeps nobody from an answer about the one that counts. */
async function askOpen(open: { code: string; atMs: number }, caller: Caller, deps: ContractDeps): Promise<void> {
  const contract = await deps.store.read('contracts', open.code)
  // Settled, or forgotten, by somebody who did not come as far as the slot.
  if (contract?.setAsideAtMs === undefined) return forgetSetAside(partyOf(caller, deps.settings), open, deps)
  try {
    await askContract(contract, deps)
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
  }
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
