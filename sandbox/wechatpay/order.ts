// One order (商户订单): what was asked for, what became of it, and how it is shown.
import { randomBytes, randomInt } from 'node:crypto'
import { userUnderAppid } from './agreement'
import { toChinaTime } from './times'

/** Which of the two endpoints took it: the merchant's own, or the one of providers and platforms. */
export type OrderKind = 'direct' | 'partner'
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND'

/** A JSAPI order after its fields were read, the same shape for both endpoints. */
export interface OrderRequest {
  kind: OrderKind
  outTradeNo: string
  description: string
  notifyUrl: string
  /** Fen. */
  total: number
  attach?: string | undefined
  /** `time_expire`: from then on it cannot be paid. */
  expiresAtMs?: number | undefined
  /** `appid`, or `sp_appid` of a partner order. */
  appid: string
  /** The payer under `appid`: `openid` or `sp_openid`. Absent when a sub_openid names them. */
  openid?: string | undefined
  subMchid?: string | undefined
  subAppid?: string | undefined
  subOpenid?: string | undefined
  /** `password_free_contract_id`: paid without a password, while the contract carries it. */
  contractId?: string | undefined
  /** The request in one text: two requests are the same when this is. */
  fingerprint: string
}

export interface Payment {
  transactionId: string
  atMs: number
}

export interface Order {
  request: OrderRequest
  /** The last one given out. */
  prepayId: string
  state: TradeState
  /** With states SUCCESS and REFUND. */
  payment?: Payment
}

/** An {@link Order} as control and events show it. */
export interface OrderView {
  out_trade_no: string
  prepay_id: string
  kind: OrderKind
  appid: string
  sub_mchid?: string
  sub_appid?: string
  openid?: string
  sub_openid?: string
  description: string
  /** Fen. */
  total: number
  trade_state: TradeState
  contract_id?: string
  transaction_id?: string
  paidAtMs?: number
}

export function viewOrder({ request, prepayId, state, payment }: Order): OrderView {
  const { subMchid, subAppid, openid, subOpenid } = request
  return {
    out_trade_no: request.outTradeNo,
    prepay_id: prepayId,
    kind: request.kind,
    appid: request.appid,
    ...(subMchid !== undefined && { sub_mchid: subMchid }),
    ...(subAppid !== undefined && { sub_appid: subAppid }),
    ...(openid !== undefined && { openid }),
    ...(subOpenid !== undefined && { sub_openid: subOpenid }),
    description: request.description,
    total: request.total,
    trade_state: state,
    ...(request.contractId !== undefined && { contract_id: request.contractId }),
    ...(payment && { transaction_id: payment.transactionId, paidAtMs: payment.atMs }),
  }
}

/** Paid, and perhaps given back since. */
export const isPaid = ({ state }: Order): boolean => state === 'SUCCESS' || state === 'REFUND'

/** Whether `openid` is one of the payer's, under the merchant's appid or the sub-merchant's. */
export function isPayer({ request }: Order, openid: string): boolean {
  return openid === userUnderAppid(request) || openid === request.subOpenid
}

/** The order as it would be had it been paid: what a forger would claim. */
export function asIfPaid(order: Order, nowMs: number): Order {
  return { ...order, state: 'SUCCESS', payment: order.payment ?? makePayment(nowMs) }
}

export function makePayment(nowMs: number): Payment {
  const digits = Array.from({ length: 10 }, () => randomInt(10)).join('')
  return { transactionId: `4200002600${stamp(nowMs).slice(0, 8)}${digits}`, atMs: nowMs }
}

/** As the examples print it: `wx`, the time in China, 20 more. */
export function makePrepayId(nowMs: number): string {
  return `wx${stamp(nowMs)}${randomBytes(10).toString('hex')}`
}

/** `20180225112233`. */
function stamp(ms: number): string {
  return toChinaTime(ms)
    .replace(/[^0-9]/g, '')
    .slice(0, 14)
}
