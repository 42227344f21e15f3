// Keys as they arrive in environment variables: newlines lost, doubled or replaced, sometimes wrapped in base64.
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto'

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string }

const fail = (problem: string) => ({ ok: false, problem }) as const

interface PemBlock {
  /** Such as `PRIVATE KEY`. */
  label: string
  /** With proper line breaks. */
  text: string
}

/**
 * Finds the first PEM block, whatever happened to its white space: real or `\n` newlines, CRLF, blanks in their place,
 * quotes around it, or all of it once more in base64.
 */
export function findPem(text: string, label?: string): PemBlock | undefined {
  return findBlock(text) ?? findBlock(Buffer.from(text, 'base64').toString('latin1')) ?? fromDer(text, label)
}

/** Bare base64 of DER, which every key in ASN.1 starts the same. */
const fromDer = (text: string, label: string | undefined): PemBlock | undefined =>
  label !== undefined && /^MII[A-Za-z0-9+/=\s]+$/.test(text)
    ? findBlock(`-----BEGIN ${label}-----${text}-----END ${label}-----`)
    : undefined

function findBlock(text: string): PemBlock | undefined {
  const match = /-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/s.exec(text.replace(/\\[rn]/g, '\n'))
  const [, label, inside] = match ?? []
  if (label === undefined || inside === undefined) return undefined
  const lines = inside.replace(/\s+/g, '').match(/.{1,64}/g) ?? []
  return { label, text: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n') }
}

const NOT_A_PRIVATE_KEY: Readonly<Record<string, string>> = {
  'RSA PRIVATE KEY':
    'this is a PKCS#1 key; expected PKCS#8 (BEGIN PRIVATE KEY): convert it with "openssl pkcs8 -topk8 -nocrypt -in old.pem -out apiclient_key.pem"',
  'EC PRIVATE KEY': 'this is an EC key; expected the RSA key of the merchant API certificate, apiclient_key.pem',
  'ENCRYPTED PRIVATE KEY':
    'this key has a passphrase; remove it with "openssl pkcs8 -in encrypted.pem -out apiclient_key.pem -topk8 -nocrypt"',
  CERTIFICATE: 'this is a certificate; expected the private key beside it, apiclient_key.pem',
  'PUBLIC KEY': 'this is a public key; expected the private key of the merchant API certificate, apiclient_key.pem',
  'RSA PUBLIC KEY': 'this is a public key; expected the private key of the merchant API certificate, apiclient_key.pem',
}

/** The key of the merchant API certificate (商户API证书私钥). */
export function readPrivateKey(text: string): Read<KeyObject> {
  const pem = findPem(text, 'PRIVATE KEY')
  if (!pem)
    return fail(
      'expected the whole text of apiclient_key.pem, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----',
    )
  if (pem.label !== 'PRIVATE KEY') {
    return fail(NOT_A_PRIVATE_KEY[pem.label] ?? `this is a ${pem.label}; expected a PRIVATE KEY in PKCS#8`)
  }
  const key = attempt(() => createPrivateKey(pem.text))
  return key ? requireRsa(key) : fail('the text between BEGIN and END is damaged; paste the file again')
}

/** The WeChat Pay public key (微信支付公钥). */
export function readPublicKey(text: string): Read<KeyObject> {
  const pem = findPem(text, 'PUBLIC KEY')
  if (!pem)
    return fail('expected the whole text of pub_key.pem, from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----')
  if (pem.label === 'CERTIFICATE')
    return fail('this is a certificate; platform certificates go into WXPAY_PLATFORM_CERTS')
  if (pem.label !== 'PUBLIC KEY') return fail(`this is a ${pem.label}; expected the WeChat Pay public key, pub_key.pem`)
  const key = attempt(() => createPublicKey(pem.text))
  return key ? requireRsa(key) : fail('the text between BEGIN and END is damaged; paste the file again')
}

/**
 * A platform certificate (平台证书), filed under its own serial.
 * @returns the certificate as clean PEM, with its serial as it spells it
 */
export function readCertificate(serial: string, text: string): Read<{ serial: string; pem: string }> {
  const pem = findPem(text, 'CERTIFICATE')
  const certificate = pem?.label === 'CERTIFICATE' ? attempt(() => new X509Certificate(pem.text)) : undefined
  if (!pem || !certificate) return fail(`${serial}: expected the PEM of a platform certificate`)
  if (!isSameSerial(certificate.serialNumber, serial)) {
    return fail(`${serial}: the certificate's own serial is ${certificate.serialNumber}; file it under that`)
  }
  const checked = requireRsa(certificate.publicKey)
  return checked.ok
    ? { ok: true, value: { serial: certificate.serialNumber, pem: pem.text } }
    : fail(`${serial}: ${checked.problem}`)
}

/** True when the "public key" is our own half: a mix-up which would make every check fail later. */
export const isOwnPublicKey = (privateKey: KeyObject, publicKey: KeyObject): boolean =>
  createPublicKey(privateKey).equals(publicKey)

// Leading zeros and case differ between tools.
const isSameSerial = (a: string, b: string): boolean => /^[0-9a-f]+$/i.test(b) && BigInt(`0x${a}`) === BigInt(`0x${b}`)

function requireRsa(key: KeyObject): Read<KeyObject> {
  if (key.asymmetricKeyType !== 'rsa')
    return fail(`this is an ${key.asymmetricKeyType?.toUpperCase() ?? 'unknown'} key; expected RSA`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return bits >= 2048 ? { ok: true, value: key } : fail(`this key has ${bits} bits; expected 2048 or more`)
}

/** @returns undefined where `read` throws: the caller says what was expected instead */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
