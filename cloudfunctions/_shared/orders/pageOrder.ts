// From a record to what the page may be told about an order.
import type { OrderOutput } from '../../../typings/contract/callables'
import type { OrderStatus } from '../../../typings/contract/entrust'
import type { MerchantOrder } from './merchantOrder'
import type { PaymentRecord, PaymentState } from '../records/payments'

const STATUS: Record<PaymentState, OrderStatus> = {
  REQUESTED: 'unpaid',
  PLACED: 'unpaid',
  CLOSED: 'closed',
  PAID: 'paid',
  REFUNDED: 'refunded',
}

/**
 * @param payment undefined before anyone wished to pay
 * @param isKnown false when WeChat Pay was due to be asked, and nothing that can be believed was learnt
 */
export function toOrderOutput(
  out_trade_no: string,
  { description, total }: MerchantOrder,
  payment: PaymentRecord | undefined,
  isKnown = true,
): OrderOutput {
  const state = payment ? STATUS[payment.state] : 'unpaid'
  return {
    state: state === 'unpaid' && !isKnown ? 'unknown' : state,
    out_trade_no,
    description,
    // Once placed, what was placed is what is paid.
    total: payment?.request.amount.total ?? total,
    ...(payment?.paidAtMs !== undefined && { paidAtMs: payment.paidAtMs }),
  }
}
