// What is handed to servers that call a server-only function: `dist/call-kit`, and `npm run admin`.
import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import canonicalize from 'canonicalize'
import { macOf } from '../../cloudfunctions/_shared/platform/doors/callMac'
import { readCallKey } from '../../cloudfunctions/_shared/platform/settings/forms/callKey'

interface CallToSign {
  /** As it is in `.env`: 32 bytes, as 64 hex digits or in base64. A secret: keep it on servers. */
  key: string
  /** Such as `contractAdmin`: a call signed for one function is refused by every other. */
  functionName: string
  action: string
  /** A plain object of what JSON can say. */
  input: object
  /** Milliseconds since 1970; now, unless told otherwise. A call is good for 5 minutes. */
  nowMs?: number
  /** 16 to 64 characters of `0-9A-Za-z_-`, never used before; drawn, unless told otherwise. A call is good once. */
  nonce?: string
}

/** What the function is called with, as it is. */
export interface SignedCall {
  action: string
  input: object
  at: number
  nonce: string
  /** HMAC-SHA256 over all of this and the function's name, 64 hex digits. */
  mac: string
}

/**
 * Signs one call of a server-only function: hand the result to `cloud.callFunction({ name, data })`.
 * @throws {TypeError} naming what is wrong; never the key
 */
export function signCall({ key, functionName, action, input, nowMs, nonce }: CallToSign): SignedCall {
  const read = readCallKey(textOf('key', key).trim())
  if (!read.ok) throw new TypeError(`key: ${read.problem}`)
  const call = {
    action: textOf('action', action),
    input: exactly(input),
    at: timeOf(nowMs ?? Date.now()),
    nonce: nonceOf(nonce ?? randomBytes(24).toString('base64url')),
  }
  return { ...call, mac: macOf(read.value, textOf('functionName', functionName), call) }
}

// Not every caller is checked by a compiler.
function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name}: expected text`)
  return value
}

function timeOf(value: number): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('nowMs: expected milliseconds since 1970')
  return value
}

function nonceOf(value: unknown): string {
  if (typeof value === 'string' && /^[\w-]{16,64}$/.test(value)) return value
  throw new TypeError('nonce: expected 16 to 64 letters, digits, _ and -')
}

/** What would arrive as something else is refused, since that is not what was signed. */
function exactly(input: unknown): object {
  const text = typeof input === 'object' && input !== null && !Array.isArray(input) ? toJson(input) : undefined
  const arrives: unknown = text === undefined ? undefined : JSON.parse(text)
  if (!isDeepStrictEqual(arrives, input)) {
    throw new TypeError(
      'input: expected an object that JSON says exactly: no undefined, Date, Map, NaN, -0 or class in it',
    )
  }
  return input as object
}

function toJson(input: object): string | undefined {
  try {
    return canonicalize(input)
  } catch {
    return undefined
  }
}
