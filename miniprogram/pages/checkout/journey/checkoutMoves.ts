// The moves a checkout is made of. Each takes a checkout and gives the next one, with what is to be done.
import { ask, enter, pollFrom, type Step as PageStep } from '../../../entrust/asking/machine'
import { troubleState, type Trouble } from '../../../entrust/asking/trouble'
import type { Effect } from './checkoutEvents'
import type { Checkout, SignState, State, UnpaidWord } from './checkoutState'

export type Step = PageStep<Checkout, Effect>

export const queryOrder = (ticket: number): Effect => ({ do: 'queryOrder', ticket })

export const load = (checkout: Checkout, isRefused = false): Step =>
  ask(checkout, { kind: 'loading', isRefused }, queryOrder)

/** To be paid, in the way the server told. */
export const unpaid = ({ order }: Checkout, word: UnpaidWord): State =>
  order && order.contract
    ? { kind: 'underContract', word, isFixed: order.contract === 'placed' }
    : { kind: 'unpaid', word }

/** Asks without a word: should the cashier have told wrong, the server knows. */
export const backToUnpaid = (checkout: Checkout, word: UnpaidWord): Step =>
  ask(checkout, unpaid(checkout, word), queryOrder)

/** From the first question. */
export const confirm = (checkout: Checkout, nowMs: number): Step =>
  ask(pollFrom(checkout, nowMs), { kind: 'confirming' }, queryOrder)

export const querySign =
  (out_contract_code: string) =>
  (ticket: number): Effect => ({ do: 'querySign', ticket, out_contract_code })

const paid = (sign: SignState): State => ({ kind: 'paid', sign })

/** Nothing is said of signing unless WeChat Pay was to offer it. */
export function askSign(checkout: Checkout, nowMs: number): Step {
  const { out_contract_code, isHidden } = checkout
  if (out_contract_code === undefined) return enter(checkout, paid('none'))
  if (isHidden) return enter(checkout, paid('asking'))
  return ask(pollFrom(checkout, nowMs), paid('asking'), querySign(out_contract_code))
}

/** The offer is kept until its answer is known: while the cashier is open, a "not signed" is none yet. */
export function knowSign(checkout: Checkout, sign: SignState): Step {
  const isOpen = sign === 'unsure' || checkout.cashier === 'open'
  if (isOpen) return enter(checkout, paid(sign), { do: 'stopPolling' })
  return enter(checkout, paid(sign), { do: 'stopPolling' }, { do: 'keepOffer', out_contract_code: undefined })
}

/** From a call that failed to the state that tells so. */
export function inTrouble(checkout: Checkout, trouble: Trouble, nowMs: number): Step {
  const state = troubleState(trouble, 'load' as const, nowMs)
  if (state?.kind === 'busy') return enter(checkout, state, { do: 'tickLater' })
  return enter(checkout, state ?? { kind: trouble.kind === 'notFound' ? 'notFound' : 'unavailable' })
}
