// One set of rules for every key, certificate and serial: of the functions' settings and of a client's options. A refusal
// says what was given, what was expected and what to do; it never repeats the value.
import { createSecretKey, KeyObject, type X509Certificate } from 'node:crypto'
import { openKeyFile, type KeyFile, type KeySource } from './keyFile'

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string }

const accept = <T>(value: T) => ({ ok: true, value }) as const
const refuse = (problem: string) => ({ ok: false, problem }) as const

/** Not every caller is checked by a compiler. */
const trimmed = (text: unknown): string => (typeof text === 'string' ? text.trim() : '')

// ---- Keys ----------------------------------------------------------------------------------------------------------

/** The key of the merchant API certificate (商户API证书私钥): RSA of 2048 bits or more, as PKCS#8 or PKCS#1. */
export function readPrivateKey(source: KeySource): Read<KeyObject> {
  const file = openKeyFile(source)
  if (file.kind === 'private key') return requireRsa(file.key, PRIVATE_KEY)
  return refuse(file.kind === 'locked private key' ? UNLOCK : refusalOf(file, PRIVATE_KEY))
}

const UNLOCK =
  'this key has a passphrase; remove it with "openssl pkcs8 -in encrypted.pem -out apiclient_key.pem -topk8 -nocrypt"'

/**
 * The WeChat Pay public key (微信支付公钥): RSA of 2048 bits or more, as SPKI or PKCS#1.
 * @param certificatesName of the setting that platform certificates go into
 */
export function readPublicKey(source: KeySource, certificatesName: string): Read<KeyObject> {
  const file = openKeyFile(source)
  if (file.kind === 'public key') return requireRsa(file.key, PUBLIC_KEY)
  if (givenKind(file) === 'certificate')
    return refuse(`this is a certificate; platform certificates go into ${certificatesName}`)
  return refuse(refusalOf(file, PUBLIC_KEY))
}

/** The public key in a file of any form, a certificate's too. @returns undefined where it holds none, or a private one */
export function publicKeyIn(source: KeySource | X509Certificate): KeyObject | undefined {
  const file = openKeyFile(source)
  return file.kind === 'public key' || file.kind === 'certificate' ? file.key : undefined
}

/** Mix-ups which would make every check fail later, or let whoever has our own key speak for WeChat Pay. */
export const MIX_UPS = {
  publicKey: "is your own key's public half; expected WeChat Pay's, pub_key.pem of the merchant platform",
  certificate: "holds your own certificate (apiclient_cert.pem); expected WeChat Pay's, from /v3/certificates",
  serial:
    "is the serial of a platform certificate; expected that of your own API certificate, apiclient_cert.pem, which is none of WeChat Pay's",
} as const

/** The APIv3 key (APIv3密钥). Judged in characters and bytes both: a 32-character key with one umlaut is 33 bytes. */
export function readApiV3Key(source: KeySource): Read<KeyObject> {
  if (source instanceof KeyObject) {
    return source.symmetricKeySize === 32 ? accept(source) : refuse(`${API_V3_KEY}; this is another key`)
  }
  const bytes = Buffer.from(source instanceof Uint8Array ? source : trimmed(source))
  if (/^[\x21-\x7e]{32}$/.test(bytes.toString('latin1'))) return accept(createSecretKey(bytes))
  const seen = bytes.length === 32 ? 'others too' : `${bytes.length} bytes`
  return refuse(`${API_V3_KEY}; this has ${seen}`)
}

const API_V3_KEY = 'expected the APIv3 key: exactly 32 ASCII letters and digits'

// ---- Certificates and names of keys --------------------------------------------------------------------------------

/**
 * A platform certificate (平台证书), filed under its own serial.
 * @param serial hex, in any case, with or without zeros in front: tools differ
 */
export function readPlatformCertificate(
  serial: string,
  source: string | Buffer | X509Certificate,
): Read<X509Certificate> {
  const file = openKeyFile(source)
  if (file.kind !== 'certificate') return refuse(refusalOf(file, CERTIFICATE))
  const { certificate, key } = file
  if (!isSameSerial(certificate.serialNumber, serial)) {
    return refuse(`the certificate's own serial is ${certificate.serialNumber}; file it under that`)
  }
  const rsa = requireRsa(key, CERTIFICATE)
  return rsa.ok ? accept(certificate) : rsa
}

