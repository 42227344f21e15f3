// What proves that a call comes from a server that has the key. One file for both ends: the door, and the call kit.
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What is signed. JSON of this call in any order of keys, and with any blanks, is the same call. */
interface Call {
  action: string
  input: object
  /** When it was signed, in milliseconds since 1970. */
  at: number
  /** 16 to 64 characters of `0-9A-Za-z_-`, never used before. */
  nonce: string
}

/** What a server-only function is called with. */
export interface SignedCall extends Call {
  /** 64 lower-case hex digits. */
  mac: string
}

const VERSION = 'v1'

/**
 * HMAC-SHA256, hex, over the canonical JSON (RFC 8785) of `["v1", functionName, action, at, nonce, input]` in UTF-8.
 * @throws {Error} the input holds what JSON cannot say
 */
export const macOf = (key: KeyObject, functionName: string, call: Call): string =>
  mac(key, functionName, call).toString('hex')

function mac(key: KeyObject, functionName: string, { action, at, nonce, input }: Call): Buffer {
  const text = canonicalize([VERSION, functionName, action, at, nonce, input]) ?? ''
  return createHmac('sha256', key).update(text).digest()
}

/** Takes as long for a mac that is nearly right as for one that is not. */
export function isGenuine(key: KeyObject, functionName: string, call: SignedCall): boolean {
  const told = Buffer.from(call.mac, 'hex')
  const right = mac(key, functionName, call)
  return /^[0-9a-f]{64}$/.test(call.mac) && told.length === right.length && timingSafeEqual(told, right)
}
