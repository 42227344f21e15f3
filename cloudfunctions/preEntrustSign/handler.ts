// SIGN: from "I agree" to a session the page can open. No SDK, no environment, no clock of its own.
import type { PreEntrustSignInput, PreEntrustSignOutput } from '../../typings/contract/callables'
import { askContract } from '../_shared/entrust/askContract'
import { checkDisplayAccount, defaultDisplayAccount } from '../_shared/entrust/displayAccount'
import { CallFailure } from '../_shared/entrust/errors'
import { openAttempt, type OpenedAttempt, type Wish } from '../_shared/entrust/openAttempt'
import { slotId } from '../_shared/entrust/outContractCode'
import { partyOf } from '../_shared/entrust/ownContract'
import type { Caller, EntrustDeps } from '../_shared/entrust/ports'
import type { ContractRecord } from '../_shared/entrust/records'
import { settleAttempt } from '../_shared/entrust/settleAttempt'

/**
 * Opens a signing session (预签约), or hands out the one that is open.
 * @throws {CallFailure} INVALID_INPUT, IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed; calling again goes on where this stopped
 */
export async function preEntrustSign(
  input: PreEntrustSignInput,
  caller: Caller,
  deps: EntrustDeps,
): Promise<PreEntrustSignOutput> {
  const wish: Wish = { caller, textHash: input.consent.textHash, label: labelOf(input, caller, deps) }
  const opened = await openAttempt(wish, deps)
  return finish(opened.kind === 'queryFirst' ? await askThenOpen(opened.contract, wish, deps) : opened, deps)
}

function labelOf({ displayAccount }: PreEntrustSignInput, caller: Caller, { settings, sha256 }: EntrustDeps): string {
  if (displayAccount !== undefined) return checkDisplayAccount(displayAccount)
  return defaultDisplayAccount(slotId(partyOf(caller, settings), sha256))
}

/** A code that may have been signed: a new one starts only when WeChat Pay says it was not. */
async function askThenOpen(contract: ContractRecord, wish: Wish, deps: EntrustDeps): Promise<OpenedAttempt> {
  const asked = await askContract(contract, deps, { wait: true })
  if (asked.answer === 'failed' && !isSafelyRejected(contract, asked.failure)) throw asked.failure
  if (asked.answer === 'notAsked') throw inProgress()
  if (asked.answer === 'setAside') {
    throw new CallFailure(
      'WECHATPAY_UNTRUSTED',
      'The last attempt is in a state we cannot read; see the log before trying again',
    )
  }
  return openAttempt(wish, deps, contract._id)
}

/** Refused when it was made and refused when asked about: no session of it was ever handed out, so none can be signed. */
const isSafelyRejected = (contract: ContractRecord, failure: CallFailure): boolean =>
  contract.state === 'REJECTED' && contract.session === undefined && failure.code === 'WECHATPAY_REJECTED'

async function finish(opened: OpenedAttempt, deps: EntrustDeps): Promise<PreEntrustSignOutput> {
  switch (opened.kind) {
    case 'signed':
    case 'closing':
      return { state: opened.kind, out_contract_code: opened.contract._id }
    case 'reuseSession':
      return toOutput(opened.contract)
    case 'send':
      return toOutput(await send(opened, deps))
    case 'inProgress':
    case 'queryFirst':
      throw inProgress()
  }
}

async function send({ contract, leaseUntilMs }: Extract<OpenedAttempt, { kind: 'send' }>, deps: EntrustDeps) {
  const sentAtMs = deps.clock.nowMs()
  const outcome = await deps.gateway.preSign(contract)
  return settleAttempt({ contract, leaseUntilMs, sentAtMs }, outcome, deps)
}

function toOutput({ _id, state, session, terminateRequestedAtMs }: ContractRecord): PreEntrustSignOutput {
  if (state === 'SIGNED')
    return { state: terminateRequestedAtMs === undefined ? 'signed' : 'closing', out_contract_code: _id }
  if (state !== 'PRESIGNED' || !session) throw inProgress()
  return { state: 'inProgress', out_contract_code: _id, ...session }
}

const inProgress = () =>
  new CallFailure('IN_PROGRESS', 'Another call is at work on this contract; call again in a moment')
