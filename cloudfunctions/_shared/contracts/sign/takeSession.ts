// SIGN: from a wish to an open session, whatever the last attempt has come to. Shared by every scene.
import { askContract } from '../ask/askContract'
import { CallFailure } from '../../kernel/errors'
import { openAttempt, type OpenedAttempt, type Wish } from './openAttempt'
import { placeOf } from '../parties'
import type { ContractDeps } from '../ports'
import type { ContractRecord, Session } from '../../records/contracts'
import { recheckSigned } from './recheckSigned'
import { reuseOf } from './sceneRules'
import { settleAttempt } from './settleAttempt'

type TakenSession =
  /** PRESIGNED, with a session that serves the wish. */
  | { kind: 'open'; contract: ContractRecord; session: Session }
  | { kind: 'signed' | 'closing'; contract: ContractRecord }

/** An attempt of another scene is carried to its end, asked about, and then ours is made; nothing takes more turns. */
const MAX_TURNS = 4

/**
 * Opens a signing session (预签约), or hands out the one that is open.
 * @throws {CallFailure} IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed; calling again goes on where this stopped
 */
export async function takeSession(wish: Wish, deps: ContractDeps): Promise<TakenSession> {
  const place = placeOf(wish.caller, deps)
  let notSignedCode: string | undefined
  for (let turn = 1; turn <= MAX_TURNS; turn++) {
    const opened = await openAttempt(wish, place, deps, notSignedCode)
    switch (opened.kind) {
      case 'signed': {
        const contract = await recheckSigned(opened.contract, deps)
        if (contract.state === 'SIGNED') return signed(contract)
        break
      }
      case 'closing':
        return opened
      case 'reuseSession':
        return open(opened.contract)
      case 'inProgress':
        throw inProgress()
      case 'queryFirst':
        // Asked already, and another attempt stands in the way now: somebody else is at work.
        if (notSignedCode !== undefined) throw inProgress()
        await learnNotSigned(opened.contract, deps)
        notSignedCode = opened.contract._id
        break
      case 'lease': {
        const taken = await send(opened, wish, deps)
        if (taken) return taken
      }
    }
  }
  throw inProgress()
}

/** A code that may have been signed: a new one starts only when WeChat Pay says it was not. */
async function learnNotSigned(contract: ContractRecord, deps: ContractDeps): Promise<void> {
  const asked = await askContract(contract, deps, { wait: true })
  if (asked.answer === 'failed' && !isSafelyRejected(contract, asked.failure)) throw asked.failure
  if (asked.answer === 'notAsked') throw inProgress()
  if (asked.answer === 'setAside') {
    throw new CallFailure(
      'WECHATPAY_UNTRUSTED',
      'The last attempt is in a state we cannot read; see the log before trying again',
    )
  }
}

/** Refused when it was made and refused when asked about: no session of it was ever handed out, so none can be signed. */
const isSafelyRejected = (contract: ContractRecord, failure: CallFailure): boolean =>
  contract.state === 'REJECTED' && contract.session === undefined && failure.code === 'WECHATPAY_REJECTED'

type Lease = Extract<OpenedAttempt, { kind: 'lease' }>

/** @returns nothing when what was carried to its end serves another wish, or comes too late to be used */
async function send(
  { contract, leaseUntilMs, servesWish }: Lease,
  wish: Wish,
  deps: ContractDeps,
): Promise<TakenSession | undefined> {
  const sentAtMs = deps.clock.nowMs()
  const outcome = await deps.gateway.preSign(contract)
  try {
    const settled = await settleAttempt({ contract, leaseUntilMs, sentAtMs }, outcome, deps)
    return servesWish || settled.state === 'SIGNED' ? taken(settled, wish, deps) : undefined
  } catch (error) {
    if (!servesWish && error instanceof CallFailure && error.code === 'WECHATPAY_REJECTED') return undefined
    throw error
  }
}

function taken(contract: ContractRecord, wish: Wish, { clock, settings }: ContractDeps): TakenSession | undefined {
  if (contract.state === 'SIGNED') return signed(contract)
  // An attempt that is resumed late has used up the time of its session: a new one is asked for.
  const isOver = contract.session && reuseOf(contract, wish.scene, clock.nowMs(), settings.launchWithinMs) === 'never'
  return isOver ? undefined : open(contract)
}

const signed = (contract: ContractRecord): TakenSession => ({
  kind: contract.terminateRequestedAtMs === undefined ? 'signed' : 'closing',
  contract,
})

function open(contract: ContractRecord): TakenSession {
  const { state, session } = contract
  if (state !== 'PRESIGNED' || !session) throw inProgress()
  return { kind: 'open', contract, session }
}

const inProgress = () =>
  new CallFailure('IN_PROGRESS', 'Another call is at work on this contract; call again in a moment')
