// What a receiver of Standard Webhooks checks before it believes anything. Code of our own: the kit signs with a library.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const SECRET_PREFIX = 'whsec_'
/** As the libraries have it, behind and ahead. */
const MAX_SKEW_SEC = 5 * 60

interface Received {
  headers: IncomingHttpHeaders
  /** As it came. */
  body: Buffer
  /** `whsec_` and base64. */
  secret: string
  nowMs: number
}

/**
 * @returns why it is not to be believed, or undefined
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (read 2026-11-21)
 */
export function webhookProblem({ headers, body, secret, nowMs }: Received): string | undefined {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`])
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return 'webhook-id, webhook-timestamp and webhook-signature are needed'
  }
  if (!/^\d{10}$/.test(timestamp)) return 'webhook-timestamp: expected seconds since 1970'
  const skewSec = Number(timestamp) - Math.floor(nowMs / 1000)
  if (Math.abs(skewSec) > MAX_SKEW_SEC) {
    return `webhook-timestamp is ${Math.abs(skewSec)} s ${skewSec < 0 ? 'old' : 'ahead'}, limit ${MAX_SKEW_SEC} s`
  }
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  const isSigned = signatures.split(' ').some((one) => isSame(one, expected))
  return isSigned ? undefined : 'webhook-signature does not match'
}

/** One of those a header may hold, `v1,` and base64. */
function isSame(signature: string, expected: Buffer): boolean {
  const [version, value = ''] = signature.split(',')
  const given = Buffer.from(value, 'base64')
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
}
