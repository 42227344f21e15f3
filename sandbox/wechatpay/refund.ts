// One refund (退款): what was asked for, what became of it, and how it is shown.
import { randomInt } from 'node:crypto'
import type { Sale } from './sale'
import type { Cancel } from './timeline'
import { toChinaTime } from './times'

export const REFUND_ENDS = ['SUCCESS', 'ABNORMAL', 'CLOSED'] as const
export type RefundEnd = (typeof REFUND_ENDS)[number]

/** Which endpoint took it. */
export type RefundKind = 'domestic' | 'ecommerce'

export interface RefundRequest {
  kind: RefundKind
  outRefundNo: string
  sale: Sale
  /** Fen. */
  refund: number
  notifyUrl?: string | undefined
  fingerprint: string
}

export interface Refund {
  request: RefundRequest
  refundId: string
  status: RefundEnd | 'PROCESSING'
  createdAtMs: number
  succeededAtMs?: number
  /** Calls off what was to become of it by itself. */
  cancelEnd: Cancel
}

/** A {@link Refund} as control and events show it. */
export interface RefundView {
  out_refund_no: string
  out_trade_no: string
  refund_id: string
  /** Fen. */
  refund: number
  status: Refund['status']
  createdAtMs: number
  succeededAtMs?: number
}

export function viewRefund({ request, refundId, status, createdAtMs, succeededAtMs }: Refund): RefundView {
  return {
    out_refund_no: request.outRefundNo,
    out_trade_no: request.sale.outTradeNo,
    refund_id: refundId,
    refund: request.refund,
    status,
    createdAtMs,
    ...(succeededAtMs !== undefined && { succeededAtMs }),
  }
}

/** `50` and digits, as the examples print it. */
export function makeRefundId(nowMs: number): string {
  const day = toChinaTime(nowMs)
    .replace(/[^0-9]/g, '')
    .slice(0, 8)
  return `503000${day}${Array.from({ length: 12 }, () => randomInt(10)).join('')}`
}
