// What the flows of charges and refunds need beside those of orders.
import type { CallOutcome } from '../kernel/ports'
import type { OrderDeps } from '../orders/ports'
import type { RefundRecord } from '../records/refunds'

/** WeChat Pay, as far as refunds go. The verified answers, not yet checked against any shape. */
export interface RefundGateway {
  /** Sends the record's stored body. */
  send(refund: RefundRecord): Promise<CallOutcome<unknown>>
  query(refund: RefundRecord): Promise<CallOutcome<unknown>>
}

export interface RefundDeps extends OrderDeps {
  refundGateway: RefundGateway
}
