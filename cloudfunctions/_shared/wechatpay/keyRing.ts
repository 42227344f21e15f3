// Whose word counts: WeChat Pay public keys and platform certificates in one ring, by `Wechatpay-Serial`.
import { createPublicKey, KeyObject, X509Certificate } from 'node:crypto'
import { ConfigError } from './wechatpayErrors'

interface TrustedKey {
  key: KeyObject
  /** Public keys do not expire; certificates do. Milliseconds since 1970. */
  validFromMs: number
  validToMs: number
}

export interface TrustSources {
  /** WeChat Pay public key (微信支付公钥). */
  publicKey?: { id: string; key: string | KeyObject }
  /** Platform certificates (平台证书): serial -> PEM. */
  platformCertificates?: Readonly<Record<string, string>>
}

/** What verifying needs of a ring. */
export interface TrustedKeys {
  /** The key named by a serial, if it is trusted now. */
  find(serial: string, nowMs: number): KeyObject | undefined
  readonly serials: readonly string[]
}

/**
 * Keys trusted to speak for WeChat Pay. It never fetches: a serial it does not hold is refused with no network call,
 * since anyone can put any serial into a message.
 */
export class KeyRing implements TrustedKeys {
  readonly #keys = new Map<string, TrustedKey>()

  find(serial: string, nowMs: number): KeyObject | undefined {
    const trusted = this.#keys.get(serial)
    return trusted && trusted.validFromMs <= nowMs && nowMs < trusted.validToMs ? trusted.key : undefined
  }

  get serials(): string[] {
    return [...this.#keys.keys()]
  }

  addPublicKey(id: string, key: KeyObject): void {
    this.#keys.set(id, { key, validFromMs: 0, validToMs: Infinity })
  }

  /** Under its own serial; one that was held under the same serial is replaced. */
  addCertificate(certificate: X509Certificate): void {
    this.#keys.set(certificate.serialNumber.toUpperCase(), {
      key: certificate.publicKey,
      validFromMs: Date.parse(certificate.validFrom),
      validToMs: Date.parse(certificate.validTo),
    })
  }
}

/**
 * Builds the ring from settings.
 * @throws {ConfigError} nothing to trust, a key that is not RSA of 2048 bits or more, an id of the wrong form, a
 *   certificate filed under another serial
 */
export function createKeyRing(trust: TrustSources): KeyRing {
  const ring = new KeyRing()
  if (trust.publicKey) ring.addPublicKey(readPublicKeyId(trust.publicKey.id), readPublicKey(trust.publicKey.key))
  for (const [serial, pem] of Object.entries(trust.platformCertificates ?? {})) {
    ring.addCertificate(readCertificate(serial, pem))
  }
  return ring
}

function readPublicKeyId(id: string): string {
  if (/^PUB_KEY_ID_[0-9A-Za-z]{1,64}$/.test(id)) return id
  throw problem('publicKey.id', 'expected the id shown beside the WeChat Pay public key, PUB_KEY_ID_ and digits')
}

function readPublicKey(source: string | KeyObject): KeyObject {
  const key = source instanceof KeyObject ? source : parsePublicKey(source)
  if (key.type !== 'public') throw problem('publicKey.key', 'expected a public key; this is a private or secret one')
  return requireRsa(key, 'publicKey.key')
}

function parsePublicKey(pem: string): KeyObject {
  // createPublicKey derives a public key from a private one without a word: then the wrong file would seem to work.
  if (!pem.includes('BEGIN PUBLIC KEY') && !pem.includes('BEGIN RSA PUBLIC KEY')) {
    throw problem('publicKey.key', 'expected the PEM of pub_key.pem, starting with -----BEGIN PUBLIC KEY-----')
  }
  try {
    return createPublicKey(pem)
  } catch {
    throw problem('publicKey.key', 'the PEM cannot be read; check that its line breaks survived')
  }
}

function readCertificate(serial: string, pem: string): X509Certificate {
  const name = `platformCertificates.${serial}`
  const certificate = parseCertificate(pem)
  if (!certificate) throw problem(name, 'expected the PEM of a platform certificate')
  if (certificate.serialNumber.toUpperCase() !== serial.toUpperCase()) {
    throw problem(name, `the certificate's own serial is ${certificate.serialNumber}; file it under that`)
  }
  requireRsa(certificate.publicKey, name)
  return certificate
}

/** @returns undefined when the text is no certificate */
export function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function requireRsa(key: KeyObject, name: string): KeyObject {
  if (isRsa(key)) return key
  throw problem(name, 'expected an RSA key of 2048 bits or more')
}

/** RSA of 2048 bits or more. */
export const isRsa = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048

const problem = (name: string, text: string) => new ConfigError([{ name, problem: text }])
