// Platform certificates for tests, made at run time.
import 'reflect-metadata' // before @peculiar/x509, which does not load without it
import { X509CertificateGenerator } from '@peculiar/x509'
import { KeyObject, webcrypto, X509Certificate } from 'node:crypto'

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
}
export const EC = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' }

export interface TestCertificate {
  /** Upper-case hex. */
  serial: string
  pem: string
  privateKey: KeyObject
}

/** A self-signed certificate, valid from yesterday for five years. */
export async function makeCertificate(
  serialNumber = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  algorithm: typeof RSA | typeof EC = RSA,
): Promise<TestCertificate> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const day = 86_400_000
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber,
      name: 'CN=Platform certificate of a test',
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + 5 * 365 * day),
      keys: keys as never,
      signingAlgorithm: algorithm,
    },
    webcrypto,
  )
  const pem = certificate.toString('pem')
  return { serial: new X509Certificate(pem).serialNumber, pem, privateKey: KeyObject.from(keys.privateKey) }
}
