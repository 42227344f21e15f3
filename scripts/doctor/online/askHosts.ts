// What time it is at WeChat Pay's hosts: each answer says so, even one to a question without a signature.
import type { HostSeen } from './world'

const TIMEOUT_MS = 8000
/** `Date` has whole seconds. */
const HALF_A_SECOND_MS = 500

export const askHosts = async (hosts: readonly string[], nowMs: () => number): Promise<HostSeen[]> =>
  Promise.all(hosts.map(async (host) => askHost(host, nowMs)))

async function askHost(host: string, nowMs: () => number): Promise<HostSeen> {
  const startedAtMs = nowMs()
  try {
    const { headers } = await fetch(`${host}/v3/certificates`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const theirsMs = Date.parse(headers.get('date') ?? '') + HALF_A_SECOND_MS
    if (Number.isNaN(theirsMs)) return { host, failure: 'its answer has no Date' }
    return { host, aheadMs: Math.round((startedAtMs + nowMs()) / 2 - theirsMs) }
  } catch (error) {
    return { host, failure: networkCode(error) }
  }
}

/** The code of what lies under an error of `fetch`, such as ENOTFOUND. */
function networkCode(error: unknown): string {
  const { cause, name, message } = Object(error) as { cause?: { code?: string }; name?: string; message?: string }
  return cause?.code ?? (name === 'TimeoutError' ? 'timeout' : (message ?? 'no answer'))
}
