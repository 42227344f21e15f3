// Body and headers of one attempt: a fresh timestamp, nonce and signature each time.
import { randomBytes, type KeyObject } from 'node:crypto'
import type { SandboxKeys } from '../../keys'
import { signatureHeaders } from '../signature'
import { flipOneByte, SIGNTEST_SIGNATURE } from '../tampering'
import { unpublishedKey, unpublishedSerial } from '../unpublishedKey'
import type { NotificationFault } from './faults'

interface SigningContext {
  keys: SandboxKeys
  signWith: 'publicKey' | 'platformCertificate'
  nowMs: number
}

export interface SignedMessage {
  /** `Request-ID`. */
  requestId: string
  headers: Record<string, string>
  body: Buffer
  /** What was signed, where it is not the body that is sent. */
  signedBody?: Buffer
}

/** @param fault faults that are not about the signature change nothing here */
export function signNotification(text: string, context: SigningContext, fault?: NotificationFault): SignedMessage {
  const body = Buffer.from(text)
  const skewMs = fault?.kind === 'staleTimestamp' ? fault.skewSec * 1000 : 0
  const signature = signatureHeaders(signingKey(context, fault), body, context.nowMs + skewMs)
  if (fault?.kind === 'wrongSignature') signature['Wechatpay-Signature'] = flipOneByte(signature['Wechatpay-Signature'])
  if (fault?.kind === 'signtest') signature['Wechatpay-Signature'] = SIGNTEST_SIGNATURE
  const requestId = randomBytes(16).toString('hex')
  const headers = { 'Content-Type': 'application/json', 'User-Agent': 'Mozilla/4.0', 'Request-ID': requestId }
  if (fault?.kind === 'missingSignatureHeaders') return { requestId, headers, body }
  const signed = { ...headers, ...signature }
  if (fault?.kind === 'changedBody') return { requestId, headers: signed, body: changed(body), signedBody: body }
  return { requestId, headers: signed, body }
}

/** Still JSON, one character of the first value another. */
function changed(body: Buffer): Buffer {
  return Buffer.from(body.toString().replace('"EV-', '"EW-'))
}

function signingKey(
  context: SigningContext,
  fault: NotificationFault | undefined,
): { serial: string; privateKey: KeyObject } {
  const [current, next] = context.keys.platformCertificates
  const usual = context.signWith === 'publicKey' ? context.keys.wechatPay : current
  if (fault?.kind === 'rotatedKey') return next
  if (fault?.kind === 'wrongKey') return { serial: usual.serial, privateKey: unpublishedKey() }
  if (fault?.kind === 'unknownSerial') return { serial: unpublishedSerial(), privateKey: unpublishedKey() }
  return usual
}
