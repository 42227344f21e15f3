// A certificate authority of one process: whoever trusts it takes this machine for the hosts it makes certificates for.
import 'reflect-metadata' // before @peculiar/x509, which does not load without it
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import { KeyObject, randomBytes, webcrypto } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'

const EC = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' }
const DAY_MS = 86_400_000
const NAME = 'CN=Local stand-in of Tencent Cloud, O=wechatpay-entrust-kit sandbox'

export interface CertificateAuthority {
  /** For `NODE_EXTRA_CA_CERTS`. */
  pem: string
  contextFor(host: string): Promise<SecureContext>
}

export async function makeCertificateAuthority(): Promise<CertificateAuthority> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const root = await X509CertificateGenerator.createSelfSigned(
    { ...lifeOf(), name: NAME, keys, signingAlgorithm: EC, extensions: [new BasicConstraintsExtension(true, 0, true)] },
    webcrypto,
  )
  const made = new Map<string, Promise<SecureContext>>()
  const make = async (host: string): Promise<SecureContext> => {
    const own = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
    const certificate = await X509CertificateGenerator.create(
      {
        ...lifeOf(),
        subject: `CN=${host.slice(0, 60)}`,
        issuer: NAME,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: EC,
        extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
      },
      webcrypto,
    )
    const key = KeyObject.from(own.privateKey).export({ type: 'pkcs8', format: 'pem' })
    return createSecureContext({ key, cert: certificate.toString('pem') })
  }
  const contextFor = (host: string): Promise<SecureContext> => {
    const context = made.get(host) ?? make(host)
    made.set(host, context)
    return context
  }
  return { pem: root.toString('pem'), contextFor }
}

const lifeOf = () => ({
  serialNumber: `10${randomBytes(15).toString('hex')}`,
  notBefore: new Date(Date.now() - DAY_MS),
  notAfter: new Date(Date.now() + 30 * DAY_MS),
})
