// How a journey has to end whose first answer of WeChat Pay is spoilt.
import type { LocalWechat } from '../localWechat'
import type { JourneyResult } from './journey'
import type { JourneyTexts } from './texts/texts'

export interface FaultEnd {
  /** What the page is told. */
  code: string
  words: keyof JourneyTexts['ends']
}

const UNTRUSTED: FaultEnd = { code: 'WECHATPAY_UNTRUSTED', words: 'untrusted' }
const UNREACHABLE: FaultEnd = { code: 'WECHATPAY_UNREACHABLE', words: 'unreachable' }
const LATER: FaultEnd = { code: 'RATE_LIMITED', words: 'later' }

const ENDS: Readonly<Record<string, FaultEnd>> = {
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

/** Faults that need nothing told beside their kind, and have an end of their own. */
export const FAULT_KINDS: readonly string[] = Object.keys(ENDS)

/**
 * @param kind of the fault that spoils every answer to a pre-sign
 * @returns the end, where it is the one this fault has to have: nothing believed, nothing given away, the code kept for a repeat
 */
export async function faultEnd(
  { records }: Pick<LocalWechat, 'records'>,
  kind: string,
  result: JourneyResult,
): Promise<FaultEnd | undefined> {
  const end = ENDS[kind]
  if (!end || result.ok || result.hop !== 'opensSession' || !result.why.includes(`${end.code}:`)) return undefined
  const contracts = await records.all('contracts')
  const isKept = contracts.length === 1 && contracts.every(({ state, session }) => state === 'REQUESTED' && !session)
  return isKept ? end : undefined
}
