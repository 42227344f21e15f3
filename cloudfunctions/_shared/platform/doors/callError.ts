// The one place where errors of a function become `{ ok: false, error }`.
import type { CallError } from '../../../../typings/contract/results'
import { CallFailure, MerchantError, StoreError } from '../../kernel/errors'
import type { Log } from '../../kernel/ports'
import { ConfigError } from '../../wechatpay/wechatpayErrors'
import { describeBug } from '../log'

export function toCallError(error: unknown, requestId: string, log: Log): CallError {
  const told = tell(error, log)
  return { ...told, requestId }
}

function tell(error: unknown, log: Log): Omit<CallError, 'requestId'> {
  if (error instanceof CallFailure) {
    const { code, message, retryAfterMs } = error
    log.info('refused', { errorCode: code, explanation: message })
    return { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  if (error instanceof ConfigError) {
    log.alert('settings need attention', { problems: error.problems })
    return {
      code: 'NOT_CONFIGURED',
      message: "The function's settings need attention; its log names each one and the cure",
    }
  }
  if (error instanceof StoreError) {
    log.alert('database failed', { operation: error.operation, reason: error.reason })
    return { code: 'STORE_FAILED', message: 'The database failed; call again' }
  }
  if (error instanceof MerchantError) {
    log.alert("the merchant's own code failed", { operation: error.message, ...describeBug(error.cause) })
    return { code: 'INTERNAL', message: `${error.message}; the log has its kind and place under this requestId` }
  }
  log.alert('unexpected error', describeBug(error))
  return { code: 'INTERNAL', message: 'Something unexpected happened; the log has it under this requestId' }
}
