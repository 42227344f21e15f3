// A notification verified and opened by the protocol, in the words of the flow.
import type { KeyObject } from 'node:crypto'
import type { SealedReader, Verification } from '../../notify/ports'
import { lacksGoodKey } from '../../wechatpay/wechatpayErrors'
import {
  receiveNotification,
  reopenNotification,
  type NotifyTrust,
  type RawNotification,
} from '../../wechatpay/receiveNotification'

export function verifyNotification(raw: RawNotification, trust: NotifyTrust, nowMs: number): Verification {
  const result = receiveNotification(raw, trust, nowMs)
  if (!result.ok) {
    const isUntold = lacksGoodKey(result.reason)
    const reason = isProbe(raw) && !isUntold ? 'SIGNTEST' : result.reason
    return { ...result, reason, lacksGoodKey: isUntold }
  }
  const { envelope, plaintext, keyIndex } = result.event
  // Verified and parsed as UTF-8, so the text is the bytes.
  const { id, event_type } = envelope
  return { ok: true, event: { id, event_type, body: raw.body.toString(), plaintext, isTodaysKey: keyIndex === 0 } }
}

/** 签名探测流量: WeChat Pay looks whether a wrong signature is refused. Told apart, since each is as it should be. */
const isProbe = ({ headers }: RawNotification): boolean =>
  Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'wechatpay-signature' && String(value).startsWith('WECHATPAY/SIGNTEST/'),
  )

export function createSealedReader(apiV3Keys: readonly KeyObject[], eventMap: SealedReader['eventMap']): SealedReader {
  return {
    eventMap,
    open(body) {
      const result = reopenNotification(Buffer.from(body), apiV3Keys)
      if (!result.ok) return { ok: false, reason: result.reason }
      const { envelope, plaintext } = result.event
      return { ok: true, event: { event_type: envelope.event_type, plaintext } }
    },
  }
}
