// Bills (账单), in WeChat's spelling: https://pay.weixin.qq.com/docs/merchant/apis/bill-download/trade-bill/get-trade-bill.html (fields
// as the public endpoint lists of 2026-08 have them). The file itself comes from `download_url` without a signature
// (../downloadBill.ts).

interface BillParams {
  /** `yyyy-MM-dd`, Beijing time. */
  bill_date: string
  sub_mchid?: string
  tar_type?: 'GZIP' | (string & {})
}

export interface TradeBillParams extends BillParams {
  bill_type?: 'ALL' | 'SUCCESS' | 'REFUND' | (string & {})
}

export interface FundFlowBillParams extends BillParams {
  account_type?: 'BASIC' | 'OPERATION' | 'FEES' | (string & {})
}

export interface BillReply {
  /** `SHA1`. */
  hash_type: string
  hash_value: string
  /** Good for 5 minutes. */
  download_url: string
}
