// From an answer's bytes to data or to an error: verify first, read after.
import { WechatPayApiError, WechatPayVerifyError, type ApiErrorFields } from './wechatpayErrors'
import { parseJson } from './json'
import type { TrustedKeys } from './keyRing'
import { readReason } from './refusalReason'
import { hasSignatureHeaders, verifySignature, type MessageHeaders } from './verifySignature'

interface RawReply {
  status: number
  headers: MessageHeaders
  body: Buffer
}

/** Says whether an answer is WeChat Pay's; throws WechatPayVerifyError when it is not. */
export type CheckReply = (reply: RawReply) => void

/** @param cureOf what is to be done about an answer of this status, where an endpoint knows */
export function checkWith(keys: TrustedKeys, nowMs: () => number, cureOf = usualCure): CheckReply {
  return (reply) => {
    const verdict = verifySignature(reply.headers, reply.body, keys, nowMs())
    if (verdict.ok) return
    const { reason, explanation } = verdict
    if (isSuccess(reply)) throw new WechatPayVerifyError(reason, explanation, requestId(reply))
    const unverified = { httpStatus: reply.status, ...unverifiedCode(reply) }
    throw new WechatPayVerifyError(reason, explanation, requestId(reply), unverified, cureOf(reply.status))
  }
}

const isSuccess = ({ status }: RawReply): boolean => status >= 200 && status < 300

/** It is a hint for a person. What does not look like a code is not repeated. */
function unverifiedCode(reply: RawReply): { apiCode?: string } {
  const { code } = readReason(parseJson(reply.body)?.value)
  return /^[A-Z0-9_]{1,64}$/.test(code) ? { apiCode: code } : {}
}

export const usualCure = (httpStatus: number): string | undefined =>
  httpStatus === 401
    ? 'compare merchant number, serial and private key of the merchant API certificate with the merchant platform'
    : undefined

/**
 * Data of a verified 2xx; undefined for an empty body.
 * @param sent gathers the texts of the request, to be kept out of error messages; asked only when there is one
 * @throws {WechatPayVerifyError} a signature is missing on 2xx, or wrong on anything
 * @throws {WechatPayApiError} every other status
 */
export function readReply(reply: RawReply, check: CheckReply, sent: () => readonly string[]): unknown {
  const isFine = isSuccess(reply)
  // A gateway in front may refuse without signing; that must not hide its code. A signature that is there must fit.
  const isSigned = isFine || hasSignatureHeaders(reply.headers)
  if (isSigned) check(reply)
  if (!isFine) throw new WechatPayApiError(describe(reply, isSigned, sent()))
  if (reply.body.length === 0) return undefined
  const parsed = parseJson(reply.body)
  if (!parsed) throw new WechatPayVerifyError('BODY_NOT_JSON', 'a signed answer is not JSON in UTF-8', requestId(reply))
  return parsed.value
}

function requestId(reply: RawReply): string | undefined {
  const value = reply.headers['request-id']
  return typeof value === 'string' ? printable(value, 64) : undefined
}

function describe(reply: RawReply, isSigned: boolean, sent: readonly string[]): ApiErrorFields {
  const { code, message, field, issue, location } = readReason(parseJson(reply.body)?.value)
  const say = (text: string, max: number) => printable(withhold(text, sent), max)
  const isDetailed = field !== '' || issue !== '' || location !== ''
  return {
    httpStatus: reply.status,
    apiCode: say(code, 64) || `HTTP_${reply.status}`,
    apiMessage: say(message, 256) || 'no message',
    requestId: requestId(reply),
    detail: isDetailed ? { field: say(field, 100), issue: say(issue, 200), location: say(location, 50) } : undefined,
    isSigned,
    retryAfterMs: retryAfterMs(reply.headers['retry-after']),
  }
}

/** One line, no control characters, bounded: it ends up in a log. */
const printable = (text: string, max: number) => text.slice(0, max).replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ')

/** WeChat Pay quotes what it does not like, and that may be an openid; it may name one that this request did not send, too. */
function withhold(text: string, sent: readonly string[]): string {
  return sent.reduce((left, value) => left.replaceAll(value, '***'), text).replace(TOKEN, '***')
}

/** An openid, a session, a number of somebody's: long, and neither a name_of_a_field nor a CODE. */
const TOKEN = /(?<![A-Za-z0-9_-])(?![a-z_]+(?![A-Za-z0-9_-])|[A-Z_]+(?![A-Za-z0-9_-]))[A-Za-z0-9_-]{16,}/g

function retryAfterMs(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : undefined
}
