// Runs a checkout: events in, effects out, one thing after the other.
import type { RequestPaymentParams } from '../../../../typings/contract/callables'
import { createAsker } from '../../../entrust/asking/asker'
import { askStatus } from '../../../entrust/asking/confirmEntrust'
import type { JourneyPorts } from '../../../entrust/ports'
import { oneByOne } from '../../../entrust/asking/oneByOne'
import { createTimers } from '../../../entrust/asking/timers'
import { askOrder, askToPay, cashierEnd, isOrderNumber } from './calls'
import { newCheckout, step } from './checkout'
import type { CheckoutEvent, Effect } from './checkoutEvents'
import { readOffer, type Offer } from './offer'
import type { Checkout } from './checkoutState'

export interface CheckoutPorts extends Pick<JourneyPorts, 'call' | 'nowMs' | 'random' | 'after' | 'warn'> {
  /** Opens WeChat's cashier. @param closed takes WeChat's `errMsg`, `requestPayment:ok` for a success */
  readonly requestPayment: (payment: RequestPaymentParams, closed: (errMsg: string) => void) => void
  /** Puts it in storage, or takes away what is there. May not throw. */
  readonly keepOffer: (offer: Offer | undefined) => void
  readonly leave: () => void
  /** To the page where password-free payment is looked at and closed. */
  readonly openContract: () => void
}

export interface RunningCheckout {
  readonly send: (event: CheckoutEvent) => void
  /** Clears every timer; whatever comes later finds nobody. */
  readonly stop: () => void
}

export interface CheckoutEntry {
  /** As the page was opened with, of whatever shape. */
  out_trade_no: unknown
  isSupported: boolean
  /** What storage holds, of whatever shape. */
  storedOffer: unknown
}

/**
 * @param show called once for each new state, with the checkout in it
 */
export function startCheckout(
  { out_trade_no, isSupported, storedOffer }: CheckoutEntry,
  ports: CheckoutPorts,
  show: (checkout: Checkout) => void,
): RunningCheckout {
  const hasOrder = isOrderNumber(out_trade_no)
  const { call } = ports
  const number = hasOrder ? out_trade_no : ''
  let checkout = newCheckout()
  const timers = createTimers(ports.after)
  const send = oneByOne<CheckoutEvent>((event) => {
    const { state } = checkout
    const next = step(checkout, event, ports.nowMs())
    checkout = next.checkout
    next.effects.forEach(run)
    if (checkout.state !== state) show(checkout)
  })

  const asker = createAsker<CheckoutEvent>(ports, timers, send)

  function run(effect: Effect): void {
    switch (effect.do) {
      case 'queryOrder': {
        const { ticket } = effect
        asker.awaitAnswer(ticket, askOrder(call, number), (answer) => ({ type: 'orderAnswered', ticket, answer }))
        break
      }
      case 'preparePayment': {
        const { ticket } = effect
        asker.awaitAnswer(ticket, askToPay(call, number), (answer) => ({ type: 'paymentAnswered', ticket, answer }))
        break
      }
      case 'querySign': {
        const { ticket, out_contract_code } = effect
        const answering = askStatus(call, out_contract_code)
        asker.awaitAnswer(ticket, answering, (answer) => ({ type: 'signAnswered', ticket, answer }))
        break
      }
      case 'keepOffer':
        keepOffer(effect.out_contract_code)
        break
      case 'requestPayment':
        openCashier(effect.payment)
        break
      case 'queryLater':
        asker.queryLater(effect)
        break
      case 'stopPolling':
        asker.stopPolling()
        break
      case 'tickLater':
        asker.tickLater()
        break
      case 'leave':
        ports.leave()
        break
      case 'openContract':
        ports.openContract()
        break
    }
  }

  function keepOffer(out_contract_code: string | undefined): void {
    const sinceMs = ports.nowMs()
    ports.keepOffer(out_contract_code === undefined ? undefined : { out_trade_no: number, out_contract_code, sinceMs })
  }

  function openCashier(payment: RequestPaymentParams): void {
    ports.requestPayment(payment, (errMsg) => {
      const how = cashierEnd(errMsg)
      if (how === 'failed') ports.warn(errMsg)
      send({ type: 'cashierClosed', how })
    })
  }

  const out_contract_code = readOffer(storedOffer, number, ports.nowMs())
  send({ type: 'started', hasOrder, isSupported, out_contract_code })
  return {
    send,
    stop: () => {
      send.stop()
      timers.clear()
    },
  }
}
