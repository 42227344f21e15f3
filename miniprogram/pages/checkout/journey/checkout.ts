// The checkout: from an order number to an order the server says is paid, and to what became of WeChat Pay's offer. One pure
// function: whatever happens is an event, whatever is to be done is an effect.
import { busy } from '../../../entrust/journey/moves'
import { onOrderAnswer, onPaymentAnswer, onSignAnswer } from './checkoutAnswers'
import { hasButton, type ButtonName } from './checkoutButtons'
import type { CashierEnd, CheckoutEvent } from './checkoutEvents'
import { ask, askSign, backToUnpaid, but, confirm, enter, knowSign, load, stay, type Step } from './checkoutMoves'
import type { Checkout } from './checkoutState'

export const newCheckout = (): Checkout => ({
  state: { kind: 'loading', isRefused: false },
  order: undefined,
  cashier: 'closed',
  out_contract_code: undefined,
  ticket: 0,
  isWaiting: false,
  isHidden: false,
  polling: { sinceMs: 0, asked: 0, denials: 0 },
})

/** @param nowMs the phone's clock; only ages are taken from it */
export function step(checkout: Checkout, event: CheckoutEvent, nowMs: number): Step {
  switch (event.type) {
    case 'started': {
      const { hasOrder, isSupported, out_contract_code } = event
      if (!isSupported) return enter(checkout, { kind: 'oldClient' })
      return hasOrder ? load(but(checkout, { out_contract_code })) : enter(checkout, { kind: 'notFound' })
    }
    case 'shown':
      return onShown(checkout, nowMs)
    case 'hidden':
      return { checkout: but(checkout, { isHidden: true }), effects: [{ do: 'stopPolling' }] }
    case 'tapped':
      return hasButton(checkout.state, event.button) ? onTap(checkout, event.button, nowMs) : stay(checkout)
    case 'orderAnswered':
      return isLate(checkout, event) ? stay(checkout) : onOrderAnswer(answered(checkout), event.answer, nowMs)
    case 'paymentAnswered':
      return isLate(checkout, event) ? stay(checkout) : onPaymentAnswer(answered(checkout), event.answer, nowMs)
    case 'signAnswered':
      return isLate(checkout, event) ? stay(checkout) : onSignAnswer(answered(checkout), event.answer)
    case 'cashierClosed':
      return checkout.cashier === 'open' ? onCashierClosed(checkout, event.how, nowMs) : stay(checkout)
    case 'waited':
      return isLate(checkout, event) ? stay(checkout) : whenWaited(checkout)
    case 'pollDue':
      return onPollDue(checkout, event.ticket)
    case 'ticked':
      return onTicked(checkout, nowMs)
  }
}

/** An answer to a call that no longer matters. */
const isLate = ({ ticket, isWaiting }: Checkout, event: { ticket: number }): boolean =>
  !isWaiting || event.ticket !== ticket

const answered = (checkout: Checkout): Checkout => but(checkout, { isWaiting: false })

/** Every show asks what is still open. Some phones hide and show the page for the cashier itself, some do not. */
function onShown(before: Checkout, nowMs: number): Step {
  const checkout = but(before, { isHidden: false })
  if (!before.isHidden) return stay(checkout)
  switch (checkout.state.kind) {
    case 'paying':
    case 'confirming':
    case 'unsure':
      return confirm(checkout, nowMs)
    case 'paid':
      return askSign(checkout, nowMs)
    default:
      return stay(checkout)
  }
}

function onTap(checkout: Checkout, button: ButtonName, nowMs: number): Step {
  switch (button) {
    case 'pay':
      return ask(checkout, { kind: 'preparing' }, (ticket) => ({ do: 'preparePayment', ticket }))
    case 'refresh':
      return refresh(checkout, nowMs)
    case 'retry':
      return load(checkout)
    case 'refreshSign':
      return askSign(checkout, nowMs)
    case 'leave':
      return { checkout, effects: [{ do: 'leave' }] }
    case 'manage':
      return { checkout, effects: [{ do: 'openContract' }] }
  }
}

function refresh(checkout: Checkout, nowMs: number): Step {
  const { state, isWaiting } = checkout
  if (state.kind === 'slow') return load(checkout)
  return state.kind === 'confirming' && isWaiting ? stay(checkout) : confirm(checkout, nowMs)
}

/** A success is asked about, and so is what was given up: quietly, and the user may pay again. */
function onCashierClosed(before: Checkout, how: CashierEnd, nowMs: number): Step {
  const checkout = but(before, { cashier: how === 'success' ? 'succeeded' : 'closed' })
  const { kind } = checkout.state
  // Known to be paid before the cashier closed: what the user answered to the offer is only known now.
  if (kind === 'paid') return askSign(checkout, nowMs)
  // Where the server has been asked meanwhile, its word stands.
  if (kind !== 'paying' && kind !== 'confirming' && kind !== 'unsure') return stay(checkout)
  return how === 'success' ? confirm(checkout, nowMs) : backToUnpaid(checkout, how)
}

/** Ten seconds without an answer. It still counts when it comes, but opens no cashier any more. */
function whenWaited(checkout: Checkout): Step {
  const { state } = checkout
  switch (state.kind) {
    case 'loading':
      return enter(checkout, { kind: 'slow' })
    case 'preparing':
      return enter(answered(checkout), { kind: 'slow' })
    case 'confirming':
      return enter(checkout, { kind: 'unsure' })
    case 'paid':
      return state.sign === 'asking' ? knowSign(checkout, 'unsure') : stay(checkout)
    default:
      return stay(checkout)
  }
}

function onPollDue(checkout: Checkout, due: number): Step {
  const { state, ticket, isWaiting, isHidden, polling, out_contract_code } = checkout
  if (isWaiting || isHidden || due !== ticket) return stay(checkout)
  const { sinceMs, asked, denials } = polling
  const next = but(checkout, { polling: { sinceMs, asked: asked + 1, denials } })
  if (state.kind === 'confirming') return ask(next, state, (number) => ({ do: 'queryOrder', ticket: number }))
  if (state.kind !== 'paid' || state.sign !== 'asking' || out_contract_code === undefined) return stay(checkout)
  return ask(next, state, (number) => ({ do: 'querySign', ticket: number, out_contract_code }))
}

function onTicked(checkout: Checkout, nowMs: number): Step {
  const { state } = checkout
  if (state.kind !== 'busy') return stay(checkout)
  return nowMs < state.untilMs
    ? enter(checkout, busy(state.untilMs, 'load', nowMs), { do: 'tickLater' })
    : load(checkout)
}
