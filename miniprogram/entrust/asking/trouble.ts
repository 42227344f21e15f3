// From a call that did not bring what it should to what the page can do about it.
import type { CallError, CallErrorCode } from '../../../typings/contract/results'
import { readRejection, type TroubleKind } from './rejection'

export interface Trouble {
  kind: TroubleKind
  /** Finds the log line; empty where there is none. */
  requestId: string
  /** How long to wait, with `busy`. */
  retryAfterMs: number
  /** For the developer's console, never for the user. */
  explanation: string
  /** What a developer should do about it; empty where nothing is known. */
  hint: string
}

/** A new code of the contract does not compile until it has its place here. */
const KIND_OF_CODE: Readonly<Record<CallErrorCode, TroubleKind>> = {
  NOT_CONFIGURED: 'unavailable',
  INVALID_INPUT: 'unavailable',
  UNAUTHENTICATED: 'unavailable',
  NOT_FOUND: 'notFound',
  NOT_SIGNED: 'notSigned',
  IN_FORCE: 'systemError',
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
const WECHAT_RETRY_AFTER_MS = 60_000
/** A phone that is told to wait longer, or shorter, has been told something wrong. */
const RETRY_AFTER_MS_RANGE = { min: 1_000, max: 10 * 60_000 } as const

/** A refusal, in the words of the function; of an older or newer one any of them may be missing. */
function troubleOf(error: unknown): Trouble {
  const { code, message, requestId, retryAfterMs } = Object(error) as Partial<Record<keyof CallError, unknown>>
  const explanation = `${textOf(code)}: ${textOf(message)}`
  return {
    kind: kindOf(textOf(code)),
    requestId: textOf(requestId),
    retryAfterMs: withinReason(retryAfterMs),
    explanation,
    hint: explanation,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Functions may be newer than the page: a code it does not know is an error like any other. */
const kindOf = (code: string): TroubleKind =>
  Object.keys(KIND_OF_CODE).includes(code) ? KIND_OF_CODE[code as CallErrorCode] : 'systemError'

function withinReason(retryAfterMs: unknown): number {
  const { min, max } = RETRY_AFTER_MS_RANGE
  return Math.min(max, Math.max(min, (typeof retryAfterMs === 'number' && retryAfterMs) || DEFAULT_RETRY_AFTER_MS))
}

/** A call that failed on its way. The function may have run all the same. */
function troubleOfRejection(error: unknown): Trouble {
  const { kind, text, hint, isPhoneTooBusy } = readRejection(error)
  const retryAfterMs = isPhoneTooBusy ? WECHAT_RETRY_AFTER_MS : DEFAULT_RETRY_AFTER_MS
  return { kind, requestId: '', retryAfterMs, explanation: hint === '' ? text : `${text}; ${hint}`, hint }
}

const troubled = (trouble: Trouble): Troubled => ({ kind: 'trouble', trouble })

export const refused = ({ error }: { error: unknown }): Troubled => troubled(troubleOf(error))

export const failed = (error: unknown): Troubled => troubled(troubleOfRejection(error))

/** An answer that is not as promised. */
export const notAsPromised = (explanation: string, kind: TroubleKind = 'unreadable'): Troubled =>
  troubled({ kind, requestId: '', retryAfterMs: 0, explanation, hint: explanation })

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
