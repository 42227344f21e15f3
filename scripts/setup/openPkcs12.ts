// apiclient_cert.p12: certificate and key in one file, with the merchant number as its password. It is sealed with ciphers OpenSSL
// 3 keeps apart as too old (RC2 of 40 bits), so node cannot open it.
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import forge from 'node-forge'

interface Opened {
  key: KeyObject
  certificate: X509Certificate
}

/** @returns undefined where the password is another, or there is no key with a certificate inside */
export function openPkcs12(bytes: Buffer, password: string): Opened | undefined {
  try {
    const pfx = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(bytes.toString('binary')), password)
    const key = bagOf(pfx, KEY_BAGS)?.key
    const certificate = bagOf(pfx, [forge.pki.oids['certBag'] ?? ''])?.cert
    return key && certificate
      ? {
          key: createPrivateKey(forge.pki.privateKeyToPem(key)),
          certificate: new X509Certificate(forge.pki.certificateToPem(certificate)),
        }
      : undefined
  } catch {
    return undefined
  }
}

const KEY_BAGS = [forge.pki.oids['pkcs8ShroudedKeyBag'] ?? '', forge.pki.oids['keyBag'] ?? '']

function bagOf(pfx: forge.pkcs12.Pkcs12Pfx, types: readonly string[]): forge.pkcs12.Bag | undefined {
  return types.flatMap((bagType) => pfx.getBags({ bagType })[bagType] ?? [])[0]
}
