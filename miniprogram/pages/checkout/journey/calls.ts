// CALL: the order, its payment and the cashier, each answer narrowed to what the page may rely on.
import type {
  OrderOutput,
  PayRedirectSignOutput,
  PayWithContractOutput,
  RequestPaymentParams,
} from '../../../../typings/contract/callables'
import type { OrderStatus } from '../../../../typings/contract/entrust'
import type { CallResult } from '../../../../typings/contract/results'
import { timeOf } from '../../../entrust/asking/confirmEntrust'
import type { Call } from '../../../entrust/asking/ports'
import { failed, notAsPromised, refused } from '../../../entrust/asking/trouble'
import type { CashierEnd, OrderAnswer, PaymentAnswer } from './checkoutEvents'

/** 6 to 32 digits, letters, `_`, `-` or `*`. */
export const isOrderNumber = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9A-Za-z_\-*]{6,32}$/.test(text)

/**
 * Never rejects.
 * @param isPerUse whether the contract is one that may pay whatever the user buys; by the calendar it pays nothing here
 */
export const askOrder = (call: Call, out_trade_no: string, isPerUse: boolean): Promise<OrderAnswer> =>
  call('queryOrder', { out_trade_no })
    .then((result): OrderAnswer => (result.ok ? readOrder(result, isPerUse) : refused(result)))
    .catch(failed)

/** With the password, and perhaps an offer after it. Never rejects. */
export const askToPay = (call: Call, out_trade_no: string): Promise<PaymentAnswer> =>
  call('payRedirectSign', { out_trade_no }).then(readPaymentResult).catch(failed)

/** Under the user's contract, or with the password where that does not pay it after all. Never rejects. */
export const askToPayUnder = (call: Call, out_trade_no: string): Promise<PaymentAnswer> =>
  call('payWithContract', { out_trade_no }).then(readPaymentResult).catch(failed)

type Paying = PayRedirectSignOutput | PayWithContractOutput

function readPaymentResult(result: CallResult<Paying>): PaymentAnswer {
  if (result.ok) return readPayment(result)
  // The number is the server's own, so what it refuses is the order's state.
  return result.error.code === 'INVALID_INPUT' ? { kind: 'notPayable' } : refused(result)
}

/** Says so to the compiler when the contract gains a state. */
const STATES: Readonly<Record<OrderStatus, true>> = {
  unpaid: true,
  paid: true,
  closed: true,
  refunded: true,
  unknown: true,
}

function readOrder(order: OrderOutput, isPerUse: boolean): OrderAnswer {
  const { state, description, total } = order
  const isRead =
    Object.keys(STATES).includes(state) && typeof description === 'string' && Number.isInteger(total) && total > 0
  const more = { paidAtMs: timeOf(order.paidAtMs), contract: isPerUse ? order.contract : undefined }
  return isRead
    ? { kind: 'order', order: Object.assign({}, order, more) }
    : notAsPromised('queryOrder gave an order of no known form; update the mini-program')
}

const FIELDS = [
  'timeStamp',
  'nonceStr',
  'package',
  'signType',
  'paySign',
] as const satisfies readonly (keyof RequestPaymentParams)[]

function readPayment(paying: Paying): PaymentAnswer {
  const { payment } = paying
  const given = Object(payment) as Readonly<Record<string, unknown>>
  if (!FIELDS.every((field) => typeof given[field] === 'string')) {
    return notAsPromised('the functions gave a payment whose fields are not as promised')
  }
  const isUnder = 'with' in paying && paying.with === 'contract'
  return { kind: 'payment', payment, isUnder, out_contract_code: offeredIn(paying) }
}

function offeredIn(paying: Paying): string | undefined {
  const { presigned, out_contract_code } = paying as Partial<PayRedirectSignOutput>
  return presigned && typeof out_contract_code === 'string' ? out_contract_code : undefined
}

/** @param errMsg `requestPayment:ok`, `requestPayment:fail cancel`, or `requestPayment:fail` with a reason */
export function cashierEnd(errMsg: string): CashierEnd {
  if (errMsg === 'requestPayment:ok') return 'success'
  return /fail cancel/i.test(errMsg) ? 'cancelled' : 'failed'
}
