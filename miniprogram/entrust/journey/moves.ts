// The moves the journey is made of. Each takes a journey and gives the next one, with what is to be done.
import { isFresh, openAttempt, withoutLastJump } from './attempt'
import type { Effect, FailReason } from './events'
import type { Errand, Hint, Journey, State, StateOf } from './state'
import type { Trouble } from '../asking/trouble'

export interface Step {
  journey: Journey
  effects: readonly Effect[]
}

/** The journey with some of it changed. */
export const but = (journey: Journey, change: Partial<Journey>): Journey => Object.assign({}, journey, change)

export const stay = (journey: Journey): Step => ({ journey, effects: [] })

export const enter = (journey: Journey, state: State, ...effects: readonly Effect[]): Step => ({
  journey: but(journey, { state }),
  effects,
})

/** S1; S1a with `asksToAgree`. */
export const unsigned = ({ asksToAgree = false, isReading = false } = {}): StateOf<'unsigned'> => ({
  kind: 'unsigned',
  asksToAgree,
  isReading,
})

/** S11a. */
export const closeUnsure = ({ isAsking = false } = {}): State => ({ kind: 'closeUnsure', isAsking })

/** Enters a state that waits for a call. Whatever an earlier call brings is late from here on. */
export function ask(journey: Journey, state: State, call: (ticket: number) => Effect): Step {
  const ticket = journey.ticket + 1
  return enter(but(journey, { ticket, isWaiting: true }), state, call(ticket))
}

/** S0: what is there? */
export const load = (journey: Journey): Step =>
  ask(journey, { kind: 'loading' }, (ticket) => ({ do: 'query', ticket, out_contract_code: undefined }))

/** S7, from its first question. */
export const confirm = (journey: Journey, nowMs: number): Step =>
  ask(but(journey, { polling: { sinceMs: nowMs, asked: 1, denials: 0 } }), { kind: 'confirming' }, (ticket) => ({
    do: 'query',
    ticket,
    out_contract_code: journey.attempt?.out_contract_code,
  }))

/** A return that is believed: never again, not even after the mini-program was killed. */
export function rememberReturn(journey: Journey, hint: Hint): Step {
  if (!journey.attempt) return stay(journey)
  const attempt = Object.assign({}, journey.attempt, { hasReturned: true })
  return { journey: but(journey, { hint, attempt }), effects: [{ do: 'saveAttempt', attempt }] }
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
  if (!journey.canJump) return enter(journey, { kind: 'unavailable', isRestrictedEntry: true }, fail('unavailable'))
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
  const effect: Effect = attempt ? { do: 'saveAttempt', attempt } : { do: 'dropAttempt' }
  return { journey: but(journey, { attempt }), effects: [effect] }
}

/** Nothing more can come of the attempt. */
export function dropAttempt(journey: Journey): Step {
  if (!journey.attempt) return stay(journey)
  return { journey: but(journey, { attempt: undefined, hint: 'none' }), effects: [{ do: 'dropAttempt' }] }
}

/** Signed or ended: what was agreed to belongs to that contract, and the next one needs a tick of its own. */
export const forgetConsent = (journey: Journey): Journey =>
  but(journey, {
    isAgreed: false,
    consentedTo: '',
    held: undefined,
  })

/** One move after the other. */
export function then(first: Step, next: (journey: Journey) => Step): Step {
  const second = next(first.journey)
  return { journey: second.journey, effects: first.effects.concat(second.effects) }
}

export const fail = (reason: FailReason, requestId = ''): Effect => ({
  do: 'tell',
  told: { name: 'fail', detail: { reason, requestId } },
})

/** From a call that failed to the state that tells so. */
export function inTrouble(journey: Journey, trouble: Trouble, during: Errand, nowMs: number): Step {
  const { requestId } = trouble
  switch (trouble.kind) {
    case 'offline':
      return enter(journey, { kind: 'offline' }, fail('offline'))
    case 'slow':
    case 'inProgress':
      return enter(journey, { kind: 'slow' }, fail('slow', requestId))
    case 'busy':
      return enter(journey, busy(nowMs + trouble.retryAfterMs, during, nowMs), fail('busy'), { do: 'tickLater' })
    case 'systemError':
    case 'unreadable':
      return enter(journey, { kind: 'systemError', requestId, during }, fail('systemError', requestId))
    case 'unavailable':
    case 'notFound':
    case 'notSigned':
      return enter(journey, { kind: 'unavailable', isRestrictedEntry: false }, fail('unavailable', requestId))
  }
}

export const busy = (untilMs: number, during: Errand, nowMs: number): StateOf<'busy'> => ({
  kind: 'busy',
  untilMs,
  during,
  secondsLeft: Math.max(1, Math.ceil((untilMs - nowMs) / 1000)),
})
