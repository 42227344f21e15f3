// The moves that events, answers and taps have in common. Each takes a journey and gives the next one, with what is to be done.
import { ask, but, enter, pollFrom, stay, type Step as PageStep } from '../asking/machine'
import type { Effect, FailReason } from './events'
import type { Journey, StateOf } from './state'

export type Step = PageStep<Journey, Effect>

/** S1; S1a with `asksToAgree`. */
export const unsigned = (more?: { asksToAgree?: boolean; isReading?: boolean }): StateOf<'unsigned'> =>
  Object.assign({ kind: 'unsigned' as const, asksToAgree: false, isReading: false }, more)

/** Nothing is there: to sign, where this is a card to sign with. */
export const enterUnsigned = (journey: Journey): Step => enter(journey, journey.chosen ? { kind: 'gone' } : unsigned())

/** S14. */
export const enterUnavailable = (journey: Journey, requestId?: string, hint?: string): Step =>
  enter(journey, { kind: 'unavailable', isRestrictedEntry: false }, fail('unavailable', requestId, hint))

/** S14, where WeChat forbids the jump: nothing is asked, for nothing could come of it. */
export const enterRestricted = (journey: Journey): Step =>
  enter(
    but(journey, { isWaiting: false, canJump: false }),
    { kind: 'unavailable', isRestrictedEntry: true },
    fail('unavailable', '', 'WeChat lets no app jump from where this one was opened'),
  )

/** S11a. */
export const enterCloseUnsure = (journey: Journey): Step => enter(journey, { kind: 'closeUnsure', isAsking: false })

/** @param of its contract; the caller's current one without it */
export const query =
  (of?: { out_contract_code: string }) =>
  (ticket: number): Effect => ({ do: 'query', ticket, out_contract_code: of?.out_contract_code })

/** S0: what is there? */
export const load = (journey: Journey): Step => ask(journey, { kind: 'loading' }, query(journey.chosen))

/** S7, from its first question. Where nothing is signed, nothing has a result to be waited for. */
export const confirm = (journey: Journey, nowMs: number): Step =>
  journey.chosen
    ? load(journey)
    : ask(
        pollFrom(journey, nowMs),
        journey.state.kind === 'confirming' ? journey.state : { kind: 'confirming' },
        query(journey.attempt),
      )

/** Nothing more can come of the attempt. */
export function dropAttempt(journey: Journey): Step {
  if (!journey.attempt) return stay(journey)
  return stay(but(journey, { attempt: undefined, hint: 'none' }), { do: 'dropAttempt' })
}

export const fail = (reason: FailReason, requestId = '', hint = ''): Effect => ({
  do: 'tell',
  told: { name: 'fail', detail: { reason, requestId, hint } },
})