/** What is wrong with a file that ought to hold the merchant API certificate (商户API证书). @returns undefined where it does */
export function merchantCertificateProblem(source: KeySource): string | undefined {
  const file = openKeyFile(source)
  return file.kind === 'certificate' ? undefined : refusalOf(file, OWN_CERTIFICATE)
}

/** The digits alone, in upper case: tools and pages write them with a name, colons, blanks and unseen marks around them. */
const serialDigits = (text: string): string =>
  text
    .replace(/^[^=:：]*?(?:serial|序列号)[^=:：]*[=:：]/i, '')
    .replace(/[\s:"'\u200b-\u200f]/g, '')
    .replace(/^0x/i, '')
    .toUpperCase()

/** Zeros in front are some tools' own. */
export const isSameSerial = (one: string, other: string): boolean =>
  serialDigits(one).replace(/^0+/, '') === serialDigits(other).replace(/^0+/, '')

/** What a message may say of an entry of a map: its name where that can be a serial, else its place. */
export const entryName = (serial: string, index: number): string =>
  /^[0-9A-Fa-f:]{1,59}$/.test(serial) ? serial : `entry ${index + 1}`

/** The serial of the merchant API certificate (商户API证书序列号), as `openssl`, a page or a dialog shows it. */
export function readSerial(text: string): Read<string> {
  const given = trimmed(text)
  if (openKeyFile(given).kind === 'certificate')
    return refuse(`this is the certificate itself; expected ${SERIAL_FORM}`)
  const serial = serialDigits(given)
  return /^[0-9A-F]{40}$/.test(serial) ? accept(serial) : refuse(`expected ${SERIAL_FORM}`)
}

const SERIAL_FORM =
  'the serial of the merchant API certificate: 40 hex digits, as "openssl x509 -in apiclient_cert.pem -noout -serial" shows; not a PUB_KEY_ID'

/** The id of the WeChat Pay public key (微信支付公钥ID). */
export function readPublicKeyId(text: string): Read<string> {
  const id = trimmed(text)
  return /^PUB_KEY_ID_[0-9A-Za-z]{1,64}$/.test(id)
    ? accept(id)
    : refuse('expected the id shown beside the WeChat Pay public key: PUB_KEY_ID_ and digits')
}

// ---- Refusals ------------------------------------------------------------------------------------------------------

interface Expected {
  kind: 'private key' | 'public key' | 'certificate'
  what: string
  file: string
}

const PRIVATE_KEY: Expected = {
  kind: 'private key',
  what: 'the private key of the merchant API certificate',
  file: 'apiclient_key.pem',
}
const PUBLIC_KEY: Expected = { kind: 'public key', what: 'the WeChat Pay public key', file: 'pub_key.pem' }
const OWN_CERTIFICATE: Expected = {
  kind: 'certificate',
  what: 'the merchant API certificate',
  file: 'apiclient_cert.pem',
}
const CERTIFICATE: Expected = { kind: 'certificate', what: 'a platform certificate', file: 'wechatpay_<serial>.pem' }

/** What it was meant to be, even where it is damaged. */
const givenKind = (file: KeyFile): string =>
  file.kind === 'damaged' || file.kind === 'cut short' ? file.was : file.kind === 'other PEM' ? file.label : file.kind

function refusalOf(file: KeyFile, { kind, what, file: name }: Expected): string {
  const given = givenKind(file)
  if (given === kind && file.kind === 'cut short' && file.isFirstLineOnly) return FIRST_LINE
  if (given === 'unknown' || (given === kind && file.kind === 'cut short')) {
    const label = kind.toUpperCase()
    return `expected the whole text of ${name}, from -----BEGIN ${label}----- to -----END ${label}-----, or base64 of it`
  }
  if (given === kind) return 'the text between BEGIN and END is damaged; paste the file again'
  if (given === 'DER') return `this is cut short or damaged; expected the whole of ${name}, or base64 of it`
  // Loud: it is in a place where nobody looks after it.
  return `this is a ${given === 'private key' ? 'PRIVATE KEY' : given}; expected ${what}, ${name}`
}

const FIRST_LINE = 'has only the first line of a key: put its whole text into double quotes, or in .env name its file'

function requireRsa(key: KeyObject, { what, file }: Expected): Read<KeyObject> {
  const type = key.asymmetricKeyType?.toUpperCase() ?? 'unknown'
  if (type !== 'RSA') return refuse(`this is an ${type} key; expected RSA: ${what}, ${file}`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return bits >= 2048 ? accept(key) : refuse(`this key has ${bits} bits; expected 2048 or more`)
}
