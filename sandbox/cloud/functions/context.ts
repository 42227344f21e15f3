import type { FunctionManifest } from './manifest'

/**
 * The `context` a function gets beside its event. The same variables come in both of the platform's forms: `environ`
 * (older, `k=v;k=v`) and `environment` (newer, JSON).
 *
 * @param variables environment variables of this invocation
 */
export function createContext(
  { name, timeoutSec, memorySizeMb }: FunctionManifest,
  environmentId: string,
  requestId: string,
  variables: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return {
    callbackWaitsForEmptyEventLoop: false,
    memory_limit_in_mb: memorySizeMb,
    time_limit_in_ms: timeoutSec * 1000,
    request_id: requestId,
    function_name: name,
    function_version: '$LATEST',
    namespace: environmentId,
    environ: Object.entries(variables)
      .map(([key, value]) => `${key}=${value}`)
      .join(';'),
    environment: JSON.stringify(variables),
  }
}
