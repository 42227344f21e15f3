// The one place where errors of a function become `{ ok: false, error }`.
import type { CallError } from '../../../../typings/contract/results'
import { CallFailure, MerchantError } from '../../kernel/errors'
import type { Log } from '../../kernel/ports'
import { describeBug } from '../log'
import { tellFault, type Fault } from './fault'

export function toCallError(error: unknown, requestId: string, log: Log): CallError {
  const told = tell(error, log)
  return { ...told, requestId }
}

function tell(error: unknown, log: Log): Omit<CallError, 'requestId'> {
  if (error instanceof CallFailure) {
    const { code, message, retryAfterMs, logged } = error
    log.info('refused', { errorCode: code, explanation: logged })
    return { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  if (error instanceof MerchantError) {
    log.alert("the merchant's own code failed", { operation: error.message, ...describeBug(error.cause) })
    return { code: 'INTERNAL', message: `${error.message}; the log has its kind and place under this requestId` }
  }
  const code = tellFault(error, log)
  return { code, message: MESSAGES[code] }
}

const MESSAGES: Readonly<Record<Fault, string>> = {
  NOT_CONFIGURED: "The function's settings need attention; its log names each one and the cure",
  STORE_FAILED: 'The database failed; call again',
  INTERNAL: 'Something unexpected happened; the log has it under this requestId',
}
