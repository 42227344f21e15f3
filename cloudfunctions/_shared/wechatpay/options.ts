// What a client is made of. Keys may come as PEM or as a KeyObject; they are kept as KeyObjects, which print as nothing.
import type { KeyObject } from 'node:crypto'

/** Time, chance and waiting come from outside, so that every path can be tested. */
export interface Runtime {
  /** Milliseconds since 1970. */
  nowMs: () => number
  /** `size` random bytes. */
  randomBytes: (size: number) => Buffer
  sleep: (ms: number) => Promise<void>
}

export interface WechatPayOptions {
  /** Merchant number: digits, at most 32. */
  mchid: string
  /** Serial of the merchant API certificate (商户API证书): 40 hex digits. */
  serial: string
  /** Private key of that certificate: PKCS#8 PEM, or a KeyObject. */
  privateKey: string | KeyObject
  /** WeChat Pay public key (微信支付公钥) and its id, `PUB_KEY_ID_...`. The default way to verify. */
  publicKey?: { id: string; key: string | KeyObject }
  /** Platform certificates (平台证书) trusted beside or instead of the public key: serial -> PEM. */
  platformCertificates?: Readonly<Record<string, string>>
  /** APIv3 keys (APIv3密钥), 32 bytes each, the current one first. Needed only to download platform certificates. */
  apiV3Keys?: readonly string[]
  /** Base URLs, main first. Default: the official main and backup. Any other only on loopback. */
  hosts?: readonly string[]
  /** Per try; 5,000 by default. */
  tryTimeoutMs?: number
  /** For a call with all its tries; 8,000 by default. */
  totalTimeoutMs?: number
  /** Sent as `User-Agent`; WeChat Pay refuses requests without one. */
  userAgent?: string
  runtime?: Partial<Runtime>
}
