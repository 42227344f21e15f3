// Settings of a deployed contractNotify, and a notification in perfect form, signed by somebody else.
import { trustSettings } from '../../sandbox/kitSettings'
import { API_V3_KEY, makeKeys, notifyBody, notifyHeaders, PUBLIC_KEY_ID } from './ratios/party'

export function makeForgery() {
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
    ...trustSettings(PUBLIC_KEY_ID, wechatPay.publicKey.export({ type: 'spki', format: 'pem' }).toString(), API_V3_KEY),
  }
  return { event, env }
}
