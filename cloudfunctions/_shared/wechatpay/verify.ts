// VERIFY: is a message, answer or notification, provably WeChat Pay's? Over the raw bytes, before anything reads them.
import { decodeBase64 } from './base64'
import type { VerifyFailure } from './errors'
import type { TrustedKeys } from './keyRing'
import { verifyMessage } from './signature'

/** Messages from further away in time than this are refused, both ways. */
export const WINDOW_SEC = 300

const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048'

/** Header names in any case; a value that came twice is an array, or the same name in another case. */
export type MessageHeaders = Readonly<Record<string, unknown>>

export type Verdict = { ok: true; serial: string } | { ok: false; reason: VerifyFailure; explanation: string }

interface SignatureHeaders {
  timestamp: string
  nonce: string
  serial: string
  signature: string
}

const NAMES = {
  'wechatpay-timestamp': { field: 'timestamp', grammar: /^[1-9][0-9]{0,11}$/, expected: 'Unix seconds' },
  'wechatpay-nonce': { field: 'nonce', grammar: /^[\x21-\x7e]{1,128}$/, expected: 'printable ASCII' },
  'wechatpay-serial': { field: 'serial', grammar: /^[0-9A-Za-z_]{1,128}$/, expected: 'a serial or PUB_KEY_ID_...' },
  // Deliberately wide: what is not base64 is named as such below, WeChat Pay's probes among it.
  'wechatpay-signature': { field: 'signature', grammar: /^[\x21-\x7e]{1,2048}$/, expected: 'base64' },
} as const

const TYPE_NAME = 'wechatpay-signature-type'

/** True when any header that belongs to a signature is there. */
export function hasSignatureHeaders(headers: MessageHeaders): boolean {
  return Object.keys(headers).some((name) => isSignatureHeader(name.toLowerCase()))
}

/**
 * Checks headers, time window, key and signature, in this order.
 * @param body the bytes as they came, after base64 or transfer decoding; an empty body is checked too
 * @see https://pay.weixin.qq.com/doc/v3/partner/4019605946
 */
export function verifySignature(headers: MessageHeaders, body: Buffer, keys: TrustedKeys, nowMs: number): Verdict {
  const read = readHeaders(headers)
  if ('reason' in read) return read
  const ageSec = Math.floor(nowMs / 1000) - Number(read.timestamp)
  if (Math.abs(ageSec) >= WINDOW_SEC) {
    return fail(
      'TIMESTAMP_OUTSIDE_WINDOW',
      `its time is ${ageSec} s from our clock (limit ${WINDOW_SEC} s); check the clock`,
    )
  }
  const key = keys.find(read.serial, nowMs)
  if (!key) return fail('SERIAL_UNKNOWN', `no trusted key named ${read.serial}; trusted: ${keys.serials.join(', ')}`)
  const signature = decodeBase64(read.signature)
  if (!signature) return fail('SIGNATURE_MALFORMED', 'Wechatpay-Signature is not base64')
  if (!verifyMessage(key, read.timestamp, read.nonce, body, signature)) {
    return fail('SIGNATURE_MISMATCH', `the signature does not fit the body under ${read.serial}`)
  }
  return { ok: true, serial: read.serial }
}

type FailedVerdict = Extract<Verdict, { ok: false }>

function readHeaders(headers: MessageHeaders): SignatureHeaders | FailedVerdict {
  const found: Partial<SignatureHeaders> = {}
  for (const name in headers) {
    // All names we want start with this: the rest costs one comparison each.
    if (name.length < 15 || name.length > TYPE_NAME.length) continue
    const lower = name.toLowerCase()
    const value = headers[name]
    if (lower === TYPE_NAME && value !== SIGNATURE_TYPE) return malformed(TYPE_NAME, SIGNATURE_TYPE)
    if (!isSignatureHeader(lower)) continue
    const { field, grammar, expected } = NAMES[lower]
    if (typeof value !== 'string' || found[field] !== undefined) return malformed(lower, 'one value')
    if (!grammar.test(value)) return malformed(lower, expected)
    found[field] = value
  }
  const { timestamp, nonce, serial, signature } = found
  if (timestamp && nonce && serial && signature) return { timestamp, nonce, serial, signature }
  const missing = Object.entries(NAMES).filter(([, { field }]) => !found[field])
  return fail('HEADER_MISSING', `no ${missing.map(([name]) => name).join(', ')}; a proxy may have dropped it`)
}

const isSignatureHeader = (name: string): name is keyof typeof NAMES => Object.hasOwn(NAMES, name)

const fail = (reason: VerifyFailure, explanation: string): FailedVerdict => ({ ok: false, reason, explanation })
const malformed = (name: string, expected: string) => fail('HEADER_MALFORMED', `${name}: expected ${expected}`)
