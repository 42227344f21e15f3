// The journey: from "I agree" to a contract the server has confirmed, and back out of it. One pure function: whatever
// happens is an event, whatever is to be done is an effect. Read `step`, then `onShown`: coming back proves nothing.
import { ask, but, enter, hide, isLate, onAnswer, pollNow, stay, then, UNASKED } from '../asking/machine'
import type { StatusAnswer } from '../asking/confirmEntrust'
import { busy } from '../asking/trouble'
import { onSessionAnswer, onStatusAnswer, whenWaited } from './answers'
import { withoutLastJump } from './attempt'
import type { EventOf, JourneyEvent, JumpFailure, TermsFacts } from './events'
import { confirm, enterRestricted, enterUnavailable, enterUnsigned, fail, load, query, type Step } from './moves'
import type { Hint, Journey, Purpose, State } from './state'
import { onTap } from './taps'

/** Before anything has happened: nothing agreed, nothing asked. */
export const newJourney = (purpose: Purpose, chosen?: Journey['chosen']): Journey => ({
  state: { kind: 'loading' },
  purpose,
  chosen,
  consent: '',
  isAgreed: false,
  consentedTo: '',
  ticket: 0,
  isWaiting: false,
  isHidden: false,
  hint: 'none',
  canJump: true,
  polling: UNASKED,
  held: undefined,
  attempt: undefined,
  contract: undefined,
  heardAtMs: 0,
})

/** @param nowMs the phone's clock; only ages are taken from it */
export function step(journey: Journey, event: JourneyEvent, nowMs: number): Step {
  switch (event.type) {
    case 'started':
      return onStarted(journey, event, nowMs)
    case 'termsChanged':
      return onTermsChanged(journey, event.terms)
    case 'shown':
      return onShown(journey, event, nowMs)
    case 'hidden':
      return hide(journey)
    case 'tapped':
      return onTap(journey, event.button, nowMs)
    case 'sessionAnswered':
      return onAnswer(journey, event, (current) =>
        onSessionAnswer(heard(current, event.answer, nowMs), event.answer, nowMs),
      )
    case 'statusAnswered':
      return then(tellOthers(journey, event.answer), (told) =>
        onAnswer(told, event, (current) => onStatusAnswer(heard(current, event.answer, nowMs), event.answer, nowMs)),
      )
    case 'waited':
      return isLate(journey, event) ? stay(journey) : whenWaited(journey)
    case 'jumped':
      return isLeaving(journey) ? enter(journey, { kind: 'away' }, { do: 'awaitLeaving' }) : stay(journey)
    case 'stayed':
      return journey.state.kind === 'away' && !journey.isHidden ? confirm(journey, nowMs) : stay(journey)
    case 'jumpWaited':
      return journey.state.kind === 'leaving'
        ? enter(journey, { kind: 'ready', by: 'tap', isLeaving: true })
        : stay(journey)
    case 'jumpFailed':
      return onJumpFailed(journey, event.reason)
    case 'pollDue':
      return journey.state.kind === 'confirming' ? pollNow(journey, event, query(journey.attempt)) : stay(journey)
    case 'ticked':
      return onTicked(journey, nowMs)
  }
}

/** An answer that brought something is a word of the server. */
const heard = (journey: Journey, { kind }: { kind: string }, nowMs: number): Journey =>
  kind === 'trouble' ? journey : but(journey, { heardAtMs: nowMs })

/** Whatever became of the question: what else is in force is in no other answer. */
const tellOthers = (journey: Journey, answer: StatusAnswer): Step =>
  answer.kind === 'status' && answer.status.otherContracts
    ? stay(journey, { do: 'tell', told: { name: 'others', detail: { otherContracts: answer.status.otherContracts } } })
    : stay(journey)

const isLeaving = ({ state }: Journey): boolean =>
  state.kind === 'leaving' || (state.kind === 'ready' && state.isLeaving)

function onStarted(before: Journey, event: EventOf<'started'>, nowMs: number): Step {
  const { isSupported, canJump, attempt, returned } = event
  const { consent, problems } = event.terms
  const journey = but(before, { consent, canJump, attempt, consentedTo: attempt?.textHash ?? '' })
  if (problems.length > 0) return stop(journey, problems)
  if (!isSupported) return enter(journey, { kind: 'oldClient' }, fail('oldClient'))
  if (!canJump) return enterRestricted(journey)
  return attempt ? resume(journey, returned, nowMs) : load(journey)
}

/** Whatever is under way is late once the card has stopped. */
const stop = (journey: Journey, problems: readonly string[]): Step =>
  enter(but(journey, { isWaiting: false }), { kind: 'misconfigured', problems }, fail('misconfigured'))

