// From an answer's bytes to data or to an error: verify first, read after.
import { WechatPayApiError, WechatPayVerifyError, type ApiErrorFields } from './wechatpayErrors'
import { isObject, parseJson } from './json'
import type { TrustedKeys } from './keyRing'
import { hasSignatureHeaders, verifySignature, type MessageHeaders } from './verifySignature'

interface RawReply {
  status: number
  headers: MessageHeaders
  body: Buffer
}

/** Says whether an answer is WeChat Pay's; throws WechatPayVerifyError when it is not. */
export type CheckReply = (reply: RawReply) => void

export function checkWith(keys: TrustedKeys, nowMs: () => number): CheckReply {
  return (reply) => {
    const verdict = verifySignature(reply.headers, reply.body, keys, nowMs())
    if (!verdict.ok) throw new WechatPayVerifyError(verdict.reason, verdict.explanation, requestId(reply))
  }
}

/**
 * Data of a verified 2xx; undefined for an empty body.
 * @param sent gathers the texts of the request, to be kept out of error messages; asked only when there is one
 * @throws {WechatPayVerifyError} a signature is missing on 2xx, or wrong on anything
 * @throws {WechatPayApiError} every other status
 */
export function readReply(reply: RawReply, check: CheckReply, sent: () => readonly string[]): unknown {
  const isSuccess = reply.status >= 200 && reply.status < 300
  // A gateway in front may refuse without signing; that must not hide its code. A signature that is there must fit.
  const isSigned = isSuccess || hasSignatureHeaders(reply.headers)
  if (isSigned) check(reply)
  if (!isSuccess) throw new WechatPayApiError(describe(reply, isSigned, sent()))
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
  const body = parseJson(reply.body)?.value
  const { code, message, detail } = isObject(body) ? body : {}
  const say = (value: unknown, max: number) => printable(withhold(typeof value === 'string' ? value : '', sent), max)
  return {
    httpStatus: reply.status,
    apiCode: say(code, 64) || `HTTP_${reply.status}`,
    apiMessage: say(message, 300) || 'no message',
    requestId: requestId(reply),
    detail: isObject(detail)
      ? { field: say(detail['field'], 100), issue: say(detail['issue'], 200), location: say(detail['location'], 50) }
      : undefined,
    isSigned,
    retryAfterMs: retryAfterMs(reply.headers['retry-after']),
  }
}

/** One line, no control characters, bounded: it ends up in a log. */
const printable = (text: string, max: number) => text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ').slice(0, max)

/** WeChat Pay quotes what it does not like, and that may be an openid. */
function withhold(text: string, sent: readonly string[]): string {
  return sent.reduce((left, value) => left.replaceAll(value, '***'), text)
}

function retryAfterMs(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : undefined
}
