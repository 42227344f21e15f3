// NOTIFY 1/5: what needs no key to be refused. Before settings, before the SDK.
import { failure, type NotifyFailure } from './outcome'
import type { Delivery } from './ports'

/** A notification is a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1024

/** @returns nothing when the request may go on */
export function refuseEarly({ method, byteLength, hasIdentity }: Omit<Delivery, 'verify'>): NotifyFailure | undefined {
  if (method !== 'POST') return failure(405, 'METHOD_NOT_ALLOWED', 'expected POST')
  if (hasIdentity) return failure(403, 'CALLER_IDENTITY', 'this address is for WeChat Pay, not for mini-program users')
  if (byteLength === undefined)
    return failure(400, 'BODY_NOT_TEXT', 'expected the body as text; the bytes it was signed over are lost')
  if (byteLength > MAX_BODY_BYTES) return failure(413, 'BODY_TOO_LARGE', `expected at most ${MAX_BODY_BYTES} bytes`)
  return undefined
}
