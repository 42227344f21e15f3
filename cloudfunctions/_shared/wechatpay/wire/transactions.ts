// Orders (JSAPI下单) of direct merchants and of partners, in WeChat's spelling.
// Direct: https://pay.weixin.qq.com/doc/v3/merchant/4012791897, partner: https://pay.weixin.qq.com/doc/v3/partner/4012759974
// (fields as the public endpoint lists of 2026-08 have them).

interface OrderCommon {
  /** At most 127. */
  description: string
  /** 6 to 32: digits, letters, `_`, `-`, `*`. */
  out_trade_no: string
  /** At most 255; https, no query string. */
  notify_url: string
  amount: {
    /** Fen, at least 1. */
    total: number
    currency?: 'CNY'
  }
  /** At most 128; comes back in query and notification. */
  attach?: string
  /** RFC 3339. */
  time_expire?: string
}

export interface DirectOrderBody extends OrderCommon {
  appid: string
  mchid: string
  payer: { openid: string }
}

/** Service providers and e-commerce platforms. */
export interface PartnerOrderBody extends OrderCommon {
  sp_appid: string
  sp_mchid: string
  /** Needed with `sub_openid`. */
  sub_appid?: string
  sub_mchid: string
  payer: { sp_openid: string } | { sub_openid: string }
}

export interface OrderReply {
  /** 预支付交易会话标识, valid for 2 hours. */
  prepay_id: string
}

export interface DirectOrderParams {
  mchid: string
}

export interface PartnerOrderParams {
  sp_mchid: string
  sub_mchid: string
}

/** Open enumeration. */
type TradeState = 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR' | (string & {})

/** Answer of the query, and plaintext of the notification `TRANSACTION.SUCCESS`. */
export interface TransactionReply {
  appid?: string
  mchid?: string
  sp_appid?: string
  sp_mchid?: string
  sub_appid?: string
  sub_mchid?: string
  out_trade_no: string
  transaction_id?: string
  trade_type?: string
  trade_state: TradeState
  trade_state_desc?: string
  /** RFC 3339. */
  success_time?: string
  payer?: { openid?: string; sp_openid?: string; sub_openid?: string }
  amount?: { total?: number; payer_total?: number; currency?: string; payer_currency?: string }
}
