// What the server's answers do. Only here can a journey become signed, closing or terminated.
import type { QueryContractOutput } from '../../../typings/contract/callables'
import { DENIALS_BELIEVED, type StatusAnswer } from '../asking/confirmEntrust'
import { but, enter, pollOn, stay, then } from '../asking/machine'
import { troubleState, waitOf, type Trouble } from '../asking/trouble'
import type { SessionAnswer, Told } from './events'
import {
  confirm,
  dropAttempt,
  enterCloseUnsure,
  enterUnsigned,
  enterUnavailable,
  fail,
  load,
  unsigned,
  type Step,
} from './moves'
import type { Contract, Errand, Journey, State, StateOf } from './state'

export function onSessionAnswer(journey: Journey, answer: SessionAnswer, nowMs: number): Step {
  switch (answer.kind) {
    case 'session': {
      const held = but(journey, { held: { session: answer.session, receivedAtMs: nowMs } })
      // Still reading: the tap will find it. Otherwise the tap is over, and a jump needs one of its own.
      return journey.state.kind === 'unsigned'
        ? stay(held)
        : enter(held, { kind: 'ready', by: 'tap', isLeaving: false })
    }
    case 'alreadySigned':
      return becomeSigned(journey, contractOf(answer), 'alreadySigned')
    case 'closing':
      return enterCloseUnsure(but(journey, { contract: contractOf(answer) }))
    case 'trouble':
      // Nobody has tapped yet, and the tap will try again: only what cannot be helped is told now.
      return journey.state.kind === 'unsigned' && answer.trouble.kind !== 'unavailable'
        ? stay(journey)
        : inTrouble(journey, answer.trouble, 'sign', nowMs)
  }
}

export function onStatusAnswer(journey: Journey, answer: StatusAnswer, nowMs: number): Step {
  const { kind } = journey.state
  if (kind === 'signed' || kind === 'alreadySigned' || kind === 'askClose') return whileSigned(journey, answer)
  if (kind === 'closing' || kind === 'closeUnsure') {
    return answer.kind === 'status' ? whileClosing(journey, answer.status) : notClosed(journey, answer.trouble, nowMs)
  }
  if (answer.kind === 'status') return whileSigning(journey, answer.status, nowMs)
  // S20: the attempt in storage is another account's.
  if (answer.trouble.kind === 'notFound' && journey.attempt) return then(dropAttempt(journey), load)
  if (answer.trouble.kind === 'notFound' && journey.chosen) return enterUnsigned(journey)
  const isAskedAgain = kind === 'confirming' && answer.trouble.kind !== 'unreadable'
  if (isAskedAgain) return notYet(journey, false, waitOf(answer.trouble))
  // S16 waits on: the answer came late and brought nothing.
  return kind === 'slow' ? stay(journey) : inTrouble(journey, answer.trouble, 'load', nowMs)
}

/** Ten seconds without an answer. The answer may still come, and counts when it does. */
export function whenWaited(journey: Journey): Step {
  switch (journey.state.kind) {
    case 'loading':
    case 'preparing':
    case 'confirming':
      return enter(journey, { kind: 'slow' }, { do: 'stopPolling' }, fail('slow'))
    case 'closing':
    case 'closeUnsure':
      return enterCloseUnsure(journey)
    case 'signed':
    case 'alreadySigned':
      return stay(but(journey, { isWaiting: false }))
    default:
      return stay(journey)
  }
}

/** Asked again though signed: the user may have closed it inside WeChat. What brings no news changes nothing. */
function whileSigned(journey: Journey, answer: StatusAnswer): Step {
  if (answer.kind === 'trouble') return stay(journey)
  const { status } = answer
  switch (status.state) {
    case 'terminated':
      return becomeTerminated(journey, status)
    case 'closing':
      return enterCloseUnsure(but(journey, { contract: contractOf(status) }))
    case 'none':
      return load(but(journey, { contract: undefined }))
    default:
      return stay(journey)
  }
}

function whileSigning(journey: Journey, status: QueryContractOutput, nowMs: number): Step {
  const { state, attempt } = journey
  // S0 asks without a code; everywhere else an attempt is asked about by its own.
  if (attempt && state.kind !== 'loading' && isOver(status)) return lookForAnother(journey, status, nowMs)
  const lapsed = state.kind === 'confirming' ? state.lapsed : undefined
  switch (status.state) {
    case 'signed':
      return becomeSigned(journey, contractOf(status), 'signed')
    case 'closing':
      return then(dropAttempt(but(journey, { contract: contractOf(status) })), enterCloseUnsure)
    case 'terminated':
      return lapsed ? enter(journey, lapsed) : wasTerminated(journey, status)
    case 'none':
      return attempt
        ? then(dropSession(journey), (next) => enter(next, lapsedBy(status)))
        : enterNoneOr(journey, lapsed)
    case 'inProgress':
      return attempt ? stillOpen(journey, true, nowMs) : enterNoneOr(journey, lapsed)
    case 'unknown':
      return stillOpen(journey, false, nowMs)
  }
}

const isOver = ({ state }: QueryContractOutput): boolean =>
  state === 'none' || state === 'closing' || state === 'terminated'

