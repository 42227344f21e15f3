import { CloudCallError } from '../functions/failures'
import type { FunctionHost } from '../functions/host'

/** What an invocation by the cloud API comes back with. */
export interface InvokeAnswer {
  result: unknown
  requestID: string
}

/**
 * A call by the cloud API, as `tcb fn invoke` makes it: the event is the data and nothing else, no user is behind it, and the
 * rules for clients do not hold it.
 * @param requestId under which it can be found again, where the caller has chosen
 * @throws {CloudCallError}
 */
export async function invokeFromServer(
  host: FunctionHost,
  functionName: string,
  data: unknown,
  requestId?: string,
): Promise<InvokeAnswer> {
  const event = JSON.stringify(data ?? {})
  const { requestId: requestID, outcome } = await host.invoke(functionName, event, { kind: 'server' }, requestId)
  if (!outcome.ok) throw new CloudCallError(outcome.failure, requestID)
  return { result: JSON.parse(outcome.json) as unknown, requestID }
}
