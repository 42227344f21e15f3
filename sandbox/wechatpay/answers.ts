// ANSWERS: bytes and headers of an answer, signed, and what a fault makes of them.
import { randomBytes } from 'node:crypto'
import type { SandboxKeys } from '../keys'
import type { AnswerFault } from './faults'
import { randomText, signatureHeaders } from './signature'
import { flipOneByte, SIGNTEST_SIGNATURE } from './tampering'
import { unpublishedKey, unpublishedSerial } from './unpublishedKey'

export interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** Send only this many bytes of the body, then close the connection. */
  cutAt?: number
  /** A file: it has no signature by design, and is proved by the hash that a signed answer told before. */
  isFile?: true
}

interface AnswerContext {
  keys: SandboxKeys
  requestId: string
  nowMs: number
  /** `Wechatpay-Serial` of the request: asks for the public key's signature when it names that key. */
  wechatpaySerial: string | undefined
}

/** JSON object of the body; undefined: none, as 204 has it. Bytes are a file, which goes out without a signature. */
export type AnswerContent = Record<string, unknown> | Buffer | undefined

export function makeAnswer(
  status: number,
  content: AnswerContent,
  context: AnswerContext,
  fault?: AnswerFault,
): Answer {
  if (Buffer.isBuffer(content)) return fileAnswer(status, content, context, fault)
  if (fault?.kind === 'alteredAnswer') return makeAnswer(200, { ...content, ...fault.fields }, context)
  const body = Buffer.from(bodyText(content, fault))
  if (fault?.kind === 'htmlBody') return unsigned(fault.status, 'text/html', HTML, context)
  const contentType = body.length > 0 ? 'application/json; charset=utf-8' : undefined
  const headers = { ...plainHeaders(contentType, context), ...signed(body, context, fault) }
  // A fault may have put a body where there was none to be.
  if (fault?.kind !== 'truncatedBody')
    return { status: status === 204 && body.length > 0 ? 200 : status, headers, body }
  const half = Math.floor(body.length / 2)
  return fault.how === 'connectionClosed'
    ? { status, headers, body, cutAt: half }
    : { status, headers, body: body.subarray(0, half) }
}

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>'

/** Of the faults only those of a file: a gateway's page in its place, or the half of it. */
function fileAnswer(status: number, file: Buffer, context: AnswerContext, fault: AnswerFault | undefined): Answer {
  if (fault?.kind === 'htmlBody') return unsigned(fault.status, 'text/html', HTML, context)
  const headers = plainHeaders('application/octet-stream', context)
  const whole = { status, headers, body: file, isFile: true } as const
  if (fault?.kind !== 'truncatedBody') return whole
  const half = Math.floor(file.length / 2)
  return fault.how === 'connectionClosed' ? { ...whole, cutAt: half } : { ...whole, body: file.subarray(0, half) }
}

function bodyText(content: Record<string, unknown> | undefined, fault: AnswerFault | undefined): string {
  if (fault?.kind === 'notJson') return 'SUCCESS'
  if (fault?.kind !== 'oversizedBody') return content ? JSON.stringify(content) : ''
  // New members may appear any time, so only the size is wrong with this one.
  return JSON.stringify({ ...content, padding: 'x'.repeat(fault.bytes) })
}

function unsigned(status: number, contentType: string, body: string, context: AnswerContext): Answer {
  return { status, headers: plainHeaders(contentType, context), body: Buffer.from(body) }
}

function plainHeaders(contentType: string | undefined, { requestId }: AnswerContext): Record<string, string> {
  const headers = { 'Cache-Control': 'no-cache, must-revalidate', 'Request-ID': requestId }
  return contentType === undefined ? headers : { 'Content-Type': contentType, ...headers }
}

function signed(body: Buffer, context: AnswerContext, fault: AnswerFault | undefined): Record<string, string> {
  if (fault?.kind === 'missingSignatureHeaders') return {}
  const skewMs = fault?.kind === 'staleTimestamp' ? fault.skewSec * 1000 : 0
  const headers = signatureHeaders(signingKey(context, fault), body, context.nowMs + skewMs)
  if (fault?.kind === 'wrongSignature') headers['Wechatpay-Signature'] = flipOneByte(headers['Wechatpay-Signature'])
  if (fault?.kind === 'signtest') headers['Wechatpay-Signature'] = SIGNTEST_SIGNATURE
  return { ...headers }
}

function signingKey({ keys, wechatpaySerial }: AnswerContext, fault: AnswerFault | undefined) {
  const [current, next] = keys.platformCertificates
  const asked = wechatpaySerial === keys.wechatPay.serial ? keys.wechatPay : current
  if (fault?.kind === 'rotatedKey') return next
  if (fault?.kind === 'wrongKey') return { serial: asked.serial, privateKey: unpublishedKey() }
  if (fault?.kind !== 'unknownSerial') return asked
  return { serial: unpublishedSerial(), privateKey: unpublishedKey() }
}

/** As the real ones look: hex digits, a dash, a number. */
export function makeRequestId(): string {
  return `${randomBytes(16).toString('hex').toUpperCase()}-${randomText(2)}`
}
