// What went wrong on our side: told to the log, once, and by which code. No detail of it leaves.
import type { CallErrorCode } from '../../../../typings/contract/results'
import { StoreError } from '../../kernel/errors'
import type { Log } from '../../kernel/ports'
import { ConfigError } from '../../wechatpay/wechatpayErrors'
import { describeBug } from '../log'

export type Fault = Extract<CallErrorCode, 'NOT_CONFIGURED' | 'STORE_FAILED' | 'INTERNAL'>

export function tellFault(error: unknown, log: Log): Fault {
  if (error instanceof ConfigError) {
    log.alert('settings need attention', { problems: error.problems.map(({ name, problem }) => ({ name, problem })) })
    return 'NOT_CONFIGURED'
  }
  if (error instanceof StoreError) {
    log.alert('database failed', { operation: error.operation, reason: error.reason })
    return 'STORE_FAILED'
  }
  log.alert('unexpected error', describeBug(error))
  return 'INTERNAL'
}
