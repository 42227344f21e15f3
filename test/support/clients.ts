// Clients for tests, with waiting that does not wait.
import { randomBytes } from 'node:crypto'
import { createWechatPay } from '../../cloudfunctions/_shared/wechatpay/client'
import type { WechatPayOptions } from '../../cloudfunctions/_shared/wechatpay/options'
import type { CombineChargeBody } from '../../cloudfunctions/_shared/wechatpay/wire/combineTransactions'
import type { PreEntrustSignBody } from '../../cloudfunctions/_shared/wechatpay/wire/passwordExemptContract'
import { merchant, MERCHANT_SERIAL, PUBLIC_KEY_ID, wechatPay } from './wechatPayPeer'

export const clientOptions = (hosts: readonly string[]): WechatPayOptions => ({
  mchid: '1900000109',
  serial: MERCHANT_SERIAL,
  privateKey: merchant.privateKey,
  publicKey: { id: PUBLIC_KEY_ID, key: wechatPay.publicKey },
  hosts,
})

/** A client on the real clock whose waits are noted and skipped. */
export function clientFor(hosts: readonly string[], more: Partial<WechatPayOptions> = {}) {
  const slept: number[] = []
  const runtime = {
    nowMs: () => Date.now(),
    randomBytes,
    sleep: async (ms: number) => void slept.push(ms),
    ...more.runtime,
  }
  return { wxpay: createWechatPay({ ...clientOptions(hosts), ...more, runtime }), slept }
}

export const signBody = (more: Partial<PreEntrustSignBody> = {}): PreEntrustSignBody => ({
  appid: 'wxd678efh567hg6787',
  service_id: 12535,
  out_contract_code: 'wxwtdk20200910100000',
  notify_url: 'https://merchant.example.com/notify',
  contract_display_account: '微信代扣用户A',
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  ...more,
})

export const signReply = {
  pre_entrustweb_id: '5778aadY9nltAsZzXixCkFIGYnV2V',
  mchid: '1900000109',
  service_id: 12535,
  out_contract_code: 'wxwtdk20200910100000',
  sign_mp_appid: 'wxbd687630cd02ce1d',
  sign_mp_path: 'pages/PwdExemptContract/index',
}

export const chargeBody = (): CombineChargeBody => ({
  combine_appid: 'wxd678efh567hg6787',
  combine_mchid: '1900000109',
  combine_out_trade_no: 'RIDE-20261128-0001',
  contract_id: '202611280000000000000000000001',
  sub_orders: [
    {
      mchid: '1900000109',
      out_trade_no: 'RIDE-20261128-0001-1',
      sub_mchid: '1900000110',
      description: '单车骑行',
      amount: { total_amount: 350, currency: 'CNY' },
    },
  ],
})
