// Orders that use a contract, or sign one while paying (下单并授权, 支付中签约), in WeChat's spelling:
// https://pay.weixin.qq.com/doc/v3/merchant/4012530178 (fields as the public endpoint lists of 2026-08 have them).
import type { DirectOrderBody, PartnerOrderBody } from './transactions'

interface OrderDetails {
  goods_tag?: string
  support_fapiao?: boolean
  detail?: {
    /** Fen. */
    cost_price?: number
    invoice_id?: string
    goods_detail: {
      merchant_goods_id: string
      wechatpay_goods_id?: string
      goods_name?: string
      quantity: number
      /** Fen. */
      unit_price: number
    }[]
  }
  scene_info?: {
    payer_client_ip: string
    device_id?: string
    store_info?: { id?: string; name?: string; area_code?: string; address?: string }
  }
  settle_info?: { profit_sharing?: boolean }
}

/** What signing while paying asks for: a contract of 委托代扣. */
export interface SignWhilePaying {
  plan_id: string
  contract_mchid: string
  contract_appid: string
  contract_code: string
  request_serial: string
  contract_display_account: string
  /** https, no query string. */
  contract_notify_url?: string
}

/** One of three: a contract of 免密支付 (免密协议ID), a token (扣费服务预授权token), or what is signed on the way. */
export type ContractInfo =
  | { password_free_contract_id: string; token?: never }
  | { token: string; password_free_contract_id?: never }
  | (SignWhilePaying & { password_free_contract_id?: never; token?: never })

export type DirectOrderWithContractBody = DirectOrderBody & OrderDetails & { contract_info: ContractInfo }
export type PartnerOrderWithContractBody = PartnerOrderBody & OrderDetails & { contract_info: ContractInfo }

/** In the merchant's app: it names no payer, and is for signing while paying only. */
export type DirectAppOrderWithContractBody = Omit<DirectOrderBody, 'payer'> &
  OrderDetails & { contract_info: SignWhilePaying }
export type PartnerAppOrderWithContractBody = Omit<PartnerOrderBody, 'payer'> &
  OrderDetails & { contract_info: SignWhilePaying }
