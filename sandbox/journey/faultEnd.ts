// How a journey has to end whose first answer of WeChat Pay is spoilt.
import type { LocalWechat } from '../localWechat'
import { OPENS_A_SESSION, type JourneyResult } from './journey'

interface End {
  /** What the page is told. */
  code: string
  words: string
  chinese: string
}

const UNTRUSTED: End = {
  code: 'WECHATPAY_UNTRUSTED',
  words: 'the forged answer was refused',
  chinese: '伪造的应答被拒绝',
}
const UNREACHABLE: End = {
  code: 'WECHATPAY_UNREACHABLE',
  words: 'without a usable answer the outcome stays open',
  chinese: '没有可用的应答，结果保持未定',
}
const LATER: End = { code: 'RATE_LIMITED', words: 'the page is told to wait', chinese: '页面被告知稍后再试' }

const ENDS: Readonly<Record<string, End>> = {
  wrongSignature: UNTRUSTED,
  wrongKey: UNTRUSTED,
  signtest: UNTRUSTED,
  missingSignatureHeaders: UNTRUSTED,
  unknownSerial: UNTRUSTED,
  rotatedKey: UNTRUSTED,
  staleTimestamp: UNTRUSTED,
  notJson: UNTRUSTED,
  drop: UNREACHABLE,
  reset: UNREACHABLE,
  serverError: UNREACHABLE,
  truncatedBody: UNREACHABLE,
  oversizedBody: UNREACHABLE,
  htmlBody: UNREACHABLE,
  tooManyRequests: LATER,
}

/**
 * @param kind of the fault that spoils every answer to a pre-sign
 * @returns the end, where it is the one this fault has to have: nothing believed, nothing given away, the code kept for a repeat
 */
export function faultEnd({ cloud }: LocalWechat, kind: string, result: JourneyResult): End | undefined {
  const end = ENDS[kind]
  if (!end || result.ok || result.hop !== OPENS_A_SESSION || !result.why.includes(`${end.code}:`)) return undefined
  const records = cloud.db.find('contracts')
  const isKept = records.length === 1 && records.every(({ state, session }) => state === 'REQUESTED' && !session)
  return isKept ? end : undefined
}
