// NOTIFY: (headers, raw bytes, now) -> a verified, decrypted event, or a named reason. Nothing is read before it is
// trusted, and nothing is fetched.
import type { KeyObject } from 'node:crypto'
import { decryptResource } from './aead'
import type { VerifyFailure } from './wechatpayErrors'
import { isObject, parseJson } from './json'
import type { TrustedKeys } from './keyRing'
import type { KeySource } from './keyFile'
import { readNotifyTrust, readRaw, type GivenNotification } from './rawNotification'
import { lowerCaseNames, verifySignature, type MessageHeaders } from './verifySignature'
import type { NotifyEnvelope } from './wire/notification'

/** A notification is a few hundred bytes; this is room enough for any of them. */
export const MAX_NOTIFY_BYTES = 64 * 1024

/** Why a notification is not taken. */
export type NotifyRefusal =
  /** Answer 413, before anything else. */
  | { kind: 'tooLarge'; reason: 'BODY_TOO_LARGE' }
  /** Answer 401: not provably WeChat Pay's. */
  | { kind: 'notAuthentic'; reason: VerifyFailure }
  /** Answer 400: authentic and unreadable. */
  | {
      kind: 'unreadable'
      reason: 'BODY_NOT_JSON' | 'ENVELOPE_MALFORMED' | 'RESOURCE_MALFORMED' | 'PLAINTEXT_MALFORMED'
    }
  /** Answer 500: ours to mend; no configured APIv3 key opens it. */
  | { kind: 'keyMismatch'; reason: 'APIV3_KEY_MISMATCH' }

export interface NotifyEvent {
  envelope: NotifyEnvelope
  /** The decrypted resource: a JSON object, not yet checked against any shape. */
  plaintext: Record<string, unknown>
  /** Which of the APIv3 keys opened it: 0 is the current one. */
  keyIndex: number
}

/** `explanation` says what was expected and what to do; it holds no value from the body. */
export type NotifyResult = { ok: true; event: NotifyEvent } | ({ ok: false; explanation: string } & NotifyRefusal)

export interface RawNotification {
  /** Names in any case; a repeated header is an array of its values. */
  headers: MessageHeaders
  /** The bytes as they came, after the gateway's base64 was undone. */
  body: Buffer
}

export interface NotifyTrust {
  /** Of `createKeyRing`. */
  keys: TrustedKeys
  /** APIv3 keys (APIv3密钥), the current one first, in any form a client takes them. */
  apiV3Keys: readonly KeySource[]
}

/**
 * Verifies, then decrypts.
 * @throws {InputError} headers, body or time are of no form that can be checked: a mistake of the code, not of the sender
 * @throws {ConfigError} a key that is none
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012881605 (envelope; read as an excerpt)
 */
export function receiveNotification(raw: GivenNotification, trust: NotifyTrust, nowMs: number): NotifyResult {
  const { headers, body } = readRaw(raw, nowMs)
  const { keys, apiV3Keys } = readNotifyTrust(trust)
  if (body.length > MAX_NOTIFY_BYTES) {
    return refuse({ kind: 'tooLarge', reason: 'BODY_TOO_LARGE' }, `the body is over ${MAX_NOTIFY_BYTES} bytes`)
  }
  const verdict = verifySignature(lowerCaseNames(headers), body, keys, nowMs)
  if (!verdict.ok) return refuse({ kind: 'notAuthentic', reason: verdict.reason }, verdict.explanation)
  const read = readEnvelope(body)
  return read.ok ? openEnvelope(read.envelope, apiV3Keys) : read
}

/**
 * Opens once more what was verified when it came, and kept: its time is over, so its signature is not looked at.
 * @param apiV3Keys the current one first
 */
export function reopenNotification(body: Buffer, apiV3Keys: readonly KeyObject[]): NotifyResult {
  const read = readEnvelope(body)
  return read.ok ? openEnvelope(read.envelope, apiV3Keys) : read
}

type Refused = Extract<NotifyResult, { ok: false }>

const refuse = (refusal: NotifyRefusal, explanation: string): Refused => ({ ok: false, explanation, ...refusal })

/** In an object of its own: the keys of an envelope are the sender's, whatever their names. */
function readEnvelope(body: Buffer): { ok: true; envelope: NotifyEnvelope } | Refused {
  const parsed = parseJson(body)
  if (parsed === undefined) return unreadable('BODY_NOT_JSON', 'the body is not JSON in UTF-8')
  const wrong = firstProblem(parsed.value)
  return wrong ? unreadable('ENVELOPE_MALFORMED', wrong) : { ok: true, envelope: parsed.value as NotifyEnvelope }
}

const unreadable = (reason: Extract<NotifyRefusal, { kind: 'unreadable' }>['reason'], explanation: string) =>
  refuse({ kind: 'unreadable', reason }, explanation)

function firstProblem(value: unknown): string | undefined {
  if (!isObject(value)) return 'expected a JSON object'
  const { id, event_type, resource } = value
  if (!isText(id, 64)) return 'id: expected text of 1 to 64 characters'
  if (!isText(event_type, 64)) return 'event_type: expected text of 1 to 64 characters'
  if (!isObject(resource)) return 'resource: expected an object'
  const { algorithm, nonce, ciphertext, associated_data } = resource
  if (!isText(algorithm) || !isText(nonce) || !isText(ciphertext)) {
    return 'resource: expected text in algorithm, nonce and ciphertext'
  }
  const isAbsent = associated_data === undefined || associated_data === null
  return isAbsent || typeof associated_data === 'string' ? undefined : 'resource.associated_data: expected text'
}

const isText = (value: unknown, max = Infinity): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max

function openEnvelope(envelope: NotifyEnvelope, apiV3Keys: readonly KeyObject[]): NotifyResult {
  const opened = decryptResource(envelope.resource, apiV3Keys)
  if (!opened.ok && opened.kind === 'malformed') return unreadable('RESOURCE_MALFORMED', opened.explanation)
  if (!opened.ok) return refuse({ kind: 'keyMismatch', reason: 'APIV3_KEY_MISMATCH' }, opened.explanation)
  const plaintext = parseJson(opened.plaintext)?.value
  if (!isObject(plaintext)) return unreadable('PLAINTEXT_MALFORMED', 'the plaintext is not a JSON object in UTF-8')
  return { ok: true, event: { envelope, plaintext, keyIndex: opened.keyIndex } }
}
