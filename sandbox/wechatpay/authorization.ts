// AUTHORIZATION: is this request the merchant's, fresh, and seen for the first time? Everything that fails is 401 SIGN_ERROR.
import { isSignedBy, requestMessage, SIGNATURE_TYPE } from './signature'
import type { MerchantKey } from '../keys'
import { signError } from './refusal'

/** Seconds a request may be old, or ahead. No page gives the number; answers and callbacks use this one. */
const WINDOW_SEC = 300
const MEMBERS = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'] as const
type Member = (typeof MEMBERS)[number]
type AuthorizationMembers = Record<Member, string>

interface SignedRequest {
  method: string
  /** Path and query exactly as received. */
  url: string
  /** The `Authorization` header. */
  authorization: string | undefined
  body: Buffer
}

/** Remembers nonces while a repeat could still be fresh. */
export class Nonces {
  readonly #seenAtSec = new Map<string, number>()

  /** @returns false when the nonce was used within the window */
  use(nonce: string, nowSec: number): boolean {
    for (const [old, atSec] of this.#seenAtSec) {
      if (nowSec - atSec <= 2 * WINDOW_SEC) break // insertion order is time order
      this.#seenAtSec.delete(old)
    }
    if (this.#seenAtSec.has(nonce)) return false
    this.#seenAtSec.set(nonce, nowSec)
    return true
  }
}

/**
 * Checks who sent a request.
 * @throws {Refusal} 401 SIGN_ERROR naming the member that is wrong and what was expected
 */
export function checkAuthorization(
  request: SignedRequest,
  merchant: { mchid: string; key: MerchantKey },
  nonces: Nonces,
  nowSec: number,
): void {
  const members = parseAuthorization(request.authorization)
  if (members.mchid !== merchant.mchid) throw signError('mchid', `${members.mchid} is not a merchant here`)
  if (members.serial_no.toUpperCase() !== merchant.key.serial) {
    throw signError('serial_no', 'is not the serial of this merchant API certificate (商户API证书)')
  }
  checkTimestamp(members.timestamp, nowSec)
  checkSignature(request, members, merchant.key)
  // Last: a stranger must not be able to use up the merchant's nonces.
  if (!nonces.use(members.nonce_str, nowSec))
    throw signError('nonce_str', 'was used before; make a new one for each request')
}

/** @throws {Refusal} the header is missing or does not follow the grammar */
function parseAuthorization(header: string | undefined): AuthorizationMembers {
  if (header === undefined || header === '') throw signError('header', 'is missing')
  const [, scheme, rest] = /^(\S+) +(.*)$/.exec(header) ?? []
  if (scheme !== SIGNATURE_TYPE || rest === undefined)
    throw signError('header', `must start with ${SIGNATURE_TYPE} and a blank`)
  const members = new Map<string, string>()
  for (const part of rest.split(',')) {
    const [, name, value] = /^ *([a-z_]+)="([^"]*)" *$/.exec(part) ?? []
    if (name === undefined || value === undefined)
      throw signError('header', 'must be name="value" members with commas between')
    if (members.has(name)) throw signError(name, 'is given twice')
    members.set(name, value)
  }
  return takeMembers(members)
}

function takeMembers(members: ReadonlyMap<string, string>): AuthorizationMembers {
  const unknown = [...members.keys()].find((name) => !(MEMBERS as readonly string[]).includes(name))
  if (unknown !== undefined) throw signError(unknown, 'is not a member of Authorization')
  const take = (name: Member): string => {
    const value = members.get(name)
    if (value === undefined || value === '') throw signError(name, 'is missing')
    return value
  }
  return {
    mchid: take('mchid'),
    nonce_str: checkNonce(take('nonce_str')),
    timestamp: take('timestamp'),
    serial_no: take('serial_no'),
    signature: take('signature'),
  }
}

function checkNonce(nonce: string): string {
  if (!/^[0-9A-Za-z_-]{1,32}$/.test(nonce)) throw signError('nonce_str', 'must be 1 to 32 letters, digits, - or _')
  return nonce
}

function checkTimestamp(timestamp: string, nowSec: number): void {
  if (!/^[0-9]{10}$/.test(timestamp)) throw signError('timestamp', 'must be Unix seconds: 10 digits, not milliseconds')
  const skewSec = Number(timestamp) - nowSec
  if (Math.abs(skewSec) > WINDOW_SEC) {
    throw signError(
      'timestamp',
      `is ${Math.abs(skewSec)} s ${skewSec < 0 ? 'old' : 'ahead'}, limit ${WINDOW_SEC} s; set the clock`,
    )
  }
}

function checkSignature(request: SignedRequest, members: AuthorizationMembers, key: MerchantKey): void {
  const { method, url, body } = request
  const message = requestMessage(method, url, members.timestamp, members.nonce_str, body)
  if (isSignedBy(key.publicKey, message, members.signature)) return
  // What the real one tells too: enough to compare with the text one has signed. The body is left out.
  const sign_information = {
    method,
    url,
    truncated_sign_message: `${method}\n${url}\n${members.timestamp}\n${members.nonce_str}\n`,
    sign_message_length: message.length,
  }
  throw signError('signature', 'does not match; compare the signed text with sign_information', { sign_information })
}
