// What the database holds about orders: the merchant's own, which we only read, and what became of each at WeChat Pay.
import type { AskedRecord, Mode } from './common'
import type { DirectOrderWithContractBody, PartnerOrderWithContractBody } from '../wechatpay/wire/contractOrders'
import type { DirectOrderBody, PartnerOrderBody } from '../wechatpay/wire/transactions'
import type { Promised } from './refunds'

/** Lowest first: of two states the later one in this list holds. */
export const PAYMENT_STATES = ['REQUESTED', 'PLACED', 'CLOSED', 'PAID', 'REFUNDED'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** Ordinary, or under a contract. */
export type OrderBody = DirectOrderBody | PartnerOrderBody | DirectOrderWithContractBody | PartnerOrderWithContractBody

/** A prepay_id lives two hours: https://pay.weixin.qq.com/doc/v3/merchant/4012791897 */
export const PREPAY_MS = 2 * 60 * 60 * 1000

/** `payments`: one order at WeChat Pay. */
export interface PaymentRecord extends AskedRecord, Promised {
  /** `out_trade_no`. */
  _id: string
  env: string
  mode: Mode
  /** Exactly what was sent, kept to be sent again unchanged while nobody knows what became of it. */
  request: OrderBody
  /** When `request` was last sent, written before it was: for a while somebody may still be at it, and no other body is sent. */
  sentAtMs?: number
  /** WeChat Pay's own word on `request`: refused. Gone once it, or another in its place, is sent again. */
  refusedAtMs?: number
  state: PaymentState
  prepay_id?: string
  /** WeChat Pay takes the prepay_id until then. */
  prepayUntilMs?: number
  transaction_id?: string
  paidAtMs?: number
  /** The person was erased from it: nobody is compared with it (./erased.ts). */
  erasedAtMs?: number
}

/** What the merchant's own code is told about an order. */
export interface OrderSummary {
  out_trade_no: string
  total: number
  transaction_id?: string
  paidAtMs?: number
  /** Given back, in part or in whole, before anyone here had heard that it was paid: deliver nothing unlooked at. */
  isRefunded?: true
}
