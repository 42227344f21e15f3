// NOTIFY 2/5: verify over the raw bytes, then decrypt.
import type { RawRequest } from '../platform/doors/http'
import {
  receiveNotification,
  type NotifyEvent,
  type NotifyRefusal,
  type NotifyTrust,
} from '../wechatpay/receiveNotification'
import { failure, type NotifyFailure } from './outcome'

export type Verified = { ok: true; event: NotifyEvent } | { ok: false; failure: NotifyFailure; explanation: string }

/** @param body present: `refuseEarly` let it through */
export function verifyNotify({ headers }: RawRequest, body: Buffer, trust: NotifyTrust, nowMs: number): Verified {
  const result = receiveNotification({ headers, body }, trust, nowMs)
  if (result.ok) return result
  const { status, message } = ANSWERS[result.kind]
  return { ok: false, failure: failure(status, result.reason, message), explanation: result.explanation }
}

const ANSWERS: Record<NotifyRefusal['kind'], Pick<NotifyFailure, 'status' | 'message'>> = {
  tooLarge: { status: 413, message: 'the body is too large' },
  notAuthentic: { status: 401, message: 'the signature could not be verified' },
  unreadable: { status: 400, message: 'the notification could not be read' },
  keyMismatch: { status: 500, message: 'the notification could not be decrypted yet' },
}
