import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { createKeyRing } from '../../../../cloudfunctions/_shared/wechatpay/keyRing'
import { ConfigError } from '../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { makeCertificate } from '../../../support/certificates'
import { merchant, PUBLIC_KEY_ID, wechatPay } from '../../../support/wechatPayPeer'

const pem = wechatPay.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const problemsOf = (make: () => unknown) => {
  try {
    make()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('createKeyRing', () => {
  it('holds public key and certificates at once, each under its serial', async () => {
    const certificate = await makeCertificate()
    const ring = createKeyRing({
      publicKey: { id: PUBLIC_KEY_ID, key: pem },
      platformCertificates: { [certificate.serial]: certificate.pem },
    })
    expect(ring.serials).toEqual([PUBLIC_KEY_ID, certificate.serial])
    expect(ring.find(PUBLIC_KEY_ID, 0)?.equals(wechatPay.publicKey)).toBe(true)
    expect(ring.find(certificate.serial, Date.now())?.equals(new X509Certificate(certificate.pem).publicKey)).toBe(true)
  })

  it('trusts a certificate only while it is valid', async () => {
    const certificate = await makeCertificate()
    const ring = createKeyRing({ platformCertificates: { [certificate.serial]: certificate.pem } })
    const year = 365 * 86_400_000
    expect(ring.find(certificate.serial, Date.now() - year)).toBeUndefined()
    expect(ring.find(certificate.serial, Date.now() + 10 * year)).toBeUndefined()
  })

  it('does not print its keys', () => {
    const ring = createKeyRing({ publicKey: { id: PUBLIC_KEY_ID, key: pem } })
    expect(JSON.stringify(ring)).toBe('{}')
  })

  it.each([
    [
      'an id without PUB_KEY_ID_',
      { publicKey: { id: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', key: pem } },
      'publicKey.id',
    ],
    ['text that is no PEM', { publicKey: { id: PUBLIC_KEY_ID, key: 'pem' } }, 'publicKey.key'],
    [
      'a PEM that lost its body',
      { publicKey: { id: PUBLIC_KEY_ID, key: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' } },
      'publicKey.key',
    ],
    ['a private key object', { publicKey: { id: PUBLIC_KEY_ID, key: merchant.privateKey } }, 'publicKey.key'],
    [
      'a private key PEM',
      {
        publicKey: { id: PUBLIC_KEY_ID, key: merchant.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
      },
      'publicKey.key',
    ],
    [
      'an EC key',
      { publicKey: { id: PUBLIC_KEY_ID, key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey } },
      'publicKey.key',
    ],
    [
      'an RSA key of 1024 bits',
      { publicKey: { id: PUBLIC_KEY_ID, key: generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey } },
      'publicKey.key',
    ],
    ['a misspelt member', { publickey: {} } as never, 'publickey'],
    ['text', 'pem' as never, 'trust'],
    ['a public key that is text', { publicKey: 'pem' as never }, 'publicKey'],
    ['a list of certificates', { platformCertificates: ['pem'] as never }, 'platformCertificates'],
    ['a certificate that is none', { platformCertificates: { ABC: 'pem' } }, 'platformCertificates.ABC'],
  ])('refuses %s by name', (_, trust, name) => {
    expect(problemsOf(() => createKeyRing(trust))).toEqual([{ name, problem: expect.any(String) as string }])
  })

  it('refuses a certificate filed under another serial, and says which is its own', async () => {
    const certificate = await makeCertificate()
    const [problem] = problemsOf(() => createKeyRing({ platformCertificates: { AB12: certificate.pem } }))
    expect(problem?.problem.toUpperCase()).toContain(certificate.serial)
  })
})
