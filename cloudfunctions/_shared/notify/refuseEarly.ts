// NOTIFY 1/5: what needs no key to be refused. Before settings, before the SDK.
import type { RawRequest } from '../platform/doors/http'
import { failure, type NotifyFailure } from './outcome'

/** A notification is a few hundred bytes. */
export const MAX_BODY_BYTES = 64 * 1024

/**
 * @param hasIdentity a mini-program user is calling: `callFunction` can imitate any HTTP event
 * @returns nothing when the request may go on
 */
export function refuseEarly({ method, body }: RawRequest, hasIdentity: boolean): NotifyFailure | undefined {
  if (method !== 'POST') return failure(405, 'METHOD_NOT_ALLOWED', 'expected POST')
  if (hasIdentity) return failure(403, 'CALLER_IDENTITY', 'this address is for WeChat Pay, not for mini-program users')
  if (body === undefined)
    return failure(400, 'BODY_NOT_TEXT', 'expected the body as text; the bytes it was signed over are lost')
  if (body.length > MAX_BODY_BYTES) return failure(413, 'BODY_TOO_LARGE', `expected at most ${MAX_BODY_BYTES} bytes`)
  return undefined
}
