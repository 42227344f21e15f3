// Everything a checkout can be in. What the phone is told by WeChat's cashier is a hint; only the server makes an order paid.
import type { OrderOutput } from '../../../../typings/contract/callables'
import type { Page } from '../../../entrust/asking/machine'
import type { TroubleState } from '../../../entrust/asking/trouble'

export type State =
  /** The server is asked what the order is. `isRefused`: it has just refused to have it paid, and the question is why. */
  | { kind: 'loading'; isRefused: boolean }
  | { kind: 'unpaid'; word: UnpaidWord }
  /** The same, and the user's contract pays it. `isFixed`: WeChat Pay has the order under it, so the password is no choice any more. */
  | { kind: 'underContract'; word: UnpaidWord; isFixed: boolean }
  /** Tapped: the server places the order with WeChat Pay. */
  | { kind: 'preparing' }
  /** WeChat's cashier is open. */
  | { kind: 'paying' }
  /** The server is asked, time and again. */
  | { kind: 'confirming' }
  /** The plan of asking is used up. */
  | { kind: 'unsure' }
  | { kind: 'paid'; sign: SignState }
  | { kind: 'closed' }
  | { kind: 'refunded' }
  /** No such order, or someone else's. */
  | { kind: 'notFound' }
  | { kind: 'unavailable' }
  /** This WeChat is too old. */
  | { kind: 'oldClient' }
  /** Each leads back over the server's word on the order. */
  | TroubleState<'load'>

export type Kind = State['kind']

/** What became of the last try. */
export type UnpaidWord = 'none' | 'cancelled' | 'failed'

/** After the payment: did the user take WeChat Pay's offer? `none`: there was no offer, and nothing is said of it. */
export type SignState = 'none' | 'asking' | 'signed' | 'notSigned' | 'unsure'

/** WeChat's cashier. While it is open, or has told of a success, there is no second payment. */
type Cashier = 'closed' | 'open' | 'succeeded'

/** The state, and what outlives states. */
export interface Checkout extends Page<State> {
  /** As the server told it. */
  order: OrderOutput | undefined
  cashier: Cashier
  /** Of the contract WeChat Pay offers after the payment, where it does. */
  out_contract_code: string | undefined
  /** Whether WeChat Pay can have anything to offer; nothing is said of it before that is known. */
  mayBeOffered: boolean | undefined
}
