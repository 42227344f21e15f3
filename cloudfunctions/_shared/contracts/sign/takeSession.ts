// SIGN: from a wish to an open session, whatever the last attempt has come to. Shared by every scene.
import { denialCountsAtMs, mayAgree } from '../ask/denials'
import { askContract, type Asked } from '../ask/askContract'
import { CallFailure } from '../../kernel/errors'
import type { Learnt } from './decideAttempt'
import type { Wish } from './attemptRecord'
import { isSigned } from '../evidence/inForce'
import { openAttempt, type OpenedAttempt } from './openAttempt'
import { partyOf } from '../parties'
import type { ContractDeps } from '../ports'
import type { ContractRecord, Session } from '../../records/contracts'
import { recheckSigned } from './recheckSigned'
import type { SceneWish } from './requestBody'
import { reuseOf } from './sceneRules'
import { settleAttempt } from './settleAttempt'
import { isSpent, isWithoutSession, waitForNewCode } from './waitForNewCode'

type TakenSession =
  /** PRESIGNED, with a session that serves the wish. */
  | { kind: 'open'; contract: ContractRecord; session: Session }
  | { kind: 'signed' | 'closing'; contract: ContractRecord }

/**
 * What ran out is asked about, an attempt of another scene is carried to its end and asked about, its code refused for another
 * body, and then ours is made: nothing takes more turns.
 */
const MAX_TURNS = 6

/**
 * Opens a signing session (预签约), or hands out the one that is open.
 * @throws {CallFailure} IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed; calling again goes on where this stopped
 */
export async function takeSession(wish: Wish, deps: ContractDeps): Promise<TakenSession> {
  const party = partyOf(wish.caller, deps.settings)
  const learnt = new Map<string, Learnt>()
  for (let turn = 1; turn <= MAX_TURNS; turn++) {
    const opened = await openAttempt(wish, party, deps, learnt)
    switch (opened.kind) {
      case 'signed': {
        const contract = await recheckSigned(opened.contract, deps)
        if (isSigned(contract)) return signed(contract)
        break
      }
      case 'closing':
        return opened
      case 'reuseSession':
        return open(opened.contract)
      case 'inProgress':
        throw inProgress()
      case 'queryFirst':
        learnt.set(opened.contract._id, await learnFate(opened.contract, wish.scene, deps))
        break
      case 'settleFirst':
        learnt.set(opened.contract._id, await settleEarlier(opened.contract, deps))
        break
      case 'lease': {
        const sent = await send(opened, wish, deps)
        if (sent.kind !== 'refused' && sent.kind !== 'carriedOn') return sent
        // Known not to be signed, and not to be had with another body: then a code of its own.
        if (sent.kind === 'refused' && opened.isRenewed) learnt.set(opened.contract._id, 'spent')
      }
    }
  }
  throw inProgress()
}

/** An earlier code: only whether it was signed counts, and the record tells that from then on. */
async function settleEarlier(contract: ContractRecord, deps: ContractDeps): Promise<Learnt> {
  const asked = await askContract(contract, deps, { wait: true })
  switch (asked.answer) {
    case 'failed':
      return afterFailure(asked, deps)
    case 'notAsked':
      throw inProgress()
    case 'setAside':
      throw unreadable()
    default:
      return 'notSigned'
  }
}

/** A code that may have been signed: a new one starts only when WeChat Pay says it was not, and no sooner than it may. */
async function learnFate(contract: ContractRecord, wish: SceneWish, deps: ContractDeps): Promise<Learnt> {
  const asked = await askContract(contract, deps, { wait: true })
  switch (asked.answer) {
    case 'signed':
    case 'terminated':
      return 'ended'
    case 'spent':
      return 'spent'
    case 'notSigned':
      return afterDenial(asked.contract, wish, deps)
    case 'notAsked':
      throw inProgress()
    case 'setAside':
      throw unreadable()
    case 'failed':
      return afterFailure(asked, deps)
  }
}

function afterDenial(contract: ContractRecord, wish: SceneWish, { clock, settings }: ContractDeps): Learnt {
  if (isSpent(contract)) return 'spent'
  const nowMs = clock.nowMs()
  const isReusable = contract.state === 'PRESIGNED' && canBeReused(contract, wish, nowMs, settings.launchWithinMs)
  const waitMs = isReusable ? 0 : waitForNewCode(contract, wish, nowMs)
  if (waitMs > 0) throw tooEarly(waitMs)
  return 'notSigned'
}

const canBeReused = (...reuse: Parameters<typeof reuseOf>): boolean => reuseOf(...reuse) !== 'never'

/** A refusal of the question is the same answer twice, long enough apart, or none. */
function afterFailure(asked: Extract<Asked, { answer: 'failed' }>, { clock }: ContractDeps): Learnt {
  const { contract, failure, isDenial, isWord } = asked
  // Refused when it was made and refused when asked about: no session of it was ever handed out, so none can be signed.
  if (isWord && isWithoutSession(contract)) return 'spent'
  const nowMs = clock.nowMs()
  if (!isDenial || !mayAgree(contract, nowMs)) throw failure
  throw tooEarly(denialCountsAtMs(contract) - nowMs)
}

type Lease = Extract<OpenedAttempt, { kind: 'lease' }>

/** `carriedOn`: what was brought to its end serves another wish, or comes too late to be used. */
type Sent = TakenSession | { kind: 'refused' } | { kind: 'carriedOn' }

async function send(
  { contract, leaseUntilMs, servesWish, isRenewed }: Lease,
  wish: Wish,
  deps: ContractDeps,
): Promise<Sent> {
  const sentAtMs = deps.clock.nowMs()
  const outcome = await deps.gateway.preSign(contract)
  const isRefused = outcome.kind === 'refused' && outcome.isSigned
  try {
    const settled = await settleAttempt({ contract, leaseUntilMs, sentAtMs }, outcome, deps)
    const usable = servesWish || settled.state === 'SIGNED' ? taken(settled, wish, deps) : undefined
    return usable ?? { kind: 'carriedOn' }
  } catch (error) {
    const isPassedOver = isRefused && (isRenewed || !servesWish)
    if (isPassedOver && error instanceof CallFailure && error.code === 'WECHATPAY_REJECTED') return { kind: 'refused' }
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

const tooEarly = (waitMs: number) =>
  new CallFailure(
    'RATE_LIMITED',
    'The last session may still be signed, or have been: no new code before that is known; wait before the next call',
    waitMs,
  )

const unreadable = () =>
  new CallFailure('WECHATPAY_UNTRUSTED', 'An attempt is in a state we cannot read; see the log before trying again')

const inProgress = () =>
  new CallFailure('IN_PROGRESS', 'Another call is at work on this contract; call again in a moment')
