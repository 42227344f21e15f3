// A notification as WeChat Pay sends it: sealed, wrapped and signed, as an HTTP access event.
import { createPublicKey } from 'node:crypto'
import { createKeyRing } from '../../cloudfunctions/_shared/wechatpay/keyRing'
import { API_V3_KEY, PUBLIC_KEY_ID, seal, signedHeaders, wechatPay, type SigningOptions } from './wechatPayPeer'

export interface NotifyParts extends SigningOptions {
  id?: string
  event_type?: string
  plaintext: object
  apiV3Key?: string
}

export const notifyBody = ({
  id = 'EV-1',
  event_type = 'ECOMMERCE_ENTRUST.SIGN',
  plaintext,
  apiV3Key,
}: NotifyParts): string =>
  JSON.stringify({
    id,
    create_time: '2026-11-21T10:05:01+08:00',
    event_type,
    resource_type: 'encrypt-resource',
    resource: seal(JSON.stringify(plaintext), apiV3Key),
  })

export interface HttpEvent {
  path: string
  httpMethod: string
  headers: Record<string, string | undefined>
  body: string
  isBase64Encoded: boolean
}

export const notifyEvent = (body: string, options: SigningOptions = {}): HttpEvent => ({
  path: '/',
  httpMethod: 'POST',
  headers: { 'content-type': 'application/json', ...signedHeaders(body, options) },
  body,
  isBase64Encoded: false,
})

/** What the receiver trusts: the peer's key and its APIv3 key. */
export const notifyTrust = (eventMap: Record<string, 'signed' | 'terminated'> = {}) => ({
  keys: createKeyRing({ publicKey: { id: PUBLIC_KEY_ID, key: createPublicKey(wechatPay.privateKey) } }),
  apiV3Keys: [Buffer.from(API_V3_KEY)],
  eventMap: { 'ECOMMERCE_ENTRUST.SIGN': 'signed', 'ECOMMERCE_ENTRUST.TERMINATE': 'terminated', ...eventMap } as const,
})
