// Whose word counts: WeChat Pay public keys and platform certificates in one ring, by `Wechatpay-Serial`.
import type { KeyObject, X509Certificate } from 'node:crypto'
import type { KeySource } from './keyFile'
import { entryName, readPlatformCertificate, readPublicKey, readPublicKeyId } from './keys'
import { isPlainObject } from './plainJson'
import { Problems } from './problems'
import { lapseOf, validityOf, type Lapse, type Validity } from './validity'

interface TrustedKey {
  key: KeyObject
  /** Of a certificate: public keys do not expire. */
  validity?: Validity
}

export interface TrustSources {
  /** WeChat Pay public key (微信支付公钥), SPKI or PKCS#1, and its id, `PUB_KEY_ID_...`. The default way to verify. */
  publicKey?: { id: string; key: KeySource }
  /** Platform certificates (平台证书) trusted beside or instead of the public key, each under its own serial. */
  platformCertificates?: Readonly<Record<string, string | Buffer | X509Certificate>>
}

/** What verifying needs of a ring. */
export interface TrustedKeys {
  /** The key named by a serial, if it is trusted now. */
  find(serial: string, nowMs: number): KeyObject | undefined
  /** Why one that is held is not trusted now. */
  lapse(serial: string, nowMs: number): Lapse | undefined
  readonly serials: readonly string[]
}

/**
 * Keys trusted to speak for WeChat Pay. It never fetches: a serial it does not hold is refused with no network call,
 * since anyone can put any serial into a message.
 */
export class KeyRing implements TrustedKeys {
  readonly #keys = new Map<string, TrustedKey>()

  find(serial: string, nowMs: number): KeyObject | undefined {
    return this.lapse(serial, nowMs) ? undefined : this.#keys.get(serial)?.key
  }

  lapse(serial: string, nowMs: number): Lapse | undefined {
    const validity = this.#keys.get(serial)?.validity
    return validity && lapseOf(validity, nowMs)
  }

  get serials(): string[] {
    return [...this.#keys.keys()]
  }

  addPublicKey(id: string, key: KeyObject): void {
    this.#keys.set(id, { key })
  }

  /** Under its own serial; one that was held under the same serial is replaced. */
  addCertificate(certificate: X509Certificate): void {
    this.#keys.set(certificate.serialNumber.toUpperCase(), {
      key: certificate.publicKey,
      validity: validityOf(certificate),
    })
  }
}

/**
 * Builds the ring.
 * @throws {ConfigError} all problems at once: what is no RSA key of 2048 bits or more, an id of the wrong form, a
 *   certificate filed under another serial, a member nobody reads
 */
export function createKeyRing(trust: TrustSources): KeyRing {
  const problems = new Problems()
  if (!isPlainObject(trust)) problems.add('trust', 'expected { publicKey, platformCertificates }, either or both')
  else problems.refuseUnknown(trust, ['publicKey', 'platformCertificates'])
  const { ring } = readTrust(isPlainObject(trust) ? trust : {}, problems)
  return problems.orThrow(ring)
}

interface Trust {
  /** Holds what is right; what is not is among the problems. */
  ring: KeyRing
  publicKey?: { id: string; key: KeyObject }
}

export function readTrust(trust: TrustSources, problems: Problems): Trust {
  const ring = new KeyRing()
  const publicKey = addPublicKey(ring, trust.publicKey, problems)
  certificateEntries(trust.platformCertificates, problems).forEach(([serial, source], index) => {
    const read = readPlatformCertificate(serial, source)
    const certificate = problems.take(`platformCertificates.${entryName(serial, index)}`, read)
    if (certificate) ring.addCertificate(certificate)
  })
  return { ring, ...publicKey }
}

type Certificates = NonNullable<TrustSources['platformCertificates']>

/** Not every caller is checked by a compiler: null is as good as absent. */
function certificateEntries(given: Certificates | null | undefined, problems: Problems) {
  if (given === undefined || given === null) return []
  if (isPlainObject(given)) return Object.entries(given)
  problems.add('platformCertificates', 'expected an object: { [serial]: certificate }')
  return []
}

function addPublicKey(
  ring: KeyRing,
  given: TrustSources['publicKey'] | null,
  problems: Problems,
): Pick<Trust, 'publicKey'> {
  if (given === undefined || given === null) return {}
  if (!isPlainObject(given)) {
    problems.add('publicKey', 'expected an object: { id, key }')
    return {}
  }
  problems.refuseUnknown(given, ['id', 'key'], 'publicKey.')
  const id = problems.take('publicKey.id', readPublicKeyId(given.id))
  const key = problems.take('publicKey.key', readPublicKey(given.key, 'platformCertificates'))
  if (id === undefined || key === undefined) return {}
  ring.addPublicKey(id, key)
  return { publicKey: { id, key } }
}
