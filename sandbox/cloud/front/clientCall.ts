import { CloudCallError } from '../functions/failures'
import type { FunctionHost } from '../functions/host'
import type { Identity } from '../functions/identity'
import { CLIENT_SOURCE } from '../functions/identity'
import type { SecurityRules } from '../functions/securityRules'
import { mayInvoke } from '../functions/securityRules'

/** What `wx.cloud.callFunction` resolves to. */
export interface CallAnswer {
  result: unknown
  errMsg: 'cloud.callFunction:ok'
  requestID: string
}

/** Who calls, as the platform knows it; `source` is `wx_client` unless DevTools calls (`wx_devtools`). */
export interface Caller extends Identity {
  source?: string | undefined
  /** Under which the call can be found again, where the caller has chosen. */
  requestId?: string | undefined
}

/**
 * A call from the mini-program. The event is the data plus `userInfo`, which the platform adds and nobody should trust.
 * @throws {CloudCallError}
 */
export async function callFromClient(
  { host, rules }: { host: FunctionHost; rules: SecurityRules },
  functionName: string,
  data: unknown,
  caller: Caller | undefined,
): Promise<CallAnswer> {
  if (!mayInvoke(rules, functionName, caller)) {
    throw new CloudCallError({ kind: 'denied', message: `permission denied: ${functionName}` }, '')
  }
  const trigger = { kind: 'client', identity: caller, source: caller?.source ?? CLIENT_SOURCE } as const
  const { requestId, outcome } = await host.invoke(
    functionName,
    JSON.stringify(withUserInfo(data, caller)),
    trigger,
    caller?.requestId,
  )
  if (!outcome.ok) throw new CloudCallError(outcome.failure, requestId)
  return { result: JSON.parse(outcome.json) as unknown, errMsg: 'cloud.callFunction:ok', requestID: requestId }
}

function withUserInfo(data: unknown, caller: Caller | undefined): object {
  const fields = typeof data === 'object' && data !== null ? data : {}
  return caller === undefined ? fields : { ...fields, userInfo: { openId: caller.openid, appId: caller.appid } }
}
