// LIVE: which line is behind something a function did.
import type { RecordedCall } from '../../cloud/callLog'
import type { CloudStandIn } from '../../cloud/standIn'

/** The line of a call: of its own, or of the HTTP request that is behind it. */
export const hopOfCall = ({ requestId, httpRequestId, functionName }: Named): string => {
  if (httpRequestId === undefined) return `call:${requestId}`
  return `${functionName === NOTIFY ? 'attempt' : 'app'}:${httpRequestId}`
}

type Named = Pick<RecordedCall, 'requestId' | 'httpRequestId' | 'functionName'>

const NOTIFY = 'contractNotify'

/** Who asks WeChat Pay, or tells the merchant's server: where several run, the one of this user, and nobody is guessed. */
export function callBehind(running: readonly RecordedCall[], user: string | undefined): RecordedCall | undefined {
  const able = running.filter(({ functionName }) => functionName !== NOTIFY)
  const own = able.filter(({ openid }) => openid !== undefined && openid === user)
  const candidates = able.length > 1 && own.length > 0 ? own : able
  return candidates.length === 1 ? candidates[0] : undefined
}

export function hopBehind({ calls }: Pick<CloudStandIn, 'calls'>, user: string | undefined): string | undefined {
  const call = callBehind(calls.running, user)
  return call && hopOfCall(call)
}
