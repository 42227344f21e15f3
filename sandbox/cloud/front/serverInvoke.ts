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
 * @throws {CloudCallError}
 */
export async function invokeFromServer(host: FunctionHost, functionName: string, data: unknown): Promise<InvokeAnswer> {
  const { requestId, outcome } = await host.invoke(functionName, JSON.stringify(data ?? {}), { kind: 'server' })
  if (!outcome.ok) throw new CloudCallError(outcome.failure, requestId)
  return { result: JSON.parse(outcome.json) as unknown, requestID: requestId }
}