/** Another text takes the tick off its box: what was agreed to was not this one. */
function onTermsChanged(journey: Journey, { consent, problems }: TermsFacts): Step {
  const { state } = journey
  if (state.kind === 'oldClient') return stay(journey)
  if (problems.length > 0) return stop(journey, problems)
  if (consent === journey.consent && state.kind !== 'misconfigured') return enter(journey, shownAnew(state))
  const changed: Journey = but(journey, { consent, isAgreed: false, held: undefined })
  if (state.kind === 'misconfigured') return journey.canJump ? load(changed) : enterRestricted(changed)
  const wasAboutToSign = state.kind === 'unsigned' || state.kind === 'preparing' || state.kind === 'ready'
  return wasAboutToSign ? enterUnsigned(but(changed, { isWaiting: false })) : enter(changed, shownAnew(state))
}

/** The same state, for the screen to be set again. */
const shownAnew = (state: State): State => Object.assign({}, state)

/** Any show with an open attempt asks the server, whatever WeChat says with it. Without one there is nothing to ask. */
function onShown(before: Journey, { returned, canJump = before.canJump }: EventOf<'shown'>, nowMs: number): Step {
  const journey = but(before, { isHidden: false, canJump })
  const { kind } = journey.state
  if (kind === 'misconfigured' || kind === 'oldClient') return stay(journey)
  if (!canJump) return before.canJump ? enterRestricted(journey) : stay(journey)
  // Opened anew, from where jumps are allowed.
  if (!before.canJump && !journey.attempt) return load(journey)
  if (kind === 'signed' || kind === 'alreadySigned') return lookAgain(journey, nowMs)
  if (!journey.attempt && kind !== 'confirming') return onTicked(journey, nowMs)
  // App and page both say that they are shown; the second of the two starts nothing anew.
  if (kind !== 'confirming' || before.isHidden) return resume(journey, returned, nowMs)
  return rememberReturn(journey, returned)
}

/** A word of the server that old is asked for once more: a contract can be closed inside WeChat. */
const WORD_HOLDS_MS = 30_000

function lookAgain(journey: Journey, nowMs: number): Step {
  const { state, isWaiting, heardAtMs, contract } = journey
  const isYoung = nowMs >= heardAtMs && nowMs - heardAtMs < WORD_HOLDS_MS
  return isWaiting || isYoung ? stay(journey) : ask(journey, state, query(contract))
}

const resume = (journey: Journey, returned: Hint | undefined, nowMs: number): Step =>
  then(rememberReturn(journey, returned), (current) => confirm(current, nowMs))

/** A return that is believed: never again, not even after the mini-program was killed. */
function rememberReturn(journey: Journey, hint: Hint | undefined): Step {
  if (hint === undefined || !journey.attempt) return stay(journey)
  const attempt = Object.assign({}, journey.attempt, { hasReturned: true })
  return stay(but(journey, { hint, attempt }), { do: 'saveAttempt', attempt })
}

/** Where the dialog itself hid and showed the app, the answer to the jump finds S7. */
function onJumpFailed(journey: Journey, reason: JumpFailure): Step {
  if (!isLeaving(journey) && journey.state.kind !== 'confirming') return stay(journey)
  return then(undoJump(but(journey, { isWaiting: false })), (current) => {
    switch (reason) {
      case 'refused':
        return enter(current, { kind: 'refused' }, { do: 'stopPolling' })
      case 'noTap':
        return enter(current, { kind: 'ready', by: 'navigator', isLeaving: false }, { do: 'stopPolling' })
      case 'notListed':
        return enterUnavailable(current)
      case 'restricted':
        return enterRestricted(current)
      case 'failed':
        return enter(current, { kind: 'systemError', requestId: '', during: 'sign' }, fail('systemError'))
    }
  })
}

/** The jump did not happen: as if it had not been tried. */
function undoJump(journey: Journey): Step {
  const attempt = journey.attempt && withoutLastJump(journey.attempt)
  return stay(but(journey, { attempt }), attempt ? { do: 'saveAttempt', attempt } : { do: 'dropAttempt' })
}

function onTicked(journey: Journey, nowMs: number): Step {
  const { state } = journey
  if (state.kind !== 'busy') return stay(journey)
  if (nowMs < state.untilMs) return enter(journey, busy(state.untilMs, state.during, nowMs), { do: 'tickLater' })
  switch (state.during) {
    case 'load':
      return load(journey)
    case 'sign':
      return enterUnsigned(journey)
    case 'close':
      return enter(journey, { kind: 'signed' })
  }
}
