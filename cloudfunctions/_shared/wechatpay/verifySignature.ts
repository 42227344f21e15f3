// VERIFY: is a message, answer or notification, provably WeChat Pay's? Over the raw bytes, before anything reads them.
import { decodeBase64 } from './base64'
import type { VerifyFailure } from './wechatpayErrors'
import type { TrustedKeys } from './keyRing'
import { verifyMessage } from './signature'
import { explainSerial } from './unknownSerial'

/** Messages from further away in time than this are refused, both ways. */
const WINDOW_SEC = 300

const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048'

/** Names in lower case, as node gives them; see {@link lowerCaseNames} for headers from elsewhere. */
export type MessageHeaders = Readonly<Record<string, unknown>>

type Verdict = { ok: true; serial: string } | { ok: false; reason: VerifyFailure; explanation: string }

const TYPE_NAME = 'wechatpay-signature-type'

const GRAMMAR = {
  'wechatpay-timestamp': { form: /^[1-9][0-9]{0,11}$/, expected: 'Unix seconds' },
  'wechatpay-nonce': { form: /^[\x21-\x7e]{1,128}$/, expected: 'printable ASCII' },
  'wechatpay-serial': { form: /^[0-9A-Za-z_]{1,128}$/, expected: 'a serial or PUB_KEY_ID_...' },
  // Deliberately wide: what is not base64 is named as such below, WeChat Pay's probes among it.
  'wechatpay-signature': { form: /^[\x21-\x7e]{1,2048}$/, expected: 'base64' },
} as const

type HeaderName = keyof typeof GRAMMAR

const NAMES = Object.keys(GRAMMAR) as HeaderName[]

/** True when any header that belongs to a signature is there. */
export const hasSignatureHeaders = (headers: MessageHeaders): boolean =>
  NAMES.some((name) => headers[name] !== undefined)

/**
 * Headers whose names may be in any case. A name that came in two spellings keeps both values, which is then refused.
 * Only names as long as ours are kept.
 */
export function lowerCaseNames(headers: MessageHeaders): MessageHeaders {
  const lower: Record<string, unknown> = {}
  for (const name in headers) {
    if (name.length < 'wechatpay-nonce'.length || name.length > TYPE_NAME.length) continue
    const key = name.toLowerCase()
    lower[key] = lower[key] === undefined ? headers[name] : [lower[key], headers[name]]
  }
  return lower
}

/**
 * Checks headers, time window, key and signature, in this order.
 * @param body the bytes as they came, after base64 or transfer decoding; an empty body is checked too
 * @see https://pay.weixin.qq.com/doc/v3/partner/4019605946
 */
export function verifySignature(headers: MessageHeaders, body: Buffer, keys: TrustedKeys, nowMs: number): Verdict {
  const read = readHeaders(headers)
  if (!read.ok) return read
  const { timestamp, nonce, serial, signature: base64 } = read
  const ageSec = Math.floor(nowMs / 1000) - Number(timestamp)
  // Not `>=`: a time that is no number is outside.
  if (!(Math.abs(ageSec) < WINDOW_SEC)) {
    return fail(
      'TIMESTAMP_OUTSIDE_WINDOW',
      `its time is ${ageSec} s from our clock (limit ${WINDOW_SEC} s); check the clock`,
    )
  }
  const key = keys.find(serial, nowMs)
  if (!key) return fail('SERIAL_UNKNOWN', explainSerial(serial, keys.serials))
  const signature = decodeBase64(base64)
  if (!signature) return fail('SIGNATURE_MALFORMED', 'Wechatpay-Signature is not base64')
  if (!verifyMessage(key, timestamp, nonce, body, signature)) {
    return fail('SIGNATURE_MISMATCH', `the signature does not fit the body under ${serial}`)
  }
  return { ok: true, serial }
}

/** An object of its own: headers are the sender's, whatever their names. */
interface SignatureHeaders {
  ok: true
  timestamp: string
  nonce: string
  serial: string
  signature: string
}

type FailedVerdict = Extract<Verdict, { ok: false }>

function readHeaders(headers: MessageHeaders): SignatureHeaders | FailedVerdict {
  const type = headers[TYPE_NAME]
  if (type !== undefined && type !== SIGNATURE_TYPE) return malformed(TYPE_NAME, SIGNATURE_TYPE)
  for (const name of NAMES) {
    const value = headers[name]
    if (value === undefined) return missing(headers)
    if (typeof value !== 'string') return malformed(name, 'one value')
    if (!GRAMMAR[name].form.test(value)) return malformed(name, GRAMMAR[name].expected)
  }
  const text = headers as Record<HeaderName, string>
  return {
    ok: true,
    timestamp: text['wechatpay-timestamp'],
    nonce: text['wechatpay-nonce'],
    serial: text['wechatpay-serial'],
    signature: text['wechatpay-signature'],
  }
}

const fail = (reason: VerifyFailure, explanation: string): FailedVerdict => ({ ok: false, reason, explanation })
const missing = (headers: MessageHeaders) =>
  fail(
    'HEADER_MISSING',
    `no ${NAMES.filter((name) => headers[name] === undefined).join(', ')}; a proxy may have dropped it`,
  )
const malformed = (name: string, expected: string) => fail('HEADER_MALFORMED', `${name}: expected ${expected}`)
