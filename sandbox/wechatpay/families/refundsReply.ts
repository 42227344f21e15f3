// What a refund looks like to its merchant: in answers, and in notifications.
import type { Refund, RefundEnd } from '../refund'
import { toChinaTime } from '../times'

/** Answer of both calls, at both endpoints: the platform's leaves out what it does not print. */
export function readRefund({ request, refundId, status, createdAtMs, succeededAtMs }: Refund): Record<string, unknown> {
  const { sale, refund, kind, outRefundNo } = request
  const { outTradeNo, transactionId, total } = sale
  const common = {
    refund_id: refundId,
    out_refund_no: outRefundNo,
    transaction_id: transactionId,
    out_trade_no: outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: toChinaTime(createdAtMs),
    ...(succeededAtMs !== undefined && { success_time: toChinaTime(succeededAtMs) }),
    status,
  }
  if (kind === 'ecommerce') {
    return { ...common, amount: { refund, payer_refund: refund, discount_refund: 0, currency: 'CNY' } }
  }
  return {
    ...common,
    amount: {
      ...{ total, refund, payer_total: total, payer_refund: refund },
      ...{ settlement_total: total, settlement_refund: refund, discount_refund: 0, currency: 'CNY' },
    },
  }
}

/** Plaintext of REFUND.SUCCESS, REFUND.ABNORMAL and REFUND.CLOSED. */
export function readRefundNotice(
  { request, refundId, succeededAtMs, createdAtMs }: Refund,
  end: RefundEnd,
  mchid: string,
): Record<string, unknown> {
  const { sale, refund, outRefundNo } = request
  const { outTradeNo, transactionId, total, subMchid } = sale
  return {
    ...(subMchid === undefined ? { mchid } : { sp_mchid: mchid, sub_mchid: subMchid }),
    out_trade_no: outTradeNo,
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    refund_id: refundId,
    refund_status: end,
    ...(end === 'SUCCESS' && { success_time: toChinaTime(succeededAtMs ?? createdAtMs) }),
    user_received_account: '支付用户零钱',
    amount: { total, refund, payer_total: total, payer_refund: refund },
  }
}
