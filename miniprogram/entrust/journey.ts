// The journey: from "I agree" to a contract the server has confirmed, and back out of it. One pure function; whatever
// happens is an event, whatever is to be done is an effect. Read `step`, then `onShown`: coming back proves nothing.
import { onSessionAnswer, onStatusAnswer, whenWaited } from './answers'
import type { JourneyEvent, StartFacts } from './events'
import { busy, confirm, enter, fail, load, rememberReturn, stay, then, undoJump, unsigned, type Step } from './moves'
import type { Attempt, Hint, Journey, Purpose } from './state'
import { onTap } from './taps'

/** Before anything has happened: nothing agreed, nothing asked. */
export const newJourney = (purpose: Purpose): Journey => ({
  state: { kind: 'loading' },
  purpose,
  textHash: '',
  isAgreed: false,
  consentedTo: '',
  ticket: 0,
  isWaiting: false,
  isHidden: false,
  hint: 'none',
  canJump: true,
  held: undefined,
  attempt: undefined,
  contract: undefined,
})

/** @param nowMs the phone's clock; only ages are taken from it */
export function step(journey: Journey, event: JourneyEvent, nowMs: number): Step {
  switch (event.type) {
    case 'started':
      return onStarted(journey, event.facts, event.attempt, event.returned, nowMs)
    case 'termsChanged':
      return onTermsChanged(journey, event.textHash, event.problems)
    case 'shown':
      return onShown(journey, event.returned, nowMs)
    case 'hidden':
      return { journey: { ...journey, isHidden: true }, effects: [{ do: 'stopPolling' }] }
    case 'tapped':
      return onTap(journey, event.button, nowMs)
    case 'sessionAnswered':
      return isLate(journey, event) ? stay(journey) : onSessionAnswer(answered(journey), event.answer, nowMs)
    case 'statusAnswered':
      return isLate(journey, event) ? stay(journey) : onStatusAnswer(answered(journey), event.answer, nowMs)
    case 'waited':
      return isLate(journey, event) ? stay(journey) : whenWaited(journey)
    case 'jumped':
      return journey.state.kind === 'leaving' || journey.state.kind === 'ready'
        ? enter(journey, { kind: 'away' })
        : stay(journey)
    case 'jumpFailed':
      return onJumpFailed(journey, event.reason)
    case 'pollDue':
      return onPollDue(journey, event.ticket)
    case 'ticked':
      return onTicked(journey, nowMs)
  }
}

/** An answer to a call that no longer matters. */
const isLate = ({ ticket, isWaiting }: Journey, event: { ticket: number }): boolean =>
  !isWaiting || event.ticket !== ticket

const answered = (journey: Journey): Journey => ({ ...journey, isWaiting: false })

function onStarted(
  before: Journey,
  { textHash, problems, isSupported, canJump }: StartFacts,
  attempt: Attempt | undefined,
  returned: Hint | undefined,
  nowMs: number,
): Step {
  const journey = { ...before, textHash, canJump, attempt, consentedTo: attempt?.textHash ?? '' }
  if (problems.length > 0) return enter(journey, { kind: 'misconfigured', problems }, fail('misconfigured'))
  if (!isSupported) return enter(journey, { kind: 'oldClient' }, fail('oldClient'))
  if (!attempt) return load(journey)
  return resume(journey, returned, nowMs)
}

/** A text that changes takes the tick off its box, and what was asked for with it is late: it was another text. */
function onTermsChanged(journey: Journey, textHash: string, problems: readonly string[]): Step {
  if (problems.length > 0) return enter(journey, { kind: 'misconfigured', problems }, fail('misconfigured'))
  const changed = { ...journey, textHash, isAgreed: false, held: undefined }
  switch (journey.state.kind) {
    case 'misconfigured':
      return load(changed)
    case 'unsigned':
    case 'preparing':
    case 'ready':
      return enter({ ...changed, isWaiting: false }, unsigned())
    default:
      return enter(changed, { ...changed.state })
  }
}

/** Any show with an open attempt asks the server, whatever WeChat says with it. Without one there is nothing to ask. */
function onShown(before: Journey, returned: Hint | undefined, nowMs: number): Step {
  const journey = { ...before, isHidden: false }
  if (!journey.attempt || !mayResume(journey)) return stay(journey)
  // App and page both say that they are shown; the second of the two starts nothing anew.
  if (journey.state.kind !== 'confirming' || before.isHidden) return resume(journey, returned, nowMs)
  return returned === undefined ? stay(journey) : rememberReturn(journey, returned)
}

const mayResume = ({ state }: Journey): boolean => state.kind !== 'misconfigured' && state.kind !== 'oldClient'

function resume(journey: Journey, returned: Hint | undefined, nowMs: number): Step {
  const remembered = returned === undefined ? stay(journey) : rememberReturn(journey, returned)
  return then(remembered, (current) => confirm(current, nowMs))
}

/** The answer to a jump may come late: the dialog itself can hide and show the app, and then it finds S7. */
function onJumpFailed(journey: Journey, reason: 'refused' | 'noTap' | 'notListed' | 'failed'): Step {
  const { kind } = journey.state
  if (kind !== 'leaving' && kind !== 'ready' && kind !== 'confirming') return stay(journey)
  return then(undoJump({ ...journey, isWaiting: false }), (current) => {
    switch (reason) {
      case 'refused':
        return enter(current, { kind: 'refused' }, { do: 'stopPolling' })
      case 'noTap':
        return enter(current, { kind: 'ready', by: 'navigator' }, { do: 'stopPolling' })
      case 'notListed':
        return enter(current, { kind: 'unavailable', isRestrictedEntry: false }, fail('unavailable'))
      case 'failed':
        return enter(current, { kind: 'systemError', requestId: '', during: 'sign' }, fail('systemError'))
    }
  })
}

function onPollDue(journey: Journey, ticket: number): Step {
  const { state } = journey
  if (state.kind !== 'confirming' || journey.isWaiting || journey.isHidden || ticket !== journey.ticket) {
    return stay(journey)
  }
  const next = journey.ticket + 1
  return {
    journey: { ...journey, ticket: next, isWaiting: true, state: { ...state, polls: state.polls + 1 } },
    effects: [{ do: 'query', ticket: next, out_contract_code: journey.attempt?.out_contract_code }],
  }
}

function onTicked(journey: Journey, nowMs: number): Step {
  const { state } = journey
  if (state.kind !== 'busy') return stay(journey)
  if (nowMs < state.untilMs) return enter(journey, busy(state.untilMs, state.during, nowMs), { do: 'tickLater' })
  switch (state.during) {
    case 'load':
      return load(journey)
    case 'sign':
      return enter(journey, unsigned())
    case 'close':
      return enter(journey, { kind: 'signed' })
  }
}
