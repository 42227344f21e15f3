// One signed call that touches nothing: whether WeChat Pay takes our signature, and we theirs.
import { randomUUID } from 'node:crypto'
import type { Given } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { loadSettings } from '../../../cloudfunctions/_shared/platform/settings/load'
import { createWechatPay } from '../../../cloudfunctions/_shared/wechatpay/client'
import {
  WechatPayApiError,
  WechatPayTransportError,
  WechatPayVerifyError,
} from '../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import type { EchoSeen } from './world'

/** @param given settings that were checked */
export async function sendEcho(given: Given, hosts: readonly string[]): Promise<EchoSeen> {
  // No echo has to do with any environment.
  const settings = loadSettings({ ...given, TCB_ENV: 'none' }, 'callables')
  const { mchid, serial, privateKey, publicKey, platformCertificates, apiV3Keys } = settings
  const wxpay = createWechatPay({
    mchid,
    serial,
    privateKey,
    ...(publicKey && { publicKey }),
    platformCertificates,
    apiV3Keys,
    hosts,
  })
  const echo_message = randomUUID()
  try {
    const { data } = await wxpay.chain('v3/security/echo').post({ echo_message })
    return data.echo_message === echo_message
      ? { kind: 'echoed' }
      : { kind: 'untrusted', detail: 'it echoed something else' }
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): EchoSeen {
  if (error instanceof WechatPayApiError) return { kind: 'refused', detail: error.message }
  if (error instanceof WechatPayVerifyError) return { kind: 'untrusted', detail: error.message }
  if (error instanceof WechatPayTransportError) return { kind: 'unreachable', detail: error.message }
  throw error
}
