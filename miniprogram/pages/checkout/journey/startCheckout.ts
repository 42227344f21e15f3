// Runs a checkout on the phone it is given.
import type { RequestPaymentParams } from '../../../../typings/contract/callables'
import { askStatus } from '../../../entrust/asking/confirmEntrust'
import { startMachine, type Tools } from '../../../entrust/asking/machine'
import type { AskingPorts } from '../../../entrust/asking/ports'
import type { Terms } from '../../../entrust/merchantShapes'
import { askOrder, askToPay, askToPayUnder, cashierEnd, isOrderNumber } from './calls'
import { newCheckout, step } from './checkout'
import type { CheckoutEvent, Effect, EventOf } from './checkoutEvents'
import { readOffer, type Offer } from './offer'
import type { Checkout } from './checkoutState'

export interface CheckoutPorts extends AskingPorts {
  /** Opens WeChat's cashier. @param closed takes WeChat's `errMsg`, `requestPayment:ok` for a success */
  readonly requestPayment: (payment: RequestPaymentParams, closed: (errMsg: string) => void) => void
  /** Puts it in storage, or takes away what is there. May not throw. */
  readonly keepOffer: (offer: Offer | undefined) => void
  readonly leave: () => void
  /** To the page where password-free payment is looked at and closed, or to the one where it is opened. */
  readonly openPage: (page: 'contract' | 'entrust') => void
}

export interface RunningCheckout {
  readonly send: (event: CheckoutEvent) => void
  /** Clears every timer; whatever comes later finds nobody. */
  readonly stop: () => void
}

interface CheckoutEntry {
  /** As the page was opened with, of whatever shape. */
  out_trade_no: unknown
  isSupported: boolean
  /** What storage holds, of whatever shape. */
  storedOffer: unknown
  businessType: Terms['businessType']
}

/** @param show called once for each new state, with the checkout in it */
export function startCheckout(
  { out_trade_no, isSupported, storedOffer, businessType }: CheckoutEntry,
  ports: CheckoutPorts,
  show: (checkout: Checkout) => void,
): RunningCheckout {
  const hasOrder = isOrderNumber(out_trade_no)
  const number = hasOrder ? out_trade_no : ''
  const order = { out_trade_no: number, isPerUse: businessType === 'perUse' }
  const { send, stop } = startMachine<Checkout, CheckoutEvent, Effect>(
    { first: newCheckout(), step, runner: (tools) => effectRunner(order, ports, tools), show },
    ports,
  )
  const out_contract_code = readOffer(storedOffer, number, ports.nowMs())
  send({ type: 'started', hasOrder, isSupported, out_contract_code })
  return { send, stop }
}

/** From what a checkout asks for to what is done. @returns does one effect, at once */
function effectRunner(
  { out_trade_no, isPerUse }: { out_trade_no: string; isPerUse: boolean },
  ports: CheckoutPorts,
  { send, asker }: Tools<CheckoutEvent>,
): (effect: Effect) => void {
  const { call } = asker
  return (effect) => {
    switch (effect.do) {
      case 'queryOrder':
        asker.awaitAnswer<EventOf<'orderAnswered'>>(
          'orderAnswered',
          effect.ticket,
          askOrder(call, out_trade_no, isPerUse),
        )
        break
      case 'preparePayment': {
        const answering = (effect.under ? askToPayUnder : askToPay)(call, out_trade_no)
        asker.awaitAnswer<EventOf<'paymentAnswered'>>('paymentAnswered', effect.ticket, answering)
        break
      }
      case 'querySign': {
        const answering = askStatus(call, effect.out_contract_code)
        asker.awaitAnswer<EventOf<'signAnswered'>>('signAnswered', effect.ticket, answering)
        break
      }
      case 'keepOffer': {
        const { out_contract_code } = effect
        const sinceMs = ports.nowMs()
        ports.keepOffer(out_contract_code === undefined ? undefined : { out_trade_no, out_contract_code, sinceMs })
        break
      }
      case 'requestPayment':
        openCashier(effect.payment, ports, send)
        break
      case 'queryLater':
      case 'stopPolling':
      case 'tickLater':
      case 'waitAnew':
        asker.run(effect)
        break
      case 'leave':
        ports.leave()
        break
      case 'queryHolder':
        void askStatus(call, undefined).then((answer) => {
          send({ type: 'holderAnswered', answer })
        })
        break
      case 'openPage':
        ports.openPage(effect.page)
        break
    }
  }
}

function openCashier(payment: RequestPaymentParams, ports: CheckoutPorts, send: (event: CheckoutEvent) => void): void {
  const closed = (errMsg: string): void => {
    const how = cashierEnd(errMsg)
    if (how === 'failed') ports.warn(errMsg)
    send({ type: 'cashierClosed', how })
  }
  try {
    ports.requestPayment(payment, closed)
  } catch (error) {
    closed(String(error))
  }
}
