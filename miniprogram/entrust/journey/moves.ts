// The moves the journey is made of. Each takes a journey and gives the next one, with what is to be done.
import { ask, but, enter, pollFrom, stay, type Step as PageStep } from '../asking/machine'
import type { Trouble } from '../asking/trouble'
import { troubleState } from '../asking/troubleState'
import { isFresh, openAttempt, withoutLastJump } from './attempt'
import type { Effect, FailReason } from './events'
import type { Errand, Hint, Journey, State, StateOf } from './state'

export type Step = PageStep<Journey, Effect>

/** S1; S1a with `asksToAgree`. */
export const unsigned = ({ asksToAgree = false, isReading = false } = {}): StateOf<'unsigned'> => ({
  kind: 'unsigned',
  asksToAgree,
  isReading,
})

/** S14. */
export const unavailable = ({ isRestrictedEntry = false } = {}): StateOf<'unavailable'> => ({
  kind: 'unavailable',
  isRestrictedEntry,
})

/** S11a. */
export const closeUnsure = ({ isAsking = false } = {}): State => ({ kind: 'closeUnsure', isAsking })

/** S0: what is there? */
export const load = (journey: Journey): Step =>
  ask(journey, { kind: 'loading' }, (ticket) => ({ do: 'query', ticket, out_contract_code: undefined }))

/** The caller's current contract where there is no attempt. */
export const queryAttempt =
  ({ attempt }: Journey) =>
  (ticket: number): Effect => ({ do: 'query', ticket, out_contract_code: attempt?.out_contract_code })

/** S7, from its first question. */
export const confirm = (journey: Journey, nowMs: number): Step =>
  ask(pollFrom(journey, nowMs), { kind: 'confirming' }, queryAttempt(journey))

/** A return that is believed: never again, not even after the mini-program was killed. */
export function rememberReturn(journey: Journey, hint: Hint): Step {
  if (!journey.attempt) return stay(journey)
  const attempt = Object.assign({}, journey.attempt, { hasReturned: true })
  return stay(but(journey, { hint, attempt }), { do: 'saveAttempt', attempt })
}

/** Asks for a session without leaving the state: the user is still reading. */
export const requestSession = (journey: Journey, state: State): Step =>
  ask(journey, state, (ticket) => ({ do: 'requestSession', ticket, textHash: journey.textHash }))

const hasConsent = ({ consentedTo, textHash }: Journey): boolean => consentedTo === textHash

/** S2, unless the text shown now was never agreed to. */
export const prepare = (journey: Journey): Step =>
  hasConsent(journey) ? requestSession(journey, { kind: 'preparing' }) : enter(journey, unsigned({ asksToAgree: true }))

/** S3: straight out of the tap, or S2 where there is no session to go with. */
export function go(journey: Journey, nowMs: number): Step {
  if (!journey.canJump) return enter(journey, unavailable({ isRestrictedEntry: true }), fail('unavailable'))
  if (!hasConsent(journey) || !isFresh(journey.held, nowMs)) return prepare(journey)
  const { session } = journey.held
  const attempt = openAttempt(journey, session, nowMs)
  return enter(
    but(journey, { attempt, hint: 'none', isWaiting: false }),
    { kind: 'leaving' },
    { do: 'saveAttempt', attempt },
    { do: 'jump', session },
  )
}

/** The jump did not happen: as if it had not been tried. */
export function undoJump(journey: Journey): Step {
  const attempt = journey.attempt && withoutLastJump(journey.attempt)
  return stay(but(journey, { attempt }), attempt ? { do: 'saveAttempt', attempt } : { do: 'dropAttempt' })
}

/** Nothing more can come of the attempt. */
export function dropAttempt(journey: Journey): Step {
  if (!journey.attempt) return stay(journey)
  return stay(but(journey, { attempt: undefined, hint: 'none' }), { do: 'dropAttempt' })
}

/** Signed or ended: what was agreed to belongs to that contract, and the next one needs a tick of its own. */
export const forgetConsent = (journey: Journey): Journey =>
  but(journey, {
    isAgreed: false,
    consentedTo: '',
    held: undefined,
  })

export const fail = (reason: FailReason, requestId = ''): Effect => ({
  do: 'tell',
  told: { name: 'fail', detail: { reason, requestId } },
})

/** From a call that failed to the state that tells so. */
export function inTrouble(journey: Journey, trouble: Trouble, during: Errand, nowMs: number): Step {
  const state = troubleState(trouble, during, nowMs) ?? unavailable()
  if (state.kind === 'busy') return enter(journey, state, fail('busy'), { do: 'tickLater' })
  return enter(journey, state, fail(state.kind, state.kind === 'offline' ? '' : trouble.requestId))
}
