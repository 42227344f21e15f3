// What a client does besides calling endpoints: the other uses of the same keys.
import type { KeyObject } from 'node:crypto'
import type { PlatformCertificates } from './certificates'
import { ConfigError } from './wechatpayErrors'
import type { KeyRing } from './keyRing'
import type { Runtime } from './options'
import { signRequestPayment, type RequestPaymentParams } from './paySignature'
import { decryptSensitive, encryptSensitive } from './sensitive'

export interface Tools {
  readonly certificates: PlatformCertificates
  /** Parameters of `wx.requestPayment` for an order's `prepay_id`. `appid` is the mini-program's. */
  signRequestPayment(appid: string, prepay_id: string): RequestPaymentParams
  /** Encrypts a sensitive field under the WeChat Pay public key; `serial` goes into the request's `Wechatpay-Serial`. */
  encryptSensitive(text: string): { serial: string; ciphertext: string }
  /** Decrypts a sensitive field of an answer. */
  decryptSensitive(ciphertext: string): string
}

interface ToolParts {
  /** Names the key to encrypt under; without one, the first platform certificate that is valid is used. */
  publicKeyId: string | undefined
  privateKey: KeyObject
  keys: KeyRing
  runtime: Runtime
}

export function createTools({ publicKeyId, privateKey, keys, runtime }: ToolParts): Omit<Tools, 'certificates'> {
  return {
    signRequestPayment: (appid, prepay_id) => {
      const nonce = runtime.randomBytes(16).toString('hex')
      return signRequestPayment(privateKey, appid, prepay_id, Math.floor(runtime.nowMs() / 1000), nonce)
    },
    encryptSensitive: (text) => {
      const nowMs = runtime.nowMs()
      const serial = publicKeyId ?? keys.serials.find((one) => keys.find(one, nowMs)) ?? ''
      const key = keys.find(serial, nowMs)
      if (!key)
        throw new ConfigError([
          {
            name: 'publicKey',
            problem: 'needed to encrypt sensitive fields, or a platform certificate that is valid now',
          },
        ])
      return { serial, ciphertext: encryptSensitive(key, text) }
    },
    decryptSensitive: (ciphertext) => decryptSensitive(privateKey, ciphertext),
  }
}
