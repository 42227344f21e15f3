// The classes a caller can tell apart. None of them carries a request, a reply, a header or a key: whatever prints an
// error prints only what is declared here.

export interface SettingProblem {
  /** Name of the setting, as the developer wrote it. */
  name: string
  /** What was expected and what to do; never the value. */
  problem: string
  /** There is none: nothing is wrong that was given. */
  isMissing?: true
}

/** Settings are absent or malformed. All of them at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly problems: readonly SettingProblem[]) {
    super(`Settings need attention:\n${problems.map(({ name, problem }) => `  ${name}: ${problem}`).join('\n')}`)
  }
}

/** The caller's input is wrong. `rule` says what was expected; the value is never repeated. */
export class InputError extends Error {
  override readonly name = 'InputError'
  constructor(
    readonly field: string,
    readonly rule: string,
  ) {
    super(`${field}: ${rule}`)
  }
}

/**
 * What is known of a request's fate. `accepted` is the return value of a call; an error is one of the other two.
 * Unknown: the request may have taken effect; repeat it unchanged or ask, never start something new.
 */
export type Outcome = 'refused' | 'unknown'

export interface ApiErrorFields {
  httpStatus: number
  /** `code` of the body, or `HTTP_<status>` where there was none. */
  apiCode: string
  apiMessage: string
  /** `Request-ID` header: what WeChat Pay's support asks for. */
  requestId?: string | undefined
  /** Where the answer named a field (a pointer such as `/body/openid`, or a name): which, and why. */
  detail?: { field?: string; issue?: string; location?: string } | undefined
  /** True when the answer carried a valid signature of a known key; false when it carried none. */
  isSigned: boolean
  /** From `Retry-After`, when given. */
  retryAfterMs?: number | undefined
}

/**
 * WeChat Pay answered with something other than 2xx. `refused` for 4xx; anything else (5xx, a redirect nobody documented)
 * leaves the outcome `unknown`. 429 is `refused` too: not accepted, so the same request may be sent again later.
 */
export class WechatPayApiError extends Error {
  override readonly name = 'WechatPayApiError'
  readonly outcome: Outcome
  readonly httpStatus: number
  readonly apiCode: string
  readonly apiMessage: string
  readonly requestId: string | undefined
  readonly detail: ApiErrorFields['detail']
  readonly isSigned: boolean
  readonly retryAfterMs: number | undefined

  constructor(fields: ApiErrorFields) {
    const { httpStatus, apiCode, apiMessage, requestId, detail } = fields
    const { field = '', issue = '' } = detail ?? {}
    const why = [field && `field ${field}`, issue].filter((text) => text !== '').join(': ')
    const where = why && ` (${why})`
    super(`WeChat Pay answered ${httpStatus} ${apiCode}: ${apiMessage}${where}; Request-ID ${requestId ?? 'not given'}`)
    this.outcome = httpStatus >= 400 && httpStatus < 500 ? 'refused' : 'unknown'
    this.httpStatus = httpStatus
    this.apiCode = apiCode
    this.apiMessage = apiMessage
    this.requestId = requestId
    this.detail = detail
    this.isSigned = fields.isSigned
    this.retryAfterMs = fields.retryAfterMs
  }
}

/** `timeout`: our limit passed. `connection`: no connection, or it broke. `tooLarge`: the answer passed our size cap. */
export type TransportPhase = 'timeout' | 'connection' | 'tooLarge' | 'aborted'

/** No usable answer. The outcome is unknown, unless nothing was sent. */
export class WechatPayTransportError extends Error {
  override readonly name = 'WechatPayTransportError'
  readonly outcome: Outcome = 'unknown'
  constructor(
    readonly phase: TransportPhase,
    readonly timeoutMs: number,
    /** Code of the socket error, such as `ECONNRESET`. */
    readonly networkCode?: string,
    /** False where name, connection or TLS failed in every try: nothing of the request was written. */
    readonly isSent = true,
  ) {
    const what = `${phase}${networkCode ? ` ${networkCode}` : ''}, limit ${timeoutMs} ms`
    super(
      isSent
        ? `No usable answer from WeChat Pay (${what}); the request may have taken effect: repeat it unchanged, or query`
        : `WeChat Pay was not reached (${what}); nothing was sent, so it may be sent again: check network, DNS and TLS`,
    )
  }
}

/** Why a message is not provably WeChat Pay's. */
export type VerifyFailure =
  | 'HEADER_MISSING'
  | 'HEADER_MALFORMED'
  | 'TIMESTAMP_OUTSIDE_WINDOW'
  | 'SERIAL_UNKNOWN'
  /** One we hold, and not good now. */
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'SIGNATURE_MALFORMED'
  | 'SIGNATURE_MISMATCH'
  | 'BODY_NOT_JSON'
  | 'CERTIFICATE_MALFORMED'
  /** A bill is not the file whose hash was signed. */
  | 'BILL_ALTERED'

const NO_GOOD_KEY: readonly string[] = [
  'SERIAL_UNKNOWN',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_NOT_YET_VALID',
] satisfies VerifyFailure[]

/** It may be WeChat Pay's: there is no key here, or none that is good now, to tell it by. */
export const lacksGoodKey = (reason: string): boolean => NO_GOOD_KEY.includes(reason)

/** What an answer says that nobody vouches for: a hint for a person, and nothing to act on. */
interface Unverified {
  httpStatus: number
  /** `code` of the body, where there is one. */
  apiCode?: string
}

/** An answer is not provably WeChat Pay's. It is not data, and the outcome of the request is unknown. */
export class WechatPayVerifyError extends Error {
  override readonly name = 'WechatPayVerifyError'
  readonly outcome: Outcome = 'unknown'
  constructor(
    readonly reason: VerifyFailure,
    explanation: string,
    readonly requestId?: string,
    /** Where the answer is not 2xx. */
    readonly unverified?: Unverified,
    /** What to do, should what it says be true. */
    cure?: string,
  ) {
    const said = unverified ? `; it says ${describeUnverified(unverified)}${cure ? `: ${cure}` : ''}` : ''
    super(`An answer could not be verified as WeChat Pay's (${reason})${said}; ${explanation}`)
  }
}

const describeUnverified = ({ httpStatus, apiCode }: Unverified): string =>
  `${httpStatus}${apiCode === undefined ? '' : ` ${apiCode}`}, not verified`
