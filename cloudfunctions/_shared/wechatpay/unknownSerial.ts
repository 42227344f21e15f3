// A message signed with a key we do not hold: which kind of key that is, and what to do. It shows up when a merchant moves
// from platform certificates to the WeChat Pay public key, or has moved and we have not.

/**
 * @param serial as the message names it
 * @param trusted serials of the ring, also of certificates that are not valid now
 */
export function explainSerial(serial: string, trusted: readonly string[]): string {
  return `no trusted key named ${serial}; trusted: ${trusted.join(', ') || 'none'}; ${cureOf(serial, trusted)}`
}

const isPublicKeyId = (serial: string): boolean => serial.startsWith('PUB_KEY_ID_')

function cureOf(serial: string, trusted: readonly string[]): string {
  if (!isPublicKeyId(serial)) return trusted.includes(serial) ? EXPIRED : CERTIFICATE
  return trusted.some(isPublicKeyId) ? OTHER_PUBLIC_KEY : PUBLIC_KEY
}

const PUBLIC_KEY =
  'it is signed with the WeChat Pay public key (微信支付公钥): download it from the merchant platform under API安全 and configure it with its id'
const OTHER_PUBLIC_KEY =
  'the merchant platform has another WeChat Pay public key (微信支付公钥) under API安全: compare its id'
const CERTIFICATE =
  'it is signed with a platform certificate (平台证书): start the switch to the public key (微信支付公钥) in the merchant platform under API安全, or add that certificate'
const EXPIRED =
  'that certificate is not valid now: add the current one, or use the WeChat Pay public key (微信支付公钥)'
