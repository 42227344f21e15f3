// What every cloud function answers. Imports nothing.

/** Why a call did not succeed; closed, so that the page can have words for each. */
export type CallErrorCode =
  | 'NOT_CONFIGURED'
  | 'INVALID_INPUT'
  | 'UNAUTHENTICATED'
  /** Also for what belongs to someone else. */
  | 'NOT_FOUND'
  /** Closing what was never signed; charging under what is not in force. */
  | 'NOT_SIGNED'
  /** Erasing somebody who has something signed: of server-only functions alone. */
  | 'IN_FORCE'
  | 'IN_PROGRESS'
  | 'RATE_LIMITED'
  | 'WECHATPAY_REJECTED'
  | 'WECHATPAY_UNREACHABLE'
  | 'WECHATPAY_UNTRUSTED'
  | 'STORE_FAILED'
  | 'INTERNAL'

export interface CallError {
  code: CallErrorCode
  /** One sentence for the developer; the page has its own words for each code. */
  message: string
  /** Finds the log line of this call. */
  requestId: string
  /** With `RATE_LIMITED`: how long to wait, in milliseconds. */
  retryAfterMs?: number
}

/** Success is flat: `{ ok: true, ...output }`. */
export type CallResult<Output> = ({ ok: true } & Output) | { ok: false; error: CallError }
