// When a request may be sent again, and where. Decisions only; engine.ts carries them out.
import { WechatPayApiError, WechatPayTransportError } from './wechatpayErrors'

export const MAX_TRIES = 2

type RetryDecision = { retry: false } | { retry: true; isOtherHost: boolean; minimumWaitMs: number }

const NO: RetryDecision = { retry: false }

/** When the same bytes may be sent once more. */
type Repeatable = 'always' | 'unlessAccepted' | 'unlessSent'

/**
 * Queries change nothing, and pre-sign moves no money and names its own code: those are repeated though nobody knows what came of the
 * first. A charge is sent once, whatever is answered: what took it may not be what says 429. Everything else has to be preceded by a
 * query, which is the caller's to do.
 */
export function repeatable(method: string, template: string): Repeatable {
  if (method === 'GET' || (method === 'POST' && template.includes('/pre-entrust-sign'))) return 'always'
  return CHARGE.test(template) ? 'unlessSent' : 'unlessAccepted'
}

const CHARGE = /\/combine-papay\/transactions$/

/** A transport failure moves to the other host; 429 and 5xx stay. An answer that does not verify is not repeated. */
export function decideRetry(error: unknown, when: Repeatable): RetryDecision {
  if (error instanceof WechatPayTransportError) return afterTransport(error, when === 'always')
  if (!(error instanceof WechatPayApiError) || when === 'unlessSent') return NO
  // 429 is "not accepted".
  if (error.httpStatus === 429) return { retry: true, isOtherHost: false, minimumWaitMs: error.retryAfterMs ?? 200 }
  return error.httpStatus >= 500 && when === 'always' ? { retry: true, isOtherHost: false, minimumWaitMs: 200 } : NO
}

function afterTransport(error: WechatPayTransportError, mayBeRepeated: boolean): RetryDecision {
  if (error.phase === 'aborted' || error.phase === 'tooLarge') return NO
  return mayBeRepeated || !error.isSent ? { retry: true, isOtherHost: true, minimumWaitMs: 0 } : NO
}

/**
 * How long a try may take to connect. A host that lets nobody in must leave time for the other one; the last try has all
 * that is left.
 */
export const connectLimitMs = (tries: number, leftMs: number): number =>
  tries < MAX_TRIES ? Math.min(MAX_CONNECT_MS, Math.ceil(leftMs / 2)) : leftMs

const MAX_CONNECT_MS = 3_000

/** Whether a failed try leaves open what became of the request. Not accepted, and not sent, is certain. */
export const mayHaveTakenEffect = (error: unknown): boolean =>
  error instanceof WechatPayTransportError
    ? error.isSent
    : !(error instanceof WechatPayApiError && error.httpStatus === 429)

/**
 * The wait before a second try: the minimum and up to 200 ms of jitter, so that clients do not come back in step.
 * @param random 0 inclusive to 1 exclusive
 */
export const backoffMs = (minimumWaitMs: number, random: number): number => minimumWaitMs + Math.floor(random * 200)
