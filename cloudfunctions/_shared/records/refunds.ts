// What the database holds about refunds (退款): what was sent, and what became of it.
import type { EcommerceRefundBody, RefundBody } from '../wechatpay/wire/refundBodies'
import type { AskedRecord, Mode } from './common'

/**
 * Lowest first: of two states the later one in this list holds.
 *
 * - `REQUESTED`: written down; nobody knows what became of it
 * - `REFUSED`: WeChat Pay's own word that it made no such refund; the same number may be sent again, and then it is REQUESTED anew
 * - `PROCESSING`: taken on
 * - `ABNORMAL` (退款异常): could not be paid out, such as to a closed card; a person has to see to it
 * - `CLOSED`: ended, and nothing was given back
 */
export const REFUND_STATES = ['REQUESTED', 'REFUSED', 'PROCESSING', 'ABNORMAL', 'CLOSED', 'SUCCESS'] as const
export type RefundState = (typeof REFUND_STATES)[number]

/** What the merchant's own code is told of. */
export type ToldRefundState = Exclude<RefundState, 'REQUESTED' | 'PROCESSING'>

/** By the endpoint that takes it: of direct merchants and service providers, or of e-commerce platforms. */
export type RefundPart =
  { endpoint: 'domestic'; request: RefundBody } | { endpoint: 'ecommerce'; request: EcommerceRefundBody }

/** `refunds`: one refund, under its number. `request` is exactly what was sent, written before it was. */
export type RefundRecord = RefundCommon & RefundPart

interface RefundCommon extends AskedRecord {
  /** `out_refund_no`. */
  _id: string
  env: string
  mode: Mode
  /** Under which it was paid: of a provider or platform, its own. */
  mchid: string
  /** Of the order it gives back; or of the sub-order, with the number of its charge. */
  out_trade_no: string
  combine_out_trade_no?: string
  state: RefundState
  /** When `request` was last sent, written before it was; and how often. */
  sentAtMs?: number
  sentCount: number
  /** WeChat Pay's own word on it, of the last time. */
  refusal?: { httpStatus: number; apiCode: string; atMs: number }
  /** How often it was refused, sent anew in between: each time is told. */
  refusedCount?: number
  refund_id?: string
  succeededAtMs?: number
  /** The person was erased from it (./erased.ts): it is asked about, and not sent again. */
  erasedAtMs?: number
}

/** Of what was paid: kept with it, so that what is promised is counted in the transaction that promises. */
export interface Promised {
  /** `out_refund_no` -> fen, of every refund that was made or may have been: all but those that are REFUSED or CLOSED. */
  refunds?: Readonly<Record<string, number>>
}

/** What the merchant's own code is told about a refund. */
export interface RefundSummary {
  out_refund_no: string
  out_trade_no: string
  combine_out_trade_no?: string
  /** Fen that are given back, of so many that were paid. */
  refund: number
  total: number
  refund_id?: string
  succeededAtMs?: number
  /** Where it was refused: WeChat Pay's code. */
  apiCode?: string
}
