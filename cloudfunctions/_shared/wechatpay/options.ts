// What a client is made of. Keys come in any form of KeySource; they are kept as KeyObjects, which print as nothing.
import type { KeySource } from './keyFile'
import type { TrustSources } from './keyRing'

/** Time, chance and waiting come from outside, so that every path can be tested. */
export interface Runtime {
  /** Milliseconds since 1970. */
  nowMs: () => number
  /** `size` random bytes. */
  randomBytes: (size: number) => Buffer
  sleep: (ms: number) => Promise<void>
}

export interface WechatPayOptions extends TrustSources {
  /** Merchant number: digits, at most 32. */
  mchid: string
  /** Serial of the merchant API certificate (商户API证书): 40 hex digits. */
  serial: string
  /** Private key of that certificate, PKCS#8 or PKCS#1. */
  privateKey: KeySource
  /** APIv3 keys (APIv3密钥): 32 ASCII characters each, the current one first. Needed only to download certificates. */
  apiV3Keys?: readonly KeySource[]
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
