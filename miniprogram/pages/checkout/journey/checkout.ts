// The checkout: from an order number to an order the server says is paid, and to what became of WeChat Pay's offer. One pure
// function: whatever happens is an event, whatever is to be done is an effect.
import type { EntrustStatus } from '../../../../typings/contract/entrust'
import type { StatusAnswer } from '../../../entrust/asking/confirmEntrust'
import { ask, but, enter, hide, isLate, onAnswer, pollNow, stay, UNASKED } from '../../../entrust/asking/machine'
import { busy } from '../../../entrust/asking/trouble'
import { onOrderAnswer, onPaymentAnswer, onSignAnswer } from './checkoutAnswers'
import { hasButton, type ButtonName } from './checkoutButtons'
import type { CashierEnd, CheckoutEvent } from './checkoutEvents'
import { askSign, backToUnpaid, confirm, knowSign, load, queryOrder, querySign, type Step } from './checkoutMoves'
import type { Checkout } from './checkoutState'

export const newCheckout = (): Checkout => ({
  state: { kind: 'loading', isRefused: false },
  order: undefined,
  cashier: 'closed',
  out_contract_code: undefined,
  mayBeOffered: undefined,
  ticket: 0,
  isWaiting: false,
  isHidden: false,
  polling: UNASKED,
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
      return hide(checkout)
    case 'tapped':
      return hasButton(checkout.state, event.button) ? onTap(checkout, event.button, nowMs) : stay(checkout)
    case 'orderAnswered':
      return onAnswer(checkout, event, (current) => onOrderAnswer(current, event.answer, nowMs))
    case 'paymentAnswered':
      return onAnswer(checkout, event, (current) => onPaymentAnswer(current, event.answer, nowMs))
    case 'signAnswered':
      return onAnswer(checkout, event, (current) => onSignAnswer(current, event.answer))
    case 'holderAnswered':
      return onHolder(checkout, event.answer)
    case 'cashierClosed':
      return checkout.cashier === 'open' ? onCashierClosed(checkout, event.how, nowMs) : stay(checkout)
    case 'waited':
      return isLate(checkout, event) ? stay(checkout) : whenWaited(checkout)
    case 'pollDue':
      return onPollDue(checkout, event)
    case 'ticked':
      return onTicked(checkout, nowMs)
  }
}

/** Who has signed is offered nothing. Where that is not known, the word of the offer is the safer one. */
function onHolder(checkout: Checkout, answer: StatusAnswer): Step {
  const isHolder = answer.kind === 'status' && HOLDS.includes(answer.status.state)
  return enter(but(checkout, { mayBeOffered: !isHolder }), Object.assign({}, checkout.state))
}

const HOLDS: readonly EntrustStatus[] = ['signed', 'closing']

/** Every show asks what is still open, and looks whether a wait is over. Some phones hide and show the page for the cashier itself, some do not. */
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
      return onTicked(checkout, nowMs)
  }
}

function onTap(checkout: Checkout, button: ButtonName, nowMs: number): Step {
  switch (button) {
    case 'pay':
    case 'payByPassword':
      return prepare(checkout, false)
    case 'payUnder':
      return prepare(checkout, true)
    case 'refresh':
      return refresh(checkout, nowMs)
    case 'retry':
      return load(checkout)
    case 'refreshSign':
      return askSign(checkout, nowMs)
    case 'leave':
      return stay(checkout, { do: 'leave' })
    case 'manage':
      return stay(checkout, { do: 'openPage', page: 'contract' })
    case 'openContract':
      return stay(checkout, { do: 'openPage', page: 'entrust' })
  }
}

const prepare = (checkout: Checkout, under: boolean): Step =>
  ask(checkout, { kind: 'preparing' }, (ticket) => ({ do: 'preparePayment', ticket, under }))

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
      return enter(but(checkout, { isWaiting: false }), { kind: 'slow' })
    case 'confirming':
      return enter(checkout, { kind: 'unsure' })
    case 'paid':
      return state.sign === 'asking' ? knowSign(checkout, 'unsure') : stay(checkout)
    default:
      return stay(checkout)
  }
}

function onPollDue(checkout: Checkout, due: { ticket: number }): Step {
  const { state, out_contract_code } = checkout
  if (state.kind === 'confirming') return pollNow(checkout, due, queryOrder)
  if (state.kind !== 'paid' || state.sign !== 'asking' || out_contract_code === undefined) return stay(checkout)
  return pollNow(checkout, due, querySign(out_contract_code))
}

function onTicked(checkout: Checkout, nowMs: number): Step {
  const { state } = checkout
  if (state.kind !== 'busy') return stay(checkout)
  return nowMs < state.untilMs
    ? enter(checkout, busy(state.untilMs, 'load', nowMs), { do: 'tickLater' })
    : load(checkout)
}
