// What each notification says.
import { makeContractId, userUnderAppid, type Agreement } from '../agreement'
import { combineNotifyPlaintext } from '../families/combinePapayReply'
import { readOrder } from '../families/ordersReply'
import { notifyPlaintext } from '../families/passwordExemptReply'
import type { PlanPermission, Settings } from '../options'
import type { Order } from '../order'
import { readRefundNotice } from '../families/refundsReply'
import type { Refund, RefundEnd } from '../refund'
import { makeNotificationId, type NotifyContent } from './envelope'
import type { Notice } from './notification'

export type Change = 'signed' | 'terminated'

const COMBINE_EVENTS = { signed: 'ECOMMERCE_ENTRUST.SIGN', terminated: 'ECOMMERCE_ENTRUST.TERMINATE' }
const SUMMARIES = { signed: '签约成功', terminated: '解约成功' }

export interface ContentContext {
  mchid: string
  passwordExemptEvents: Settings['passwordExemptEvents']
  plans: readonly PlanPermission[]
  nowMs: number
}

export function contractNotice(agreement: Agreement, change: Change, context: ContentContext): Notice {
  const { family, outContractCode } = agreement.preSign
  const notifyUrl = notifyUrlFor(agreement, change, context.plans)
  return { content: contractContent(agreement, change, context), family, outContractCode, notifyUrl }
}

/** The two families differ in event type, plaintext and associated data. */
function contractContent(agreement: Agreement, change: Change, context: ContentContext): NotifyContent {
  const { mchid, nowMs } = context
  const operatedAtMs = (change === 'signed' ? agreement.signedAtMs : agreement.termination?.atMs) ?? nowMs
  const common = { id: makeNotificationId(nowMs), summary: SUMMARIES[change], createdAtMs: nowMs }
  if (agreement.preSign.family === 'combine-papay') {
    const plaintext = combineNotifyPlaintext(agreement, mchid, operatedAtMs)
    return { ...common, eventType: COMBINE_EVENTS[change], associatedData: '', plaintext }
  }
  const plaintext = notifyPlaintext(agreement, mchid, operatedAtMs)
  const eventType = context.passwordExemptEvents[change]
  return { ...common, eventType, originalType: 'contract', associatedData: 'contract', plaintext }
}

/** 支付通知. @param total fen it names; another than the order's is a lie to be found out */
export function paymentNotice(order: Order, total: number, { mchid, nowMs }: ContentContext): Notice {
  const { outTradeNo, notifyUrl } = order.request
  const content: NotifyContent = {
    id: makeNotificationId(nowMs),
    eventType: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    originalType: 'transaction',
    associatedData: 'transaction',
    plaintext: readOrder(order, mchid, total),
    createdAtMs: nowMs,
  }
  return { content, family: 'transaction', outContractCode: '', outTradeNo, notifyUrl }
}

const REFUND_SUMMARIES: Record<RefundEnd, string> = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' }

/** 退款结果通知. @param end what it tells; another than the truth is a lie to be found out */
export function refundNotice(
  refund: Refund,
  end: RefundEnd,
  notifyUrl: string,
  { mchid, nowMs }: ContentContext,
): Notice {
  const content: NotifyContent = {
    id: makeNotificationId(nowMs),
    eventType: `REFUND.${end}`,
    summary: REFUND_SUMMARIES[end],
    originalType: 'refund',
    associatedData: 'refund',
    plaintext: readRefundNotice(refund, end, mchid),
    createdAtMs: nowMs,
  }
  return { content, family: 'refund', outContractCode: '', outTradeNo: refund.request.sale.outTradeNo, notifyUrl }
}

/** Callback of `/v3/security/echo`. */
export function echoNotice(plaintext: Record<string, unknown>, notifyUrl: string, nowMs: number): Notice {
  const content: NotifyContent = {
    id: makeNotificationId(nowMs),
    eventType: 'SECURITY_ECHO.SUCCESS',
    summary: '回显成功',
    originalType: 'security',
    associatedData: 'security',
    plaintext,
    createdAtMs: nowMs,
  }
  return { content, family: 'security', outContractCode: '', notifyUrl }
}

/** The agreement as it would be had the change happened: what a forger would claim. */
export function asIf(agreement: Agreement, change: Change, nowMs: number): Agreement {
  const { preSign } = agreement
  const claimed: Agreement = {
    ...agreement,
    state: 'SIGNED',
    signer: agreement.signer ?? userUnderAppid(preSign) ?? 'oForgedOpenid000000000000000',
    contractId: agreement.contractId ?? makeContractId(),
    signedAtMs: agreement.signedAtMs ?? nowMs,
  }
  if (change === 'signed') {
    delete claimed.termination
    return claimed
  }
  const termination = agreement.termination ?? { mode: 'USER_TERMINATE' as const, atMs: nowMs, remark: '' }
  return { ...claimed, state: 'TERMINATED', termination }
}

/** The pre-sign notify_url, but for terminations of a plan that has a callback of its own. */
function notifyUrlFor({ preSign }: Agreement, change: Change, plans: readonly PlanPermission[]): string {
  if (change === 'signed' || preSign.family !== 'combine-papay') return preSign.notifyUrl
  const plan = plans.find(({ planId }) => planId === preSign.templateId)
  return plan?.terminationNotifyUrl ?? preSign.notifyUrl
}
