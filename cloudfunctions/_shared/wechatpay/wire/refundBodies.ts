// Refunds (退款) of direct merchants, service providers and e-commerce platforms, in WeChat's spelling.
// Direct: https://pay.weixin.qq.com/docs/merchant/apis/refund/refunds/create.html, platforms:
// https://pay.weixin.qq.com/docs/partner/apis/ecommerce-refund/refunds/create-refund.html (fields as the public endpoint lists of
// 2026-08 have them).

interface FromAccount {
  account: string
  /** Fen. */
  amount: number
}

type OneOrder = { transaction_id: string; out_trade_no?: string } | { out_trade_no: string; transaction_id?: string }

interface RefundCommon {
  /** 商户退款单号, at most 64: the same number is the same refund. */
  out_refund_no: string
  reason?: string
  /** https, no query string. */
  notify_url?: string
}

/** Direct merchants; service providers name the sub-merchant. */
export type RefundBody = RefundCommon &
  OneOrder & {
    sub_mchid?: string
    funds_account?: string
    /** Fen. */
    amount: { refund: number; total: number; currency: 'CNY'; from?: FromAccount[] }
    goods_detail?: {
      merchant_goods_id: string
      wechatpay_goods_id?: string
      goods_name?: string
      unit_price: number
      refund_amount: number
      refund_quantity: number
    }[]
  }

export interface RefundParams {
  sub_mchid?: string
}

/** Open enumeration. */
type RefundStatus = 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL' | (string & {})

interface RefundedPromotion {
  promotion_id: string
  scope: string
  type: string
  amount: number
  refund_amount: number
}

export interface RefundReply {
  refund_id: string
  out_refund_no: string
  transaction_id: string
  out_trade_no: string
  channel?: string
  user_received_account?: string
  /** RFC 3339. */
  success_time?: string
  create_time: string
  status: RefundStatus
  funds_account?: string
  /** Fen. */
  amount: {
    total: number
    refund: number
    from?: FromAccount[]
    payer_total: number
    payer_refund: number
    settlement_refund?: number
    settlement_total?: number
    discount_refund?: number
    currency: string
    refund_fee?: number
  }
  promotion_detail?: (RefundedPromotion & { goods_detail?: object[] })[]
}

/** 发起异常退款: sends a refund that could not be paid out elsewhere. Account and name are encrypted (`encryptSensitive`). */
export interface AbnormalRefundBody {
  sub_mchid?: string
  out_refund_no: string
  type: 'USER_BANK_CARD' | 'MERCHANT_BANK_CARD'
  bank_type?: string
  bank_account?: string
  real_name?: string
}

/** E-commerce platforms. A combined order is refunded one sub-order at a time. */
export type EcommerceRefundBody = RefundCommon &
  OneOrder & {
    sub_mchid?: string
    sp_appid: string
    sub_appid?: string
    individual_auth_id?: string
    combine_mchid?: string
    combine_out_trade_no?: string
    combine_transaction_id?: string
    /** Fen. */
    amount: { refund: number; total: number; currency?: string; from?: FromAccount[] }
    refund_account?: 'REFUND_SOURCE_SUB_MERCHANT' | 'REFUND_SOURCE_PARTNER_ADVANCE'
    funds_account?: 'AVAILABLE' | 'UNSETTLED' | 'PREPAID'
  }

export interface EcommerceRefundParams {
  sub_mchid?: string
  individual_auth_id?: string
}

export interface EcommerceRefundReply {
  refund_id: string
  out_refund_no: string
  create_time: string
  /** Fen. */
  amount: {
    refund: number
    from?: FromAccount[]
    payer_refund: number
    discount_refund?: number
    currency?: string
    advance?: number
  }
  promotion_detail?: RefundedPromotion[]
  refund_account?: string
}

/** Answer of the query: what became of it. */
export interface EcommerceRefundQueryReply extends EcommerceRefundReply {
  transaction_id: string
  out_trade_no: string
  channel?: string
  user_received_account?: string
  /** RFC 3339. */
  success_time?: string
  status: RefundStatus
  funds_account?: string
}
