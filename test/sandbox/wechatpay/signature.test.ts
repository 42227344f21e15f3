// The stand-in's own signature code against the openssl program: a vector it made once, and the program itself where there is one.
import { spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encryptResource, isSignedBy, requestMessage, signMessage } from '../../../sandbox/wechatpay/signature'
import { unseal } from '../../support/rawWechatPay'

// openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out k.pem; openssl pkey -in k.pem -pubout   (OpenSSL 3.0.19; k.pem was thrown away)
const VECTOR_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4j3pAkrxF2vQjULMVOV5
As9oU7fI/HIAgD3mf2DrTh9yrDNNddeGi8OBnro7+0CBYzvXf92OCaluIWNyEWyG
CBQI+Q28vNtaMRLy+7MNYNPm5SvsCeW6VRzITzhm+AKMdCSN85fTurKDl6IUnCMz
tpriK9XyDT9ngmHpinNhywXdxK9hlolemupmqFs5D3s60faf8vJ21W2Zxjxc9UVB
brpeHylvBwvOia1kZt/WXX6oC38Lou/FrfV1P6Qsk4pjF3atjaNiowFg2OztVh5Y
YJBQcWqH/WkDv+Ech9NJpntjvk6LXHyWYbFRMAwyMQ5COJMZ6X8ToRN3trDo1pyz
GwIDAQAB
-----END PUBLIC KEY-----
`
const METHOD = 'POST'
const URL_TEXT = '/v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program?a=%E4%B8%AD'
const TIMESTAMP = '1780315200'
const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'
const BODY = Buffer.from('{"contract_display_account":"微信代扣用户A","service_id":12535}')

// printf '<method>\n<url>\n<timestamp>\n<nonce>\n<body>\n' | openssl dgst -sha256 -sign k.pem | base64 -w0
const VECTOR_SIGNATURE =
  'rM+2JqP7V3RnroovV42ZrGTIulHMEa9JDU4b2WqZleKQB8Y2CbbBFEHWkSC0JnjrMORyug/eYpGFLpBz+Q2huKUmIHRA95+kTvWsUonrD7YIJZ/wbFmaVWqGrSVFMUWTFkxilUqf+cjlk/zK03T89wi/4bknIvSJVNKjr9gT8AFoeH9gBETkUdlUBUhRG2zxbdT0UKwRf6e32pUt0MT4tuZ+/CWQhI+6NAZlp7xxj1sHDDcs0eNCe+s6LBU3kyqKDyYfXO4j1kyZm2ZLx2kXk+O22a/CxBWCcWm1lRKuQXak0RP7ooQU0QENbSK9dqTfnfzxDEqSJ1P+P/7QgD9anw=='

const publicKey = createPublicKey(VECTOR_PUBLIC_KEY)
const message = (
  changes: Partial<{ method: string; url: string; timestamp: string; nonce: string; body: Buffer }> = {},
) => {
  const parts = { method: METHOD, url: URL_TEXT, timestamp: TIMESTAMP, nonce: NONCE, body: BODY, ...changes }
  return requestMessage(parts.method, parts.url, parts.timestamp, parts.nonce, parts.body)
}

test('accepts a signature the openssl program made', () => {
  expect(isSignedBy(publicKey, message(), VECTOR_SIGNATURE)).toBe(true)
})

test.each([
  ['method', { method: 'GET' }],
  ['url', { url: URL_TEXT.replace('%E4%B8%AD', '中') }],
  ['timestamp', { timestamp: '1780315201' }],
  ['nonce', { nonce: NONCE.toLowerCase() }],
  ['body', { body: Buffer.concat([BODY, Buffer.from(' ')]) }],
])('refuses it over another %s', (_part, changes) => {
  expect(isSignedBy(publicKey, message(changes), VECTOR_SIGNATURE)).toBe(false)
})

test.each([
  ['with a line end', `${VECTOR_SIGNATURE}\n`],
  ['without its padding', VECTOR_SIGNATURE.replace(/=+$/, '')],
  ['in base64url', VECTOR_SIGNATURE.replaceAll('+', '-').replaceAll('/', '_')],
  ['of a probe', 'WECHATPAY/SIGNTEST/abcd'],
  ['that is empty', ''],
])('refuses the signature %s', (_what, signature) => {
  expect(isSignedBy(publicKey, message(), signature)).toBe(false)
})

test('seals what plain AES-256-GCM opens', () => {
  const key = '0123456789abcdef0123456789abcdef'
  const sealed = encryptResource(key, '{"openid":"微"}', 'contract')
  expect(sealed.nonce).toHaveLength(12)
  expect(unseal(key, sealed)).toBe('{"openid":"微"}')
  expect(() => unseal(key, { ...sealed, associated_data: '' })).toThrow()
})

// A machine without the program still has the vector above.
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (hasOpenssl) {
  describe('with the openssl program of this machine', () => {
    let folder: string
    const file = (name: string) => join(folder, name)
    const openssl = (...args: string[]) => spawnSync('openssl', args, { cwd: folder })
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'openssl-'))
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      writeFileSync(file('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
      writeFileSync(file('pub.pem'), createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
    })
    afterAll(() => rmSync(folder, { recursive: true }))

    test('the stand-in accepts what it signs', () => {
      const lines = `${METHOD}\n${URL_TEXT}\n${TIMESTAMP}\n${NONCE}\n${BODY.toString()}\n`
      writeFileSync(file('request.txt'), lines)
      const made = openssl('dgst', '-sha256', '-sign', 'key.pem', 'request.txt')
      const key = createPublicKey(readFileSync(file('pub.pem')))
      expect(isSignedBy(key, message(), made.stdout.toString('base64'))).toBe(true)
    })

    test('it accepts what the stand-in signs', () => {
      const key = createPrivateKey(readFileSync(file('key.pem')))
      writeFileSync(file('answer.sig'), Buffer.from(signMessage(key, TIMESTAMP, NONCE, BODY), 'base64'))
      writeFileSync(file('answer.txt'), `${TIMESTAMP}\n${NONCE}\n${BODY.toString()}\n`)
      const checked = openssl('dgst', '-sha256', '-verify', 'pub.pem', '-signature', 'answer.sig', 'answer.txt')
      expect(checked.stdout.toString()).toBe('Verified OK\n')
    })
  })
}
