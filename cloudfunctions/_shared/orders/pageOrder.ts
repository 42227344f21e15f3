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

/** Before anyone wished to pay. */
export const unwished = (out_trade_no: string, { description, total }: MerchantOrder): OrderOutput => ({
  state: 'unpaid',
  out_trade_no,
  description,
  total,
})

/**
 * What was placed is what is paid, whatever the merchant keeps by now.
 * @param isKnown false when WeChat Pay was due to be asked, and nothing that can be believed was learnt
 */
export function toOrderOutput({ _id, state, request, paidAtMs }: PaymentRecord, isKnown = true): OrderOutput {
  const status = STATUS[state]
  return {
    state: status === 'unpaid' && !isKnown ? 'unknown' : status,
    out_trade_no: _id,
    description: request.description,
    total: request.amount.total,
    ...(paidAtMs !== undefined && { paidAtMs }),
  }
}
