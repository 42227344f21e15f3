// Settings of a deployed contractNotify, and a notification in perfect form, signed by somebody else.
import {
  API_V3_KEY,
  makeKeys,
  MCHID,
  notifyBody,
  notifyHeaders,
  PRE_SIGN_BODY,
  PUBLIC_KEY_ID,
  SERIAL,
} from './ratios/party'

export function makeForgery() {
  const merchant = makeKeys()
  const wechatPay = makeKeys()
  const stranger = makeKeys()
  const body = notifyBody()
  const event = {
    path: '/',
    httpMethod: 'POST',
    headers: notifyHeaders(body, stranger.privateKey),
    body: body.toString(),
    isBase64Encoded: false,
  }
  const env = {
    TCB_ENV: 'bench-1a2b3c',
    TENCENTCLOUD_RUNENV: 'SCF',
    WXPAY_MCHID: MCHID,
    WXPAY_APPID: PRE_SIGN_BODY.appid,
    WXPAY_TEMPLATE_ID: String(PRE_SIGN_BODY.service_id),
    WXPAY_SERIAL: SERIAL,
    WXPAY_PRIVATE_KEY: merchant.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    WXPAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID,
    WXPAY_PUBLIC_KEY: wechatPay.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    WXPAY_API_V3_KEY: API_V3_KEY,
    WXPAY_NOTIFY_URL: PRE_SIGN_BODY.notify_url,
  }
  return { event, env }
}
