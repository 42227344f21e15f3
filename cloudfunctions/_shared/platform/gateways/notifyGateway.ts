// A notification verified and opened by the protocol, in the words of the flow.
import type { Verification } from '../../notify/ports'
import { lacksGoodKey } from '../../wechatpay/wechatpayErrors'
import { receiveNotification, type NotifyTrust, type RawNotification } from '../../wechatpay/receiveNotification'

export function verifyNotification(raw: RawNotification, trust: NotifyTrust, nowMs: number): Verification {
  const result = receiveNotification(raw, trust, nowMs)
  if (!result.ok) return { ...result, lacksGoodKey: lacksGoodKey(result.reason) }
  const { envelope, plaintext, keyIndex } = result.event
  // Verified and parsed as UTF-8, so the text is the bytes.
  const { id, event_type } = envelope
  return { ok: true, event: { id, event_type, body: raw.body.toString(), plaintext, isTodaysKey: keyIndex === 0 } }
}
