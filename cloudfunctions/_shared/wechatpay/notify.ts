// NOTIFY: (headers, raw bytes, now) -> a verified, decrypted event, or a named reason. No network, no parsing before trust.
import type { NotifyEnvelope } from './wire/notify'

/** Why a notification is not taken, and whose fault it is. */
export type NotifyRefusal =
  /** 413, before anything else. */
  | { kind: 'tooLarge'; reason: 'BODY_TOO_LARGE' }
  /** 401: not provably WeChat Pay's. */
  | { kind: 'notAuthentic'; reason: import('./errors').VerifyFailure }
  /** 400: authentic and unreadable. */
  | {
      kind: 'unreadable'
      reason: 'BODY_NOT_JSON' | 'ENVELOPE_MALFORMED' | 'RESOURCE_MALFORMED' | 'PLAINTEXT_MALFORMED'
    }
  /** 500: ours to mend; no configured APIv3 key opens it. */
  | { kind: 'keyMismatch'; reason: 'APIV3_KEY_MISMATCH' }

export interface NotifyEvent {
  envelope: NotifyEnvelope
  /** The decrypted resource: a JSON object, not yet checked against any shape. */
  plaintext: Record<string, unknown>
}

export type NotifyResult = { ok: true; event: NotifyEvent } | ({ ok: false; explanation: string } & NotifyRefusal)
