// WXPAY_APP_JWT_KEY: what anybody could know, or guess, never becomes a secret.
import { generateKeyPairSync } from 'node:crypto'
import { readTokenKey } from '../../../../../cloudfunctions/_shared/platform/settings/tokenKey'
import { pkcs8, spki } from '../../../../support/buildersSettings'
import { makeCertificate } from '../../../../support/certificates'
import { ec, ed, rsa, SECRET } from '../../../../support/tokens'

const read = (text: string) => {
  const result = readTokenKey(text)
  return result.ok ? { kind: result.value.kind, algorithms: result.value.algorithms } : result.problem
}
const base64 = (text: string) => Buffer.from(text).toString('base64')
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })

it.each([
  ['a secret of 32 bytes', 'x'.repeat(32), 'key', ['HS256']],
  ['a secret of 11 letters of three bytes', '密'.repeat(11), 'key', ['HS256']],
  ['an RSA key', spki(rsa.publicKey), 'key', ['RS256', 'PS256']],
  ['an RSA key with \\n for its line ends', spki(rsa.publicKey).replaceAll('\n', '\\n'), 'key', ['RS256', 'PS256']],
  ['an RSA key in base64 once more', base64(spki(rsa.publicKey)), 'key', ['RS256', 'PS256']],
  ['a P-256 key', spki(ec.publicKey), 'key', ['ES256']],
  ['a P-384 key', spki(p384.publicKey), 'key', ['ES384']],
  ['an Ed25519 key', spki(ed.publicKey), 'key', ['EdDSA']],
  ['an address', 'https://login.example.com/.well-known/jwks.json', 'jwks', expect.not.arrayContaining(['HS256'])],
  ['an address in capitals', 'HTTPS://LOGIN.EXAMPLE.COM/jwks.json', 'jwks', expect.not.arrayContaining(['HS256'])],
  ['an address on this machine', 'http://127.0.0.1:8080/jwks.json', 'jwks', expect.anything()],
])('is %s', (_, text, kind, algorithms) => {
  expect(read(text)).toEqual({ kind, algorithms: algorithms as string[] })
})

const der = (text: string) => text.replace(/-----.*-----|\n/g, '')

it.each([
  ['a weak secret', 'x'.repeat(31), /at least 32 bytes/],
  ['an RSA private key', pkcs8(rsa.privateKey), /is a private key/],
  ['a private key in base64', base64(pkcs8(ec.privateKey)), /is a private key/],
  ['a small RSA key', spki(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey), /at least 2048 bits/],
  ['a curve nobody signs tokens with', spki(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey), /P-256/],
  ['a key for agreeing on keys', spki(generateKeyPairSync('x25519').publicKey), /Ed25519/],
  ['a damaged key', spki(rsa.publicKey).replace(/\n.{10}/, '\n'), /expected how/],
  ['a JWKS that anybody on the way may change', 'http://login.example.com/jwks.json', /https URL/],
  ['an address with a password', 'https://me:secret@login.example.com/jwks.json', /without a password/],
  ['an address of another kind', 'ftp://login.example.com/.well-known/jwks.json', /https URL/],
  ['an address without https://', 'login.example.com/.well-known/jwks.json', /expected how/],
  ['the JWKS itself, which is public', `{"keys":[{"kty":"RSA","n":"${'A'.repeat(60)}"}]}`, /expected how/],
  ['a public key without its BEGIN and END', der(spki(rsa.publicKey)), /expected how/],
  ['the older form of one', der(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()), /expected how/],
  ['no address at all', 'https://', /expected how/],
])('is not %s', (_, text, problem) => {
  expect(read(text)).toMatch(problem)
  expect(read(text)).not.toContain(text)
})

it('a certificate is as good as the public key in it', async () => {
  const { pem } = await makeCertificate()
  expect(read(pem)).toMatchObject({ algorithms: ['RS256', 'PS256'] })
})

it('shows nothing, however it is printed', () => {
  const result = readTokenKey(SECRET)
  expect(JSON.stringify(result)).not.toContain(SECRET)
})
