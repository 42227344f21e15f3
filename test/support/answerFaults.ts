// Answers of WeChat Pay that cannot be used, by what is wrong with them. Each flow is tried against all of its kind.
import type { AnswerFault } from './flowWechat'

export type FaultCase = [what: string, fault: AnswerFault]

/** Something answered, and it is not provably WeChat Pay. */
export const UNTRUSTED: readonly FaultCase[] = [
  ['half an answer under the length of a whole one', { kind: 'truncatedBody', how: 'shorterLength' }],
  ['a signed answer that is not JSON', { kind: 'notJson' }],
  ['a page of HTML with 200', { kind: 'htmlBody', status: 200 }],
  ['a signature with one byte changed', { kind: 'wrongSignature' }],
  ["somebody else's signature under the known serial", { kind: 'wrongKey' }],
  ['the probe WECHATPAY/SIGNTEST/', { kind: 'signtest' }],
  ['no signature headers', { kind: 'missingSignatureHeaders' }],
  ['a serial nobody has heard of', { kind: 'unknownSerial' }],
  ['a key that is not in the settings yet', { kind: 'rotatedKey' }],
  ['a signature 301 s old', { kind: 'staleTimestamp', skewSec: -301 }],
  ['a signature 302 s ahead', { kind: 'staleTimestamp', skewSec: 302 }],
]

/** The request took effect, and nothing that could be an answer came back. */
export const LOST_AFTER: readonly FaultCase[] = [
  ['a broken connection', { kind: 'reset', when: 'after' }],
  ['500', { kind: 'serverError', status: 500, when: 'after' }],
  ['an answer that breaks off', { kind: 'truncatedBody', how: 'connectionClosed' }],
  ['an answer of 8 MB', { kind: 'oversizedBody', bytes: 8 * 1024 * 1024 }],
  ["a gateway's 502 page", { kind: 'htmlBody', status: 502 }],
]
