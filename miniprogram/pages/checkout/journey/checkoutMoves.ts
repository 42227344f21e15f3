// The moves a checkout is made of. Each takes a checkout and gives the next one, with what is to be done.
import { POLL_AT_MS } from '../../../entrust/asking/confirmEntrust'
import { busy } from '../../../entrust/journey/moves'
import type { Trouble } from '../../../entrust/asking/trouble'
import type { Effect } from './checkoutEvents'
import type { Checkout, SignState, State, UnpaidWord } from './checkoutState'

export interface Step {
  checkout: Checkout
  effects: readonly Effect[]
}

/** The checkout with some of it changed. */
export const but = (checkout: Checkout, change: Partial<Checkout>): Checkout => Object.assign({}, checkout, change)

export const stay = (checkout: Checkout): Step => ({ checkout, effects: [] })

export const enter = (checkout: Checkout, state: State, ...effects: readonly Effect[]): Step => ({
  checkout: but(checkout, { state }),
  effects,
})

/** Enters a state that waits for a call. Whatever an earlier call brings is late from here on. */
export function ask(checkout: Checkout, state: State, call: (ticket: number) => Effect): Step {
  const ticket = checkout.ticket + 1
  return enter(but(checkout, { ticket, isWaiting: true }), state, call(ticket))
}

const queryOrder = (ticket: number): Effect => ({ do: 'queryOrder', ticket })

export const load = (checkout: Checkout, isRefused = false): Step =>
  ask(checkout, { kind: 'loading', isRefused }, queryOrder)

/** Asks without a word: should the cashier have told wrong, the server knows. */
export const backToUnpaid = (checkout: Checkout, word: UnpaidWord): Step =>
  ask(checkout, { kind: 'unpaid', word }, queryOrder)

const fromNow = (checkout: Checkout, nowMs: number): Checkout =>
  but(checkout, { polling: { sinceMs: nowMs, asked: 1, denials: 0 } })

/** From the first question. */
export const confirm = (checkout: Checkout, nowMs: number): Step =>
  ask(fromNow(checkout, nowMs), { kind: 'confirming' }, queryOrder)

const paid = (sign: SignState): State => ({ kind: 'paid', sign })

/** Nothing is said of signing unless WeChat Pay was to offer it. */
export function askSign(checkout: Checkout, nowMs: number): Step {
  const { out_contract_code, isHidden } = checkout
  if (out_contract_code === undefined) return enter(checkout, paid('none'))
  if (isHidden) return enter(checkout, paid('asking'))
  return ask(fromNow(checkout, nowMs), paid('asking'), (ticket) => ({ do: 'querySign', ticket, out_contract_code }))
}

/** The offer is kept until its answer is known: while the cashier is open, a "not signed" is none yet. */
export function knowSign(checkout: Checkout, sign: SignState): Step {
  const known = enter(checkout, paid(sign), { do: 'stopPolling' })
  if (sign === 'unsure' || checkout.cashier === 'open') return known
  return { checkout: known.checkout, effects: known.effects.concat({ do: 'keepOffer', out_contract_code: undefined }) }
}

/** The next question; `undefined` once all have been asked. */
export function pollOn(checkout: Checkout, denials: number, atLeastMs: number): Step | undefined {
  const { ticket, isHidden } = checkout
  const { asked: poll, sinceMs } = checkout.polling
  if (poll >= POLL_AT_MS.length) return undefined
  const next = but(checkout, { polling: { sinceMs, asked: poll, denials } })
  if (isHidden) return stay(next)
  return { checkout: next, effects: [{ do: 'queryLater', ticket, poll, sinceMs, atLeastMs }] }
}

/** From a call that failed to the state that tells so; each leads back over the server's word on the order. */
export function inTrouble(checkout: Checkout, trouble: Trouble, nowMs: number): Step {
  const { requestId } = trouble
  switch (trouble.kind) {
    case 'offline':
      return enter(checkout, { kind: 'offline' })
    case 'slow':
    case 'inProgress':
      return enter(checkout, { kind: 'slow' })
    case 'busy':
      return enter(checkout, busy(nowMs + trouble.retryAfterMs, 'load', nowMs), { do: 'tickLater' })
    case 'systemError':
    case 'unreadable':
      return enter(checkout, { kind: 'systemError', requestId, during: 'load' })
    case 'notFound':
      return enter(checkout, { kind: 'notFound' })
    case 'unavailable':
    case 'notSigned':
      return enter(checkout, { kind: 'unavailable' })
  }
}
