// Runs a checkout: events in, effects out, one thing after the other.
import type { RequestPaymentParams } from '../../../../typings/contract/callables'
import { askStatus, pollDelayMs } from '../../../entrust/confirmEntrust'
import type { StatusAnswer } from '../../../entrust/events'
import type { JourneyPorts } from '../../../entrust/ports'
import { oneByOne } from '../../../entrust/startJourney'
import { createTimers } from '../../../entrust/timers'
import { askOrder, askToPay, isOrderNumber } from './calls'
import { newCheckout, step } from './checkout'
import type { CashierEnd, CheckoutEvent, Effect, OrderAnswer, PaymentAnswer } from './events'
import type { Checkout } from './state'

/** A call without an answer by then is told so. */
const ANSWER_WITHIN_MS = 10_000
const TICK_MS = 1_000

export interface CheckoutPorts extends Pick<JourneyPorts, 'call' | 'nowMs' | 'random' | 'after' | 'warn'> {
  /** Opens WeChat's cashier. @param closed takes WeChat's `errMsg`, `requestPayment:ok` for a success */
  readonly requestPayment: (payment: RequestPaymentParams, closed: (errMsg: string) => void) => void
  readonly leave: () => void
  /** To the page where password-free payment is looked at and closed. */
  readonly openContract: () => void
}

export interface RunningCheckout {
  readonly send: (event: CheckoutEvent) => void
  /** Clears every timer; whatever comes later finds nobody. */
  readonly stop: () => void
}

/**
 * @param out_trade_no as the page was opened with, of whatever shape
 * @param show called once for each new state, with the checkout in it
 */
export function startCheckout(
  { out_trade_no, isSupported }: { out_trade_no: unknown; isSupported: boolean },
  ports: CheckoutPorts,
  show: (checkout: Checkout) => void,
): RunningCheckout {
  const hasOrder = isOrderNumber(out_trade_no)
  const number = hasOrder ? out_trade_no : ''
  let checkout = newCheckout()
  const timers = createTimers(ports.after)
  let cancelPoll: () => void = () => undefined
  const send = oneByOne<CheckoutEvent>((event) => {
    const { state } = checkout
    const next = step(checkout, event, ports.nowMs())
    checkout = next.checkout
    next.effects.forEach(run)
    if (checkout.state !== state) show(checkout)
  })

  function run(effect: Effect): void {
    switch (effect.do) {
      case 'queryOrder':
      case 'preparePayment':
      case 'querySign':
        askServer(effect)
        break
      case 'requestPayment':
        openCashier(effect.payment)
        break
      case 'queryLater':
        queryLater(effect)
        break
      case 'stopPolling':
        cancelPoll()
        break
      case 'tickLater':
        timers.after(TICK_MS, () => {
          send({ type: 'ticked' })
        })
        break
      case 'leave':
        ports.leave()
        break
      case 'openContract':
        ports.openContract()
        break
    }
  }

  function askServer(effect: Extract<Effect, { do: 'queryOrder' | 'preparePayment' | 'querySign' }>): void {
    const { ticket } = effect
    const { call } = ports
    switch (effect.do) {
      case 'queryOrder':
        awaitAnswer(ticket, askOrder(call, number), (answer) => ({ type: 'orderAnswered', ticket, answer }))
        break
      case 'preparePayment':
        awaitAnswer(ticket, askToPay(call, number), (answer) => ({ type: 'paymentAnswered', ticket, answer }))
        break
      case 'querySign':
        awaitAnswer(ticket, askStatus(call, effect.out_contract_code), (answer) => ({
          type: 'signAnswered',
          ticket,
          answer,
        }))
        break
    }
  }

  function awaitAnswer<Answer extends OrderAnswer | PaymentAnswer | StatusAnswer>(
    ticket: number,
    answering: Promise<Answer>,
    toEvent: (answer: Answer) => CheckoutEvent,
  ): void {
    const cancel = timers.after(ANSWER_WITHIN_MS, () => {
      send({ type: 'waited', ticket })
    })
    void answering.then((answer) => {
      cancel()
      // The developer's half of what went wrong; the user's half is a state.
      if (answer.kind === 'trouble') ports.warn(`${answer.trouble.kind}: ${answer.trouble.explanation}`)
      send(toEvent(answer))
    })
  }

  function openCashier(payment: RequestPaymentParams): void {
    ports.requestPayment(payment, (errMsg) => {
      const how = cashierEnd(errMsg)
      if (how === 'failed') ports.warn(errMsg)
      send({ type: 'cashierClosed', how })
    })
  }

  function queryLater({ ticket, poll, sinceMs, atLeastMs }: Extract<Effect, { do: 'queryLater' }>): void {
    cancelPoll()
    const ms = Math.max(atLeastMs, pollDelayMs(poll, ports.nowMs() - sinceMs, ports.random()))
    cancelPoll = timers.after(ms, () => {
      send({ type: 'pollDue', ticket })
    })
  }

  send({ type: 'started', hasOrder, isSupported })
  return {
    send,
    stop: () => {
      send.stop()
      timers.clear()
    },
  }
}

/** @param errMsg `requestPayment:ok`, `requestPayment:fail cancel`, or `requestPayment:fail` with a reason */
export function cashierEnd(errMsg: string): CashierEnd {
  if (errMsg === 'requestPayment:ok') return 'success'
  return /fail cancel/i.test(errMsg) ? 'cancelled' : 'failed'
}
