// The sandbox's keys: of the documented forms, and silent when printed.
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { inspect } from 'node:util'
import type { SandboxKeys } from '../../../sandbox/keys'
import { sharedKeys } from './fixture'

let keys: SandboxKeys
beforeAll(async () => (keys = await sharedKeys()))

test('identities have the documented forms', () => {
  expect(keys.mchid).toMatch(/^[0-9]{10}$/)
  expect(keys.appid).toMatch(/^wx[0-9a-f]{16}$/)
  expect(keys.merchant.serial).toMatch(/^[0-9A-F]{40}$/)
  expect(keys.wechatPay.serial).toMatch(/^PUB_KEY_ID_[0-9]+$/)
  expect(Buffer.byteLength(keys.apiV3Key)).toBe(32)
})

test("the merchant's PEM is PKCS#8 and the pair of the public key", () => {
  expect(keys.merchant.privateKeyPem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
  expect(createPublicKey(createPrivateKey(keys.merchant.privateKeyPem)).equals(keys.merchant.publicKey)).toBe(true)
})

test('a platform certificate says its serial, its life and its key', () => {
  for (const platform of keys.platformCertificates) {
    const certificate = new X509Certificate(platform.certificatePem)
    expect(certificate.serialNumber).toBe(platform.serial)
    expect(platform.serial).toMatch(/^[0-9A-F]{40}$/)
    expect(certificate.checkPrivateKey(platform.privateKey)).toBe(true)
    expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBe(
      platform.expiresAtMs - platform.effectiveAtMs,
    )
  }
})

test('printing shows no secret', () => {
  const printed = inspect(keys, { depth: 9, showHidden: true }) + JSON.stringify(keys)
  expect(printed).not.toContain(keys.apiV3Key)
  expect(printed).not.toContain('PRIVATE KEY')
  expect(printed).not.toContain(keys.merchant.privateKeyPem.split('\n')[3])
})
