// A message signed with a key we do not hold: which kind of key that is, and what to do. It shows up when a merchant moves
// from platform certificates to the WeChat Pay public key, or has moved and we have not.
import type { TrustedKeys } from './keyRing'

/**
 * Names of our own keys alone are told: anyone may call one anything.
 * @param serial as the message names it
 */
export function explainSerial(serial: string, keys: TrustedKeys, nowMs: number): string {
  const trusted = keys.serials.map((one) => toldOf(one, keys, nowMs)).join(', ')
  const cure = cureOf(serial, keys)
  const told = `Wechatpay-Serial names ${kindOf(serial)} that is not trusted; trusted: ${trusted || 'none'}`
  return cure === undefined ? told : `${told}; ${cure}`
}

function toldOf(serial: string, keys: TrustedKeys, nowMs: number): string {
  const lapse = keys.lapse(serial, nowMs)
  return lapse ? `${serial} (${lapse.told})` : serial
}

const isPublicKeyId = (serial: string): boolean => serial.startsWith('PUB_KEY_ID_')

const isCertificate = (serial: string): boolean => /^[0-9A-Fa-f]{1,40}$/.test(serial)

function kindOf(serial: string): string {
  if (isPublicKeyId(serial)) return 'a public key (PUB_KEY_ID_...)'
  return isCertificate(serial) ? 'a certificate' : 'a key'
}

/** None for what is neither: nothing of WeChat Pay's is named so. */
function cureOf(serial: string, { serials }: TrustedKeys): string | undefined {
  if (!isPublicKeyId(serial)) return isCertificate(serial) ? CERTIFICATE : undefined
  return serials.some(isPublicKeyId) ? OTHER_PUBLIC_KEY : PUBLIC_KEY
}

const PUBLIC_KEY =
  'it is signed with the WeChat Pay public key (微信支付公钥): download it from the merchant platform under API安全 and configure it with its id'
const OTHER_PUBLIC_KEY =
  'the merchant platform has another WeChat Pay public key (微信支付公钥) under API安全: compare its id'
const CERTIFICATE =
  'it is signed with a platform certificate (平台证书): start the switch to the public key (微信支付公钥) in the merchant platform under API安全, or add that certificate'