const lapsedBy = ({ isOtherSigner }: QueryContractOutput): StateOf<'expired'> => ({
  kind: 'expired',
  isOtherSigner: isOtherSigner === true,
})

const enterNoneOr = (journey: Journey, lapsed: State | undefined): Step =>
  lapsed ? enter(journey, lapsed) : enterUnsigned(journey)

const dropSession = (journey: Journey): Step => dropAttempt(but(journey, { held: undefined }))

/** The attempt is over, and another contract may be in force: it is asked for without a code. */
function lookForAnother(journey: Journey, status: QueryContractOutput, nowMs: number): Step {
  const lapsed = status.state === 'none' ? lapsedBy(status) : undefined
  const looking = then(dropSession(journey), (current) => enter(current, { kind: 'confirming', lapsed }))
  return then(looking, (current) => confirm(current, nowMs))
}

function stillOpen(journey: Journey, isDenial: boolean, nowMs: number): Step {
  if (journey.state.kind !== 'loading') return notYet(journey, isDenial, 0)
  // Asked a moment ago, by the same code.
  return journey.chosen ? enter(journey, { kind: 'unsure' }) : confirm(journey, nowMs)
}

/** S7 goes on, or ends without the server's yes: each in the words that fit what is known. */
function notYet(journey: Journey, isDenial: boolean, atLeastMs: number): Step {
  const { state, hint, polling } = journey
  if (state.kind !== 'confirming') return stay(journey)
  const denials = polling.denials + (isDenial ? 1 : 0)
  if (isDenial && hint === 'fail') return enter(journey, { kind: 'signFailed' }, fail('signFailed'))
  if (hint === 'none' && denials >= DENIALS_BELIEVED) return enter(journey, { kind: 'notSigned' })
  return pollOn(journey, denials, atLeastMs) ?? enter(journey, { kind: 'unsure' })
}

function whileClosing(journey: Journey, status: QueryContractOutput): Step {
  if (status.state === 'terminated') return becomeTerminated(journey, status)
  const isRefreshed = journey.state.kind === 'closeUnsure'
  // Right after asking to close, "signed" is an answer that has not caught up; later it is the state of things.
  if (isRefreshed && status.state === 'signed') {
    return enter(but(journey, { contract: contractOf(status) }), { kind: 'signed' })
  }
  if (isRefreshed && status.state === 'none') return enterUnsigned(journey)
  return enterCloseUnsure(journey)
}

/** Unless it was certainly refused, the wish to close is on its way. */
function notClosed(journey: Journey, trouble: Trouble, nowMs: number): Step {
  if (trouble.kind === 'notFound' || trouble.kind === 'notSigned') return load(journey)
  const isRefused = trouble.kind === 'unavailable' || trouble.kind === 'busy' || trouble.kind === 'offline'
  if (journey.state.kind === 'closeUnsure' || !isRefused) {
    return enterCloseUnsure(journey)
  }
  return inTrouble(
    journey,
    trouble.kind === 'unavailable' ? Object.assign({}, trouble, { kind: 'systemError' as const }) : trouble,
    'close',
    nowMs,
  )
}

function becomeSigned(journey: Journey, contract: Contract, kind: 'signed' | 'alreadySigned'): Step {
  const { out_contract_code, signedAtMs } = contract
  const isNew = journey.attempt?.out_contract_code === out_contract_code
  return settle(journey, contract, { kind }, { name: 'signed', detail: { out_contract_code, isNew, signedAtMs } })
}

/** An old one is no news on the signing card: there it means "not signed". */
function wasTerminated(journey: Journey, status: QueryContractOutput): Step {
  if (journey.state.kind !== 'loading') return becomeTerminated(journey, status)
  const ended = but(journey, { contract: contractOf(status) })
  return enter(ended, journey.purpose === 'manage' ? { kind: 'terminated' } : unsigned())
}

function becomeTerminated(journey: Journey, status: QueryContractOutput): Step {
  const contract = contractOf(status)
  const { out_contract_code, terminatedAtMs } = contract
  const detail = { out_contract_code, terminatedAtMs }
  return settle(journey, contract, { kind: 'terminated' }, { name: 'terminated', detail })
}

/** Signed or ended: what was agreed to belongs to that contract, and the next one needs a tick of its own. */
function settle(journey: Journey, contract: Contract, state: State, told: Told): Step {
  const settled = but(journey, { contract, isAgreed: false, consentedTo: '', held: undefined })
  return then(dropAttempt(settled), (current) => enter(current, state, { do: 'tell', told }))
}

const contractOf = ({
  out_contract_code,
  signedAtMs,
  terminatedAtMs,
  contractExpiresAtMs,
}: Partial<QueryContractOutput>): Contract => ({
  out_contract_code: out_contract_code ?? '',
  signedAtMs,
  terminatedAtMs,
  contractExpiresAtMs,
})

/** From a call that failed to the state that tells so. */
function inTrouble(journey: Journey, trouble: Trouble, during: Errand, nowMs: number): Step {
  const state = troubleState(trouble, during, nowMs)
  const { requestId, hint } = trouble
  if (!state) return enterUnavailable(journey, requestId, hint)
  if (state.kind === 'busy') return enter(journey, state, fail('busy', requestId, hint), { do: 'tickLater' })
  return enter(journey, state, fail(state.kind, requestId, hint))
}
