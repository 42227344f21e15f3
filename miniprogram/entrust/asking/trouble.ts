// From a call that did not bring what it should to what the page can do about it.
import type { CallError, CallErrorCode } from '../../../typings/contract/results'

export interface Trouble {
  kind: TroubleKind
  /** Finds the log line; empty where there is none. */
  requestId: string
  /** How long to wait, with `busy`. */
  retryAfterMs: number
  /** For the developer's console, never for the user. */
  explanation: string
}

export type TroubleKind =
  | 'offline'
  /** No answer in time: it may have worked. */
  | 'slow'
  | 'busy'
  /** Asking again cannot help: something is not configured, deployed or permitted. */
  | 'unavailable'
  /** Theirs or ours to mend; asking again may help. */
  | 'systemError'
  /** An answer in words this page does not know: the functions are newer. */
  | 'unreadable'
  /** The contract asked about is not this user's. */
  | 'notFound'
  /** Nothing to close. */
  | 'notSigned'
  /** Another call is at work on the same contract. */
  | 'inProgress'

/** A new code of the contract does not compile until it has its place here. */
const KIND_OF_CODE: Readonly<Record<CallErrorCode, TroubleKind>> = {
  NOT_CONFIGURED: 'unavailable',
  INVALID_INPUT: 'unavailable',
  UNAUTHENTICATED: 'unavailable',
  NOT_FOUND: 'notFound',
  NOT_SIGNED: 'notSigned',
  IN_PROGRESS: 'inProgress',
  RATE_LIMITED: 'busy',
  WECHATPAY_REJECTED: 'unavailable',
  WECHATPAY_UNREACHABLE: 'systemError',
  WECHATPAY_UNTRUSTED: 'systemError',
  STORE_FAILED: 'systemError',
  INTERNAL: 'systemError',
}

/** The answer to a call that did not bring what it should. */
export interface Troubled {
  kind: 'trouble'
  trouble: Trouble
}

const DEFAULT_RETRY_AFTER_MS = 5_000
/** A phone that is told to wait longer, or shorter, has been told something wrong. */
const RETRY_AFTER_MS_RANGE = { min: 1_000, max: 10 * 60_000 } as const

/** A refusal, in the words of the function. */
function troubleOf({ code, message, requestId, retryAfterMs }: CallError): Trouble {
  // Functions may be newer than the page: a code it does not know is an error like any other.
  const kind = Object.keys(KIND_OF_CODE).includes(code) ? KIND_OF_CODE[code] : 'systemError'
  return { kind, requestId, retryAfterMs: withinReason(retryAfterMs), explanation: `${code}: ${message}` }
}

function withinReason(retryAfterMs: number | undefined): number {
  const { min, max } = RETRY_AFTER_MS_RANGE
  return Math.min(max, Math.max(min, retryAfterMs || DEFAULT_RETRY_AFTER_MS))
}

/**
 * Codes of `wx.cloud.callFunction`; the rest is `systemError`.
 * @see https://developers.weixin.qq.com/minigame/dev/wxcloud/reference/errcode.html (read 2026-11-21)
 */
const KIND_OF_ERR_CODE: Readonly<Record<string, TroubleKind>> = {
  '-404005': 'slow',
  '-404010': 'slow',
  '-404012': 'slow',
  '-501002': 'slow',
  '-504003': 'slow',
  '-604102': 'slow',
  '-501000': 'unavailable',
  '-501005': 'unavailable',
  '-501023': 'unavailable',
  '-501003': 'busy',
  '-501004': 'busy',
  '-405015': 'busy',
  '-601003': 'offline',
}

/** With a minute to wait. */
const TOO_MANY_FROM_THIS_PHONE = -405015

/** What a developer should look at first. */
const HINT_OF: Partial<Record<TroubleKind, string>> = {
  unavailable: '; is it deployed?',
  slow: '; its time limit should be 20 s',
}

/** A call that failed on its way. The function may have run all the same. */
function troubleOfRejection(error: unknown): Trouble {
  const { errCode, errMsg, message } = Object(error) as Partial<Record<'errCode' | 'errMsg' | 'message', unknown>>
  const text = String(errMsg ?? message ?? error)
  const kind = KIND_OF_ERR_CODE[String(errCode)] ?? kindOfText(text)
  const retryAfterMs = errCode === TOO_MANY_FROM_THIS_PHONE ? 60_000 : DEFAULT_RETRY_AFTER_MS
  return { kind, requestId: '', retryAfterMs, explanation: text + (HINT_OF[kind] ?? '') }
}

function kindOfText(text: string): TroubleKind {
  if (/time(d )?out/i.test(text)) return 'slow'
  return /request:fail|network|interrupted|disconnected/i.test(text) ? 'offline' : 'systemError'
}

const troubled = (trouble: Trouble): Troubled => ({ kind: 'trouble', trouble })

export const refused = ({ error }: { error: CallError }): Troubled => troubled(troubleOf(error))

export const failed = (error: unknown): Troubled => troubled(troubleOfRejection(error))

/** An answer that is not as promised. */
export const notAsPromised = (explanation: string, kind: TroubleKind = 'unreadable'): Troubled =>
  troubled({ kind, requestId: '', retryAfterMs: 0, explanation })

/** The states that tell of it, where every page has the same. `during`: what the call was made for. */
export type TroubleState<Errand> =
  | Busy<Errand>
  /** S15 */
  | { kind: 'offline' }
  /** S16: no answer in time. */
  | { kind: 'slow' }
  /** S17 */
  | { kind: 'systemError'; requestId: string; during: Errand }

/** S13, until `untilMs` by the phone's clock; then back to where it came from. */
interface Busy<Errand> {
  kind: 'busy'
  untilMs: number
  secondsLeft: number
  during: Errand
}

/** @returns `undefined` for what asking again cannot mend: there each page has a state of its own */
export function troubleState<Errand>(
  { kind, requestId, retryAfterMs }: Trouble,
  during: Errand,
  nowMs: number,
): TroubleState<Errand> | undefined {
  switch (kind) {
    case 'offline':
      return { kind }
    case 'slow':
    case 'inProgress':
      return { kind: 'slow' }
    case 'busy':
      return busy(nowMs + retryAfterMs, during, nowMs)
    case 'systemError':
    case 'unreadable':
      return { kind: 'systemError', requestId, during }
    case 'unavailable':
    case 'notFound':
    case 'notSigned':
      return undefined
  }
}

export const busy = <Errand>(untilMs: number, during: Errand, nowMs: number): Busy<Errand> => ({
  kind: 'busy',
  untilMs,
  during,
  secondsLeft: Math.max(1, Math.ceil((untilMs - nowMs) / 1000)),
})

/** How long whoever was told to wait has to. */
export const waitOf = ({ kind, retryAfterMs }: Trouble): number => (kind === 'busy' ? retryAfterMs : 0)
