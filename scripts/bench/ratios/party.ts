// Both parties of the measurements: keys made at start, and what WeChat Pay would send.
import { createCipheriv, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export const MCHID = '1900000109'
export const SERIAL = '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C'
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0114232134912410000000000000'
export const API_V3_KEY = '0123456789abcdefghijklmnopqrstuv'

export const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The body of a pre-sign request, of ordinary length. */
export const PRE_SIGN_BODY = {
  appid: 'wxd678efh567hg6787',
  service_id: 12535,
  out_contract_code: '5Gq0hXr2mT8kPz3nYb7cVd1sWe9f',
  notify_url: 'https://merchant.example.com/wechatpay/contract-notify',
  contract_display_account: '会员用户',
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
}

export const PRE_SIGN_REPLY = {
  pre_entrustweb_id: '5778aadY9nltAsZzXixCkFIGYnV2V',
  mchid: MCHID,
  service_id: 12535,
  out_contract_code: PRE_SIGN_BODY.out_contract_code,
  sign_mp_appid: 'wxbd687630cd02ce1d',
  sign_mp_path: 'pages/PwdExemptContract/index?pre_entrustweb_id=5778aadY9nltAsZzXixCkFIGYnV2V',
}

/** The four headers that prove `body`, among those a notification comes with. */
export function notifyHeaders(body: Buffer, privateKey: KeyObject): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(16).toString('hex')
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return {
    host: 'merchant.example.com',
    'user-agent': 'Mozilla/4.0',
    'content-type': 'application/json',
    'content-length': String(body.length),
    accept: '*/*',
    'request-id': '08F8A1B3C706105118BEB7C2AF0620B3A0072887A003',
    'x-forwarded-for': '203.0.113.7',
    'wechatpay-nonce': nonce,
    'wechatpay-timestamp': timestamp,
    'wechatpay-serial': PUBLIC_KEY_ID,
    'wechatpay-signature': sign('RSA-SHA256', message, privateKey).toString('base64'),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** A signing notification (签约结果通知), encrypted. */
export function notifyBody(): Buffer {
  const plaintext = JSON.stringify({
    mchid: MCHID,
    appid: PRE_SIGN_BODY.appid,
    openid: PRE_SIGN_BODY.openid,
    service_id: 12535,
    out_contract_code: PRE_SIGN_BODY.out_contract_code,
    contract_id: '202011215778123456789',
    contract_state: 'SIGNED',
    contract_signed_time: '2026-11-21T10:34:56+08:00',
  })
  const resource = { original_type: 'contract', ...seal(plaintext) }
  const envelope = {
    id: 'EV-2018022511223320873',
    create_time: '2026-11-21T10:34:57+08:00',
    event_type: 'ENTRUST.SIGN',
    resource_type: 'encrypt-resource',
    summary: '签约成功',
    resource,
  }
  return Buffer.from(JSON.stringify(envelope))
}

export function seal(plaintext: string) {
  const nonce = randomBytes(6).toString('hex')
  const associated_data = 'contract'
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, nonce, { authTagLength: 16 })
  cipher.setAAD(Buffer.from(associated_data))
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data, ciphertext: sealed.toString('base64') }
}
