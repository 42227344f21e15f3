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
 * Headers whose names may be in any case. A name that came in two spellings keeps both values, which is then refused. Those of
 * a signature are told apart from the rest; nothing is made where they are in lower case already, as HTTP/2 and node have it.
 */
export function lowerCaseNames(headers: MessageHeaders): MessageHeaders {
  for (const name in headers) {
    const ours = ourName(name)
    if (ours !== undefined && ours !== name) return gather(headers)
  }
  return headers
}

function gather(headers: MessageHeaders): MessageHeaders {
  const lower: Record<string, unknown> = {}
  for (const name in headers) {
    const ours = ourName(name)
    if (ours !== undefined) lower[ours] = lower[ours] === undefined ? headers[name] : [lower[ours], headers[name]]
  }
  return lower
}

/** By length first: most headers are not ours. */
function ourName(name: string): string | undefined {
  switch (name.length) {
    case 15:
      return same(name, 'wechatpay-nonce')
    case 16:
      return same(name, 'wechatpay-serial')
    case 19:
      return same(name, 'wechatpay-timestamp') ?? same(name, 'wechatpay-signature')
    case 24:
      return same(name, TYPE_NAME)
    default:
      return undefined
  }
}

const same = (name: string, ours: string): string | undefined =>
  name === ours || name.toLowerCase() === ours ? ours : undefined

/**
 * Checks headers, time window, key and signature, in this order.
 * @param body the bytes as they came, after base64 or transfer decoding; an empty body is checked too
 * @see https://pay.weixin.qq.com/doc/v3/partner/4019605946
 */
export function verifySignature(headers: MessageHeaders, body: Buffer, keys: TrustedKeys, nowMs: number): Verdict {
  const read = readHeaders(headers)
  if (!read.ok) return read
  const { timestamp, nonce, serial, signature } = read
  const ageSec = Math.floor(nowMs / 1000) - Number(timestamp)
  // Not `>=`: a time that is no number is outside.
  if (!(Math.abs(ageSec) < WINDOW_SEC)) {
    return fail(
      'TIMESTAMP_OUTSIDE_WINDOW',
      `its time is ${ageSec} s from our clock (limit ${WINDOW_SEC} s); check the clock`,
    )
  }
  const key = keys.find(serial, nowMs)
  if (!key) return notTrusted(serial, keys, nowMs)
  if (!signature) return fail('SIGNATURE_MALFORMED', 'Wechatpay-Signature is not base64')
  if (!verifyMessage(key, timestamp, nonce, body, signature)) {
    return fail('SIGNATURE_MISMATCH', `the signature does not fit the body under ${serial}`)
  }
  return { ok: true, serial }
}

function notTrusted(serial: string, keys: TrustedKeys, nowMs: number): FailedVerdict {
  const lapse = keys.lapse(serial, nowMs)
  if (!lapse) return fail('SERIAL_UNKNOWN', explainSerial(serial, keys, nowMs))
  // Held, so the name is ours.
  return fail(lapse.reason, `the platform certificate ${serial} ${lapse.told}; put one that is valid now in its place`)
}

/** An object of its own: headers are the sender's, whatever their names. */
interface SignatureHeaders {
  ok: true
  timestamp: string
  nonce: string
  serial: string
  /** Undefined for what is no base64. */
  signature: Buffer | undefined
}

type FailedVerdict = Extract<Verdict, { ok: false }>

function readHeaders(headers: MessageHeaders): SignatureHeaders | FailedVerdict {
  const { [TYPE_NAME]: type, 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce } = headers
  const { 'wechatpay-serial': serial, 'wechatpay-signature': base64 } = headers
  if (type !== undefined && type !== SIGNATURE_TYPE) return malformed(TYPE_NAME, SIGNATURE_TYPE)
  if (!fits('wechatpay-timestamp', timestamp) || !fits('wechatpay-nonce', nonce) || !fits('wechatpay-serial', serial))
    return firstProblem(headers)
  // What is base64 is of the form too; looking at its 344 characters twice would be the dearest of all checks here.
  const signature = typeof base64 === 'string' && base64.length <= MAX_SIGNATURE ? decodeBase64(base64) : undefined
  if (!signature && !fits('wechatpay-signature', base64)) return firstProblem(headers)
  return { ok: true, timestamp, nonce, serial, signature }
}

const MAX_SIGNATURE = 2048

const fits = (name: HeaderName, value: unknown): value is string =>
  typeof value === 'string' && GRAMMAR[name].form.test(value)

function firstProblem(headers: MessageHeaders): FailedVerdict {
  const wrong = NAMES.find((name) => !fits(name, headers[name])) ?? TYPE_NAME
  const value = headers[wrong]
  if (value === undefined) return missing(headers)
  if (typeof value !== 'string' || wrong === TYPE_NAME) return malformed(wrong, 'one value')
  return malformed(wrong, GRAMMAR[wrong].expected)
}

const fail = (reason: VerifyFailure, explanation: string): FailedVerdict => ({ ok: false, reason, explanation })
const missing = (headers: MessageHeaders) =>
  fail(
    'HEADER_MISSING',
    `no ${NAMES.filter((name) => headers[name] === undefined).join(', ')}; a proxy may have dropped it`,
  )
const malformed = (name: string, expected: string) => fail('HEADER_MALFORMED', `${name}: expected ${expected}`)
