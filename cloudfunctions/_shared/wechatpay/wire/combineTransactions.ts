// Charging under a contract of combine-papay (电商合单委托代扣支付), in WeChat's spelling. Answered at once, and no notification comes:
// https://pay.weixin.qq.com/doc/v3/partner/4012884121 (fields as the public endpoint lists of 2026-08 have them).

export interface CombineSubOrderBody {
  /** The platform's merchant number. */
  mchid: string
  /** At most 32. */
  out_trade_no: string
  sub_mchid: string
  /** At most 127. */
  description: string
  amount: {
    /** Fen. */
    total_amount: number
    currency: 'CNY'
  }
  attach?: string
  sub_appid?: string
  settle_info?: {
    profit_sharing?: boolean
    /** Fen. */
    subsidy_amount?: number
  }
  /** `key:value;` for each. */
  sub_risk_info?: string
}

export interface CombineChargeBody {
  combine_appid: string
  combine_mchid: string
  /** 合单商户订单号: at most 32; digits, letters and `_-|*@`. Charged once, however often it is sent. */
  combine_out_trade_no: string
  /** 委托代扣协议ID, at most 32. */
  contract_id: string
  /** 1 to 50. */
  sub_orders: CombineSubOrderBody[]
  /** `key:value;` for each; at most 255. */
  risk_info?: string
}

/** Open enumerations, as in an ordinary order. */
export interface CombineSubOrderReply {
  mchid: string
  out_trade_no: string
  sub_mchid: string
  sub_appid?: string
  /** `PAP`. */
  trade_type?: string
  trade_state: string
  transaction_id?: string
  bank_type?: string
  attach?: string
  /** RFC 3339. */
  success_time?: string
  amount?: { total_amount: number; currency: string; payer_amount?: number; payer_currency?: string }
}

/** Answer of the charge, and of its query. */
export interface CombineChargeReply {
  combine_appid: string
  combine_mchid: string
  combine_out_trade_no: string
  sub_orders?: CombineSubOrderReply[]
  combine_payer_info?: { openid: string }
}

/** Takes the charge back (撤销订单); answered with 204. */
export interface CombineReverseBody {
  combine_appid: string
  sub_orders: { mchid: string; out_trade_no: string; sub_mchid: string; sub_appid?: string }[]
}
