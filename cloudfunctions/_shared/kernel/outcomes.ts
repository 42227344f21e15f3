// How the end of a call to WeChat Pay is told to the page.
import { CallFailure } from './errors'
import type { CallOutcome } from './ports'

/** Where WeChat Pay names no time. */
const DEFAULT_RETRY_AFTER_MS = 3000

/** Whether WeChat Pay could not be asked, so that nothing was learnt. Any other failure is an answer. */
export const isUnanswered = ({ code }: CallFailure): boolean =>
  code === 'WECHATPAY_UNREACHABLE' || code === 'WECHATPAY_UNTRUSTED'

export type FailedOutcome = Exclude<CallOutcome<unknown>, { kind: 'accepted' }>

export function toFailure(outcome: FailedOutcome): CallFailure {
  switch (outcome.kind) {
    case 'refused':
      return new CallFailure(
        'WECHATPAY_REJECTED',
        `WeChat Pay refused with ${outcome.httpStatus} ${outcome.apiCode}; see the log`,
      )
    case 'rateLimited':
      return new CallFailure(
        'RATE_LIMITED',
        'WeChat Pay is asked too often; wait before the next call',
        outcome.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS,
      )
    case 'unknown':
      return outcome.reason === 'untrusted'
        ? new CallFailure(
            'WECHATPAY_UNTRUSTED',
            'What answered is not provably WeChat Pay, so the outcome is unknown; call again',
          )
        : new CallFailure('WECHATPAY_UNREACHABLE', 'No answer from WeChat Pay, so the outcome is unknown; call again')
  }
}
