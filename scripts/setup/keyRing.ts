// What was found, sorted by what it is: our keys, our certificates, public keys, platform certificates, and what is of no use.
import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto'
import type { FoundFile } from './findKeyFiles'
import { openPkcs12 } from './openPkcs12'

export interface Found<T> {
  value: T
  from: FoundFile
}

export interface FoundKeys {
  /** Each once, however many files hold it. */
  privateKeys: Found<KeyObject>[]
  publicKeys: Found<KeyObject>[]
  /** Certificates made out to a merchant number. */
  certificates: Found<X509Certificate>[]
  platformCertificates: Found<X509Certificate>[]
  /** PKCS#12 files no known merchant number opens. */
  closed: FoundFile[]
  /** Whether a number was known to open them with. */
  isNumberKnown: boolean
  /** All that are no PKCS#12 file, whatever they hold. */
  plain: readonly FoundFile[]
}

/** @param mchid where it is known; a PKCS#12 file is opened with it, or with the number of a certificate beside it */
export function sortKeys(files: readonly FoundFile[], mchid: string | undefined): FoundKeys {
  const plain = files.filter(({ file }) => file.kind !== 'PKCS#12 file')
  const certificates = plain.flatMap((from) =>
    from.file.kind === 'certificate' ? [{ value: from.file.certificate, from }] : [],
  )
  const numbers = [mchid, ...certificates.map(({ value }) => merchantOf(value))].filter((one) => one !== undefined)
  const closed: FoundFile[] = []
  const opened = files
    .filter(({ file }) => file.kind === 'PKCS#12 file')
    .flatMap((from) => {
      const inside = numbers.map((number) => openPkcs12(from.source as Buffer, number)).find((one) => one)
      if (!inside) closed.push(from)
      return inside ? [{ ...inside, from }] : []
    })
  const all = [...certificates, ...opened.map(({ certificate: value, from }) => ({ value, from }))]
  const isOurs = ({ value }: Found<X509Certificate>) => merchantOf(value) !== undefined
  return {
    privateKeys: each(
      [...keysOf(plain, 'private key'), ...opened.map(({ key: value, from }) => ({ value, from }))],
      half,
    ),
    publicKeys: each(keysOf(plain, 'public key'), half),
    certificates: each(all.filter(isOurs), serialOf),
    platformCertificates: each(
      all.filter((one) => !isOurs(one)),
      serialOf,
    ),
    closed,
    isNumberKnown: numbers.length > 0,
    plain,
  }
}

const keysOf = (files: readonly FoundFile[], kind: 'private key' | 'public key'): Found<KeyObject>[] =>
  files.flatMap((from) => (from.file.kind === kind ? [{ value: from.file.key, from }] : []))

function each<T>(all: readonly Found<T>[], nameOf: (one: T) => string): Found<T>[] {
  const names = all.map(({ value }) => nameOf(value))
  return all.filter((_, index) => names.indexOf(names[index] ?? '') === index)
}

const serialOf = ({ serialNumber }: X509Certificate): string => serialNumber

/** A key by its public half, which both halves have. */
export const half = (key: KeyObject): string =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }).toString('base64')

/** The merchant API certificate is made out to the merchant number. @returns undefined of one that is made out to anybody else */
export const merchantOf = ({ subject }: X509Certificate): string | undefined => /^CN=(\d{1,32})$/m.exec(subject)?.[1]
