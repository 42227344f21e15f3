// Platform certificates (平台证书), the older way to verify: downloaded, opened with the APIv3 key, verified, kept in the
// ring. Only when the owner of the client asks: never because a message named a serial we do not know.
import type { KeyObject, X509Certificate } from 'node:crypto'
import { decryptResource } from './aead'
import type { Execute } from './engine'
import { ConfigError, InputError, WechatPayVerifyError } from './wechatpayErrors'
import { isObject, parseJson } from './json'
import { KeyRing, type TrustedKeys } from './keyRing'
import { readPlatformCertificate } from './keys'
import { checkWith, usualCure, type CheckReply } from './readReply'
import type { EncryptedResource } from './wire/platform'

/** Between two downloads, whatever happens. */
const MINIMUM_INTERVAL_MS = 60_000

export interface PlatformCertificates {
  /**
   * Downloads now, unless a download is under way or the last one is under a minute old: then its result is shared, and its
   * failure too. What was trusted before a failure stays trusted.
   * @returns the serials the client trusts afterwards
   * @throws {ConfigError} the client has no APIv3 key
   * @throws {WechatPayVerifyError} the list, or a certificate in it, is not provably WeChat Pay's
   * @see https://pay.weixin.qq.com/wiki/doc/apiv3/open/pay/wechatpay5_0.shtml
   */
  refresh(): Promise<string[]>
  /** As `refresh`, if the last successful download is older than this. Every 12 hours is a good age. */
  refreshIfOlderThan(ageMs: number): Promise<string[]>
}

interface Parts {
  execute: Execute
  keys: KeyRing
  apiV3Keys: readonly KeyObject[]
  nowMs: () => number
}

export function createPlatformCertificates(parts: Parts): PlatformCertificates {
  /** Of the last download: under way, done or failed. */
  let last: Promise<string[]> | undefined
  let isRunning = false
  let triedAtMs = -Infinity
  let succeededAtMs = -Infinity

  const download = async () => {
    isRunning = true
    triedAtMs = parts.nowMs()
    try {
      await downloadInto(parts)
      succeededAtMs = parts.nowMs()
      return parts.keys.serials
    } finally {
      isRunning = false
    }
  }
  const refresh = async () => {
    if (!last || (!isRunning && parts.nowMs() - triedAtMs >= MINIMUM_INTERVAL_MS)) last = download()
    return [...(await last)]
  }
  return {
    refresh,
    refreshIfOlderThan: async (ageMs) => {
      if (!(ageMs >= 0)) throw new InputError('ageMs', 'expected milliseconds, 0 or more')
      return parts.nowMs() - succeededAtMs > ageMs ? refresh() : parts.keys.serials
    },
  }
}

async function downloadInto(parts: Parts): Promise<void> {
  if (parts.apiV3Keys.length === 0) throw wrongKey('needed to open downloaded platform certificates; none is set')
  let downloaded: X509Certificate[] = []
  const check: CheckReply = (reply) => {
    // Only a list can bring the key of its own signer; an error answer needs one we know.
    if (reply.status === 200) downloaded = openAll(reply.body, parts.apiV3Keys)
    checkWith(withCandidates(parts.keys, downloaded), parts.nowMs, cureOf)(reply)
  }
  await parts.execute({ method: 'GET', template: 'v3/certificates', check })
  for (const certificate of downloaded) parts.keys.addCertificate(certificate)
}

/** New merchants are given no platform certificate, nor are those whose last one has ended. */
const cureOf = (httpStatus: number): string | undefined =>
  httpStatus === 404
    ? 'this merchant has no platform certificates; use the WeChat Pay public key (微信支付公钥)'
    : usualCure(httpStatus)

/** The first list may be signed by a certificate that is in it; that it opens with the APIv3 key vouches for it. */
function withCandidates(keys: KeyRing, certificates: readonly X509Certificate[]): TrustedKeys {
  const candidates = new KeyRing()
  for (const certificate of certificates) candidates.addCertificate(certificate)
  return {
    serials: [...keys.serials, ...candidates.serials],
    find: (serial, nowMs) => keys.find(serial, nowMs) ?? candidates.find(serial, nowMs),
    lapse: (serial, nowMs) => candidates.lapse(serial, nowMs) ?? keys.lapse(serial, nowMs),
  }
}

function openAll(body: Buffer, apiV3Keys: readonly KeyObject[]): X509Certificate[] {
  const list = parseJson(body)?.value
  const data = isObject(list) ? list['data'] : undefined
  if (!Array.isArray(data)) throw malformed('expected { data: [...] }')
  return data.map((entry: unknown) => openOne(entry, apiV3Keys))
}

function openOne(entry: unknown, apiV3Keys: readonly KeyObject[]): X509Certificate {
  const sealed = isObject(entry) ? readResource(entry['encrypt_certificate']) : undefined
  if (!isObject(entry) || !sealed) throw malformed('an entry has no encrypt_certificate')
  const opened = decryptResource(sealed, apiV3Keys)
  if (!opened.ok && opened.kind === 'keyMismatch') throw wrongKey(opened.explanation)
  if (!opened.ok) throw malformed(opened.explanation)
  const certificate = readPlatformCertificate(String(entry['serial_no']), opened.plaintext)
  if (!certificate.ok) throw malformed(`an entry: ${certificate.problem}`)
  return certificate.value
}

/** Every field by its type: nothing is verified yet, and Buffer.from(object) would make what the object says it is. */
function readResource(value: unknown): EncryptedResource | undefined {
  if (!isObject(value)) return undefined
  const { algorithm, nonce, ciphertext, associated_data } = value
  if (typeof algorithm !== 'string' || typeof nonce !== 'string' || typeof ciphertext !== 'string') return undefined
  if (associated_data === undefined || associated_data === null) return { algorithm, nonce, ciphertext }
  return typeof associated_data === 'string' ? { algorithm, nonce, ciphertext, associated_data } : undefined
}

const malformed = (what: string) => new WechatPayVerifyError('CERTIFICATE_MALFORMED', `certificate list: ${what}`)
const wrongKey = (problem: string) => new ConfigError([{ name: 'apiV3Keys', problem }])
