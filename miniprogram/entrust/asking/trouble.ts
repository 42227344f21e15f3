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
export function troubleOf({ code, message, requestId, retryAfterMs }: CallError): Trouble {
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

/** -405015: too many requests from this phone, with a minute to wait. */
const RETRY_AFTER_MS_OF: Readonly<Record<string, number>> = { '-405015': 60_000 }

/** What a developer should look at first. */
const HINT_OF: Partial<Record<TroubleKind, string>> = {
  unavailable: '; is it deployed?',
  slow: '; its time limit should be 20 s',
}

/** A call that failed on its way. The function may have run all the same. */
export function troubleOfRejection(error: unknown): Trouble {
  const { errCode, errMsg } = describe(error)
  const kind = KIND_OF_ERR_CODE[errCode] ?? kindOfText(errMsg)
  const retryAfterMs = RETRY_AFTER_MS_OF[errCode] ?? DEFAULT_RETRY_AFTER_MS
  return { kind, requestId: '', retryAfterMs, explanation: errMsg + (HINT_OF[kind] ?? '') }
}

function kindOfText(errMsg: string): TroubleKind {
  if (/time(d )?out/i.test(errMsg)) return 'slow'
  return /request:fail|network|interrupted|disconnected/i.test(errMsg) ? 'offline' : 'systemError'
}

function describe(error: unknown): { errCode: number; errMsg: string } {
  const { errCode, errMsg, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >
  const text = typeof errMsg === 'string' ? errMsg : typeof message === 'string' ? message : String(error)
  return { errCode: typeof errCode === 'number' ? errCode : 0, errMsg: text }
}

const troubled = (trouble: Trouble): Troubled => ({ kind: 'trouble', trouble })

export const refused = ({ error }: { error: CallError }): Troubled => troubled(troubleOf(error))

export const failed = (error: unknown): Troubled => troubled(troubleOfRejection(error))

/** An answer that is not as promised. */
export const notAsPromised = (explanation: string, kind: TroubleKind = 'unreadable'): Troubled =>
  troubled({ kind, requestId: '', retryAfterMs: 0, explanation })
