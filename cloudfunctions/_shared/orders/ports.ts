// What the use cases of orders need beside those of contracts.
import type { RequestPaymentParams } from '../../../typings/contract/callables'
import type { ContractDeps } from '../contracts/ports'
import type { CallOutcome, Within } from '../kernel/ports'
import type { PaymentRecord } from '../records/payments'

/** WeChat Pay, as far as orders go. */
export interface OrderGateway {
  /** Sends the record's stored body. */
  place(payment: PaymentRecord): Promise<CallOutcome<{ prepay_id: string }>>
  /** The verified answer, not yet checked against any shape. */
  query(payment: PaymentRecord): Promise<CallOutcome<unknown>>
  close(payment: PaymentRecord): Promise<CallOutcome<unknown>>
}

/** One document of a collection of the merchant's own, by its `_id`, as it is stored; or undefined. @throws {StoreError} */
export type ReadDocument = (collection: string, id: string) => Promise<unknown>

/** What `merchant/orders.ts` is: the order as the merchant keeps it, or undefined. */
export type FindOrder = (out_trade_no: string, read: ReadDocument) => Promise<unknown>

export interface OrderDeps extends ContractDeps {
  /** The merchant's own order, not yet checked, or undefined. */
  findOrder(out_trade_no: string): Promise<unknown>
  orderGateway: OrderGateway
  within: Within
  /** @param appid of the mini-program that will call `wx.requestPayment` */
  signPayment(appid: string, prepay_id: string): RequestPaymentParams
}
