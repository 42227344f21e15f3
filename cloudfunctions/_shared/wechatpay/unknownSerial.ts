// A message signed with a key we do not hold: which kind of key that is, and what to do. It shows up when a merchant moves
// from platform certificates to the WeChat Pay public key, or has moved and we have not.
import type { TrustedKeys } from './keyRing'

/**
 * Names of our own keys alone are told: anyone may call one anything.
 * @param serial as the message names it
 */
export function explainSerial(serial: string, keys: TrustedKeys, nowMs: number): string {
  const trusted = keys.serials.map((one) => toldOf(one, keys, nowMs)).join(', ')
  return `Wechatpay-Serial names ${kindOf(serial)} that is not trusted; trusted: ${trusted || 'none'}; ${cureOf(serial, keys)}`
}

function toldOf(serial: string, keys: TrustedKeys, nowMs: number): string {
  const lapse = keys.lapse(serial, nowMs)
  return lapse ? `${serial} (${lapse.told})` : serial
}

const isPublicKeyId = (serial: string): boolean => serial.startsWith('PUB_KEY_ID_')

function kindOf(serial: string): string {
  if (isPublicKeyId(serial)) return 'a public key (PUB_KEY_ID_...)'
  return /^[0-9A-Fa-f]{1,40}$/.test(serial) ? 'a certificate' : 'a key'
}

function cureOf(serial: string, { serials }: TrustedKeys): string {
  if (!isPublicKeyId(serial)) return CERTIFICATE
  return serials.some(isPublicKeyId) ? OTHER_PUBLIC_KEY : PUBLIC_KEY
}

const PUBLIC_KEY =
  'it is signed with the WeChat Pay public key (微信支付公钥): download it from the merchant platform under API安全 and configure it with its id'
const OTHER_PUBLIC_KEY =
  'the merchant platform has another WeChat Pay public key (微信支付公钥) under API安全: compare its id'
const CERTIFICATE =
  'it is signed with a platform certificate (平台证书): start the switch to the public key (微信支付公钥) in the merchant platform under API安全, or add that certificate'
