// One call to WeChat Pay: told to the log, and what it threw turned into an outcome.
import type { CallOutcome, Deadline, Log, LogFields } from '../../kernel/ports'
import { callTimeMs, WECHATPAY_CALL_MS } from '../../kernel/timeLeft'
import {
  lacksGoodKey,
  WechatPayApiError,
  WechatPayTransportError,
  WechatPayVerifyError,
} from '../../wechatpay/wechatpayErrors'

/** @param limit for the request, where it is not the usual one */
export type Send = (limit: { timeout?: number }) => Promise<{ data: unknown }>
type CallName = NonNullable<LogFields['call']>
type Subject = Pick<LogFields, 'out_contract_code' | 'out_trade_no' | 'combine_out_trade_no' | 'out_refund_no'>

/** @param longestMs where it may take longer than most */
type CallWechatPay = (call: CallName, subject: Subject, send: Send, longestMs?: number) => Promise<CallOutcome<unknown>>

interface CallDeps {
  log: Log
  nowMs: () => number
  deadline: Deadline
}

export function createCallWechatPay({ log, nowMs, deadline }: CallDeps): CallWechatPay {
  return async (call, subject, send, longestMs) => {
    const timeMs = callTimeMs(deadline, longestMs)
    if (timeMs === undefined) {
      log.info('WeChat Pay not called', { call, ...subject, reason: 'no time is left to await the answer' })
      return { kind: 'unknown', reason: 'unreachable' }
    }
    const startedAtMs = nowMs()
    const { outcome, fields } = await attempt(
      send,
      longestMs === undefined && timeMs === WECHATPAY_CALL_MS ? {} : { timeout: timeMs },
    )
    const durationMs = nowMs() - startedAtMs
    const told = { call, ...subject, outcome: outcome.kind, durationMs, ...fields }
    if (needsPerson(fields)) log.alert('WeChat Pay called', told)
    else log.info('WeChat Pay called', told)
    return outcome
  }
}

/** Who is not let in, or holds the wrong key, gets the same from every call until somebody does something. */
const needsPerson = ({ httpStatus, reason }: LogFields): boolean =>
  httpStatus === 401 || httpStatus === 403 || (reason !== undefined && lacksGoodKey(reason))

async function attempt(
  send: Send,
  limit: Parameters<Send>[0],
): Promise<{ outcome: CallOutcome<unknown>; fields: LogFields }> {
  try {
    return { outcome: { kind: 'accepted', reply: (await send(limit)).data }, fields: {} }
  } catch (error) {
    if (error instanceof WechatPayApiError) return { outcome: ofApiError(error), fields: apiFields(error) }
    if (error instanceof WechatPayTransportError) {
      return {
        outcome: { kind: 'unknown', reason: 'unreachable' },
        fields: { reason: error.phase, ...code(error.networkCode) },
      }
    }
    if (error instanceof WechatPayVerifyError) {
      return {
        outcome: { kind: 'unknown', reason: 'untrusted' },
        fields: {
          reason: error.reason,
          explanation: error.message,
          ...(error.requestId !== undefined && { wechatpayRequestId: error.requestId }),
        },
      }
    }
    throw error
  }
}

function ofApiError({ outcome, httpStatus, apiCode, isSigned, retryAfterMs }: WechatPayApiError): CallOutcome<never> {
  if (httpStatus === 429) return { kind: 'rateLimited', ...(retryAfterMs !== undefined && { retryAfterMs }) }
  return outcome === 'refused'
    ? { kind: 'refused', isSigned, httpStatus, apiCode }
    : { kind: 'unknown', reason: 'unreachable' }
}

/** The client has taken out of their words what was sent; what is left is bounded and in one line. */
const apiFields = ({ httpStatus, apiCode, apiMessage, requestId, detail }: WechatPayApiError): LogFields => ({
  httpStatus,
  apiCode,
  explanation: (detail?.issue ? `${apiMessage} (${detail.issue})` : apiMessage).slice(0, MAX_EXPLANATION),
  ...(requestId !== undefined && { wechatpayRequestId: requestId }),
  ...(detail?.field && { fields: detail.field }),
})

const MAX_EXPLANATION = 256

const code = (networkCode: string | undefined): LogFields =>
  networkCode === undefined ? {} : { errorCode: networkCode }
