// What can happen to a checkout, and what it can ask for.
import type { OrderOutput, RequestPaymentParams } from '../../../../typings/contract/callables'
import type { AskerEffect, AskerEvent } from '../../../entrust/asking/asker'
import type { StatusAnswer } from '../../../entrust/asking/confirmEntrust'
import type { Troubled } from '../../../entrust/asking/trouble'
import type { ButtonName } from './checkoutButtons'

export type CheckoutEvent =
  /** `hasOrder`: the page was opened with an order number that can be one. The code is of an offer kept from before. */
  | { type: 'started'; hasOrder: boolean; isSupported: boolean; out_contract_code: string | undefined }
  | { type: 'shown' }
  | { type: 'hidden' }
  | { type: 'tapped'; button: ButtonName }
  | { type: 'orderAnswered'; ticket: number; answer: OrderAnswer }
  | { type: 'paymentAnswered'; ticket: number; answer: PaymentAnswer }
  | { type: 'signAnswered'; ticket: number; answer: StatusAnswer }
  /** WeChat's cashier is closed again. A hint, never proof. */
  | { type: 'cashierClosed'; how: CashierEnd }
  /** What the user has, asked beside the order. */
  | { type: 'holderAnswered'; answer: StatusAnswer }
  | AskerEvent

export type EventOf<Type extends CheckoutEvent['type']> = Extract<CheckoutEvent, { type: Type }>

export type CashierEnd = 'success' | 'cancelled' | 'failed'

export type OrderAnswer = { kind: 'order'; order: OrderOutput } | Troubled

export type PaymentAnswer =
  /** With a code only where WeChat Pay will offer signing. `isUnder`: placed under the user's contract. */
  | { kind: 'payment'; payment: RequestPaymentParams; isUnder: boolean; out_contract_code: string | undefined }
  /** The order is not one to pay: paid already, perhaps on another phone, or closed. */
  | { kind: 'notPayable' }
  | Troubled

export type Effect =
  | { do: 'queryOrder'; ticket: number }
  /** `under` the contract, where that still pays it. */
  | { do: 'preparePayment'; ticket: number; under: boolean }
  | { do: 'querySign'; ticket: number; out_contract_code: string }
  /** Stores what is offered after this order; without a code, that nothing is to be asked any more. */
  | { do: 'keepOffer'; out_contract_code: string | undefined }
  | { do: 'requestPayment'; payment: RequestPaymentParams }
  | { do: 'leave' }
  /** Has the user a contract already? Asked beside everything else. */
  | { do: 'queryHolder' }
  | { do: 'openPage'; page: 'contract' | 'entrust' }
  | AskerEffect
