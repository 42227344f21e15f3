// Platform certificates for tests, made at run time.
import 'reflect-metadata' // before @peculiar/x509, which does not load without it
import { Pkcs10CertificateRequestGenerator, X509CertificateGenerator } from '@peculiar/x509'
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

const DAY_MS = 86_400_000

/** A self-signed certificate, valid from yesterday for five years unless it is said otherwise. */
export async function makeCertificate(
  serialNumber = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  algorithm: typeof RSA | typeof EC = RSA,
  notBefore = new Date(Date.now() - DAY_MS),
  notAfter = new Date(Date.now() + 5 * 365 * DAY_MS),
  name = 'CN=Platform certificate of a test',
): Promise<TestCertificate> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber,
      name,
      notBefore,
      notAfter,
      keys: keys as never,
      signingAlgorithm: algorithm,
    },
    webcrypto,
  )
  const pem = certificate.toString('pem')
  return { serial: new X509Certificate(pem).serialNumber, pem, privateKey: KeyObject.from(keys.privateKey) }
}

/** Of years that are over, or that have not begun. */
export const makeExpired = async (serial?: string): Promise<TestCertificate> =>
  makeCertificate(serial, RSA, new Date('2019-03-04T05:06:07Z'), new Date('2024-03-02T05:06:07Z'))
export const makeNotYetValid = async (serial?: string): Promise<TestCertificate> =>
  makeCertificate(serial, RSA, new Date('2091-03-04T05:06:07Z'), new Date('2096-03-02T05:06:07Z'))

/** A merchant API certificate (商户API证书), made out to a merchant number. */
export const makeMerchantCertificate = async (
  mchid: string,
  serial?: string,
  notAfter?: Date,
): Promise<TestCertificate> =>
  makeCertificate(serial, RSA, new Date('2020-01-02T03:04:05Z'), notAfter, `CN=${mchid}, OU=A test, O=A shop, C=CN`)

/** A request for one (CSR). */
export async function makeRequest(): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const request = await Pkcs10CertificateRequestGenerator.create(
    { name: 'CN=1900000109', keys: keys as never, signingAlgorithm: RSA },
    webcrypto,
  )
  return request.toString('pem')
}
