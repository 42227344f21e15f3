// What of a call that failed a person should hear of.
import { createCallWechatPay } from '../../../../../cloudfunctions/_shared/platform/gateways/callWechatPay'
import {
  WechatPayVerifyError,
  type VerifyFailure,
} from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { ENDLESS } from '../../../../support/fakeDeps'

it.each<[VerifyFailure, string]>([
  ['SERIAL_UNKNOWN', 'alert'],
  ['CERTIFICATE_EXPIRED', 'alert'],
  ['CERTIFICATE_NOT_YET_VALID', 'alert'],
  ['SIGNATURE_MISMATCH', 'info'],
])('an answer that fails by %s is told as %s', async (reason, level) => {
  const logged: string[] = []
  const log = { info: () => void logged.push('info'), alert: () => void logged.push('alert') }
  const call = createCallWechatPay({ log, nowMs: () => 0, deadline: ENDLESS })
  const send = () => Promise.reject(new WechatPayVerifyError(reason, 'x'))
  expect(await call('query', {}, send)).toEqual({ kind: 'unknown', reason: 'untrusted' })
  expect(logged).toEqual([level])
})
