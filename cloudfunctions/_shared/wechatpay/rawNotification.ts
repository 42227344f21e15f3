// What a notification is handed over as. Frameworks differ in how they give headers and bytes; what would lose the bytes that
// were signed is refused by name, since it could only ever fail, and as a forgery.
import type { KeyObject } from 'node:crypto'
import { isAnyArrayBuffer } from 'node:util/types'
import type { KeySource } from './keyFile'
import type { TrustedKeys } from './keyRing'
import { readApiV3Key } from './keys'
import { isPlainObject } from './plainJson'
import { Problems } from './problems'
import type { MessageHeaders } from './verifySignature'
import { InputError } from './wechatpayErrors'

export interface GivenNotification {
  /** Names in any case; a repeated header is an array of its values. Or a `Headers` of fetch, or a Map. */
  headers: MessageHeaders | { entries(): Iterable<[string, unknown]> }
  /** As it came, after the gateway's base64 was undone: bytes, or the text they are in UTF-8. Never parsed. */
  body: Uint8Array | ArrayBuffer | string
}

/** @throws {InputError} */
export function readRaw(raw: GivenNotification, nowMs: number): { headers: MessageHeaders; body: Buffer } {
  if (!Number.isFinite(nowMs))
    throw new InputError('nowMs', 'expected milliseconds since 1970, as Date.now() tells them')
  if (typeof raw !== 'object' || (raw as unknown) === null) throw new InputError('raw', 'expected { headers, body }')
  return { headers: readHeaders(raw.headers), body: readBody(raw.body) }
}

function readBody(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body
  if (typeof body === 'string') return Buffer.from(body, 'utf8')
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (isAnyArrayBuffer(body)) return Buffer.from(body)
  throw new InputError('body', 'expected the bytes or the text as they came, before anything parsed them')
}

function readHeaders(headers: unknown): MessageHeaders {
  // Without headers there is no signature, and the verifier says so.
  if (headers === undefined || headers === null) return {}
  const { entries } = headers as { entries?: unknown }
  if (typeof headers === 'object' && typeof entries === 'function' && !Array.isArray(headers))
    return Object.fromEntries((headers as Map<string, unknown>).entries())
  if (typeof headers === 'object' && !Array.isArray(headers)) return headers as MessageHeaders
  throw new InputError('headers', 'expected an object of names and values, Headers or a Map')
}

/** @throws {ConfigError} all problems at once */
export function readNotifyTrust(trust: { keys: TrustedKeys; apiV3Keys: readonly KeySource[] }): {
  keys: TrustedKeys
  apiV3Keys: readonly KeyObject[]
} {
  const problems = new Problems()
  const { keys, apiV3Keys }: Partial<typeof trust> = isPlainObject(trust) ? trust : {}
  if (typeof keys?.find !== 'function') problems.add('keys', 'expected what createKeyRing makes')
  const sources = problems.takeList('apiV3Keys', apiV3Keys ?? [], 'the current one, the one before')
  if (sources?.length === 0) problems.add('apiV3Keys', 'expected at least one APIv3 key')
  const read = (sources ?? []).map((source, index) => problems.take(`apiV3Keys[${index}]`, readApiV3Key(source)))
  return problems.orThrow(keys && { keys, apiV3Keys: read.filter((key) => key !== undefined) })
}
