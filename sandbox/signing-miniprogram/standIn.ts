// The way to the WeChat Pay stand-in.

export type Deed = 'session' | 'sign' | 'refuse' | 'fail'

export interface Contract {
  appid: string
  template_id: number
  out_contract_code: string
  contract_id?: string
  session: 'open' | 'over'
}

type Reply = { ok: true; contract: Contract } | { ok: false; why: string }

const BASE = 'https://pay.stand-in.test/'

export function ask(deed: Deed, session: string): Promise<Reply> {
  if (session === '') return Promise.resolve({ ok: false, why: '商户没有带来签约会话（pre_entrustweb_id）' })
  return new Promise((resolve) => {
    wx.request<Contract | { error: string }>({
      url: BASE + deed,
      method: 'POST',
      data: { pre_entrustweb_id: session },
      success: ({ data }) => resolve('error' in data ? { ok: false, why: data.error } : { ok: true, contract: data }),
      fail: ({ errMsg }) => resolve({ ok: false, why: errMsg }),
    })
  })
}
