// Checkouts to start a test from.
import type { OrderOutput, RequestPaymentParams } from '../../../typings/contract/callables'
import type { EntrustStatus, OrderStatus } from '../../../typings/contract/entrust'
import { newCheckout, step } from '../../../miniprogram/pages/checkout/journey/checkout'
import type { CheckoutEvent, PaymentAnswer } from '../../../miniprogram/pages/checkout/journey/checkoutEvents'
import type { Step } from '../../../miniprogram/pages/checkout/journey/checkoutMoves'
import type { Checkout, Kind, State } from '../../../miniprogram/pages/checkout/journey/checkoutState'
import type { TroubleKind } from '../../../miniprogram/entrust/asking/rejection'
import { CODE, NOW, trouble } from './journeys'

export const NUMBER = 'order-0001'

export const orderOf = (state: OrderStatus): OrderOutput => ({
  state,
  out_trade_no: NUMBER,
  description: '单车骑行 12 分钟',
  total: 1250,
  ...(state === 'paid' && { paidAtMs: Date.parse('2026-11-21T06:20:00Z') }),
})

export const PAYMENT: RequestPaymentParams = {
  timeStamp: '1795241999',
  nonceStr: 'nonce',
  package: 'prepay_id=wx1',
  signType: 'RSA',
  paySign: 'sign',
}

/** One state of each kind, as it most often is. */
export const STATES: { readonly [K in Kind]: Extract<State, { kind: K }> } = {
  loading: { kind: 'loading', isRefused: false },
  unpaid: { kind: 'unpaid', word: 'none' },
  underContract: { kind: 'underContract', word: 'none', isFixed: false },
  preparing: { kind: 'preparing' },
  paying: { kind: 'paying' },
  confirming: { kind: 'confirming' },
  unsure: { kind: 'unsure' },
  paid: { kind: 'paid', sign: 'none' },
  closed: { kind: 'closed' },
  refunded: { kind: 'refunded' },
  notFound: { kind: 'notFound' },
  unavailable: { kind: 'unavailable' },
  busy: { kind: 'busy', untilMs: NOW + 3_000, secondsLeft: 3, during: 'load' },
  offline: { kind: 'offline' },
  slow: { kind: 'slow' },
  systemError: { kind: 'systemError', requestId: 'request-abc123', during: 'load' },
  oldClient: { kind: 'oldClient' },
}

export const KINDS = Object.keys(STATES) as Kind[]

/** A checkout in a state, with its order known; nothing else has happened unless said so. */
export const checkoutIn = (state: Kind | State, more: Partial<Checkout> = {}): Checkout => ({
  ...newCheckout(),
  order: orderOf('unpaid'),
  state: typeof state === 'string' ? STATES[state] : state,
  ...more,
})

/** Waiting for call number 7. */
export const WAITING = { ticket: 7, isWaiting: true } satisfies Partial<Checkout>

/** The cashier has told of a success, and there is an offer to ask about. */
export const PAID_HINT = { cashier: 'succeeded', out_contract_code: CODE } satisfies Partial<Checkout>

export const ASKING: State = { kind: 'paid', sign: 'asking' }

/** Answers to call number 7. */
export const answered = {
  order: (state: OrderStatus, ticket = 7): CheckoutEvent => ({
    type: 'orderAnswered',
    ticket,
    answer: { kind: 'order', order: orderOf(state) },
  }),
  /** Unpaid, and the user's contract pays it. */
  orderUnder: (contract: OrderOutput['contract'], ticket = 7): CheckoutEvent => ({
    type: 'orderAnswered',
    ticket,
    answer: { kind: 'order', order: { ...orderOf('unpaid'), contract } as OrderOutput },
  }),
  orderTrouble: (kind: TroubleKind, ticket = 7): CheckoutEvent => ({
    type: 'orderAnswered',
    ticket,
    answer: { kind: 'trouble', trouble: trouble(kind) },
  }),
  payment: (answer: PaymentAnswer, ticket = 7): CheckoutEvent => ({ type: 'paymentAnswered', ticket, answer }),
  sign: (state: EntrustStatus, ticket = 7): CheckoutEvent => ({
    type: 'signAnswered',
    ticket,
    answer: { kind: 'status', status: { state, ...(state !== 'none' && { out_contract_code: CODE }) } },
  }),
  signTrouble: (kind: TroubleKind, ticket = 7): CheckoutEvent => ({
    type: 'signAnswered',
    ticket,
    answer: { kind: 'trouble', trouble: trouble(kind) },
  }),
}

const payment = (isUnder: boolean, out_contract_code?: string): PaymentAnswer => ({
  kind: 'payment',
  payment: PAYMENT,
  isUnder,
  out_contract_code,
})
export const TO_PAY = payment(false, CODE)
export const TO_PAY_ONLY = payment(false)
export const TO_PAY_UNDER = payment(true)

export const after = (checkout: Checkout, ...events: readonly CheckoutEvent[]): Step =>
  events.reduce<Step>((last, event) => step(last.page, event, NOW), { page: checkout, effects: [] })

/** What was to be done, by name. */
export const deeds = ({ effects }: Step): string[] => effects.map((effect) => effect.do)
