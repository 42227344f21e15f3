// WXPAY_APP_JWT_KEY: it says what it is, and what anybody could know, or guess, never becomes a secret.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { isSecretTokenKey, readTokenKey } from '../../../../../cloudfunctions/_shared/platform/settings/tokenKey'
import { pkcs8, spki } from '../../../../support/buildersSettings'
import { makeCertificate } from '../../../../support/certificates'
import { publicDresses, sshOf } from '../../../../support/dresses'
import {
  derOf,
  lockedPems,
  PKCS12,
  privatePems,
  publicPems,
  sec1,
  TEXT_FORMS,
  toBase64,
} from '../../../../support/keyForms'
import { ec, ed, rsa, SECRET } from '../../../../support/tokens'

const read = (text: string) => {
  const result = readTokenKey(text)
  return result.ok ? { kind: result.value.kind, algorithms: result.value.algorithms } : result.problem
}
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })

it.each([
  ['a secret of 32 bytes', `hs256:${'x'.repeat(32)}`, 'key', ['HS256']],
  ['a secret of 11 letters of three bytes', `hs256:${'密'.repeat(11)}`, 'key', ['HS256']],
  ['an RSA key', `pem:${spki(rsa.publicKey)}`, 'key', ['RS256', 'PS256']],
  ['an RSA key of PKCS#1', `pem:${publicPems(rsa.publicKey)['PKCS#1']}`, 'key', ['RS256', 'PS256']],
  ['a P-256 key', `pem:${spki(ec.publicKey)}`, 'key', ['ES256']],
  ['a P-384 key', `pem:${spki(p384.publicKey)}`, 'key', ['ES384']],
  ['an Ed25519 key', `pem:${spki(ed.publicKey)}`, 'key', ['EdDSA']],
  ['an address', 'jwks:https://login.example.com/.well-known/jwks.json', 'jwks', expect.not.arrayContaining(['HS256'])],
  ['an address in capitals', 'jwks:HTTPS://LOGIN.EXAMPLE.COM/jwks.json', 'jwks', expect.not.arrayContaining(['HS256'])],
  ['an address on this machine', 'jwks:http://127.0.0.1:8080/jwks.json', 'jwks', expect.anything()],
  ['what it says in capitals', `HS256:${SECRET}`, 'key', ['HS256']],
])('is %s', (_, text, kind, algorithms) => {
  expect(read(text)).toEqual({ kind, algorithms: algorithms as string[] })
})

it.each(Object.entries(TEXT_FORMS))('a public key %s is taken after pem:', (_, dress) => {
  expect(read(`pem:${dress(spki(rsa.publicKey))}`)).toMatchObject({ algorithms: ['RS256', 'PS256'] })
  expect(read(`pem:${dress(spki(ed.publicKey))}`)).toMatchObject({ algorithms: ['EdDSA'] })
})

const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
const LINE =
  'pem:<the public key as PEM, on one line with \\n, base64 of its PEM or DER, or in .env the path of its file>'

it.each([
  ['a weak secret', `hs256:${'x'.repeat(31)}`, 'expected a secret of at least 32 bytes after hs256:; this has 31'],
  [
    'an example',
    'hs256:<secret of at least 32 bytes>',
    'still holds an example after hs256:; put your own secret there',
  ],
  ['a secret after a blank', `hs256: ${SECRET}`, 'expected the secret right after hs256:, without a blank'],
  ['a secret told twice', `hs256:hs256:${SECRET}`, 'says twice what it is; expected one of hs256:, pem: and jwks:'],
  ['nothing after hs256:', 'hs256:', 'expected a secret of at least 32 bytes after hs256:; this has 0'],
  ...[pkcs8(rsa.privateKey), toBase64(pkcs8(ec.privateKey)), lockedPems(rsa.privateKey)['PKCS#8']].map((pem) => [
    'a private key',
    `pem:${pem}`,
    'is a private key; expected the public half, which checks tokens',
  ]),
  ...[small, generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), generateKeyPairSync('x25519')].map((pair) => [
    'a key nobody signs tokens with',
    `pem:${spki(pair.publicKey)}`,
    'expected RSA of at least 2048 bits, a P-256 or P-384 curve, or Ed25519',
  ]),
  [
    'a damaged key',
    `pem:${spki(rsa.publicKey).replace(/\n.{10}/, '\n')}`,
    'is cut short or damaged after pem:; paste the public key again',
  ],
  ['base64 of base64', `pem:${toBase64(toBase64(derOf(spki(rsa.publicKey))))}`, `expected ${LINE}`],
  ['hex', `pem:${derOf(spki(rsa.publicKey)).toString('hex')}`, `expected ${LINE}`],
  ['a JWK', `pem:${JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))}`, `expected ${LINE}`],
  ['an ssh key', `pem:${sshOf(rsa.publicKey)}`, `expected ${LINE}`],
  ['a secret after pem:', `pem:${SECRET}`, `expected ${LINE}`],
  ['a JWKS that anybody may change', 'jwks:http://login.example.com/jwks.json', 'expected an https URL after jwks:'],
  [
    'an address with a password',
    'jwks:https://me:secret@login.example.com/jwks.json',
    'expected a URL without a password',
  ],
  ['an address of another kind', 'jwks:ftp://login.example.com/jwks.json', 'expected an https URL after jwks:'],
  ['half an address', 'jwks:login.example.com/jwks.json', 'expected the https URL of a JWKS after jwks:'],
  ['no address at all', 'jwks:https://', 'expected the https URL of a JWKS after jwks:'],
  ['the JWKS itself', 'jwks:{"keys":[]}', 'expected the https URL of a JWKS after jwks:'],
])('is not %s', (_, text, problem) => {
  expect(read(text)).toBe(problem)
})

it.each([
  [
    'a secret',
    SECRET,
    'hs256:<the secret>; or, where it is none, pem:<the public key as PEM, on one line with \\n, base64 of its PEM or DER, or in .env the path of its file> or jwks:<the https URL>',
  ],
  ['a PEM', spki(rsa.publicKey), LINE],
  ['base64 of DER', toBase64(derOf(spki(ec.publicKey))), LINE],
  ['an ssh key', sshOf(rsa.publicKey), LINE],
  [
    'a JWK',
    JSON.stringify(rsa.publicKey.export({ format: 'jwk' })),
    `jwks:<the https URL where it is published>, or ${LINE}`,
  ],
  ...['https://login.example.com/jwks.json', 'login.pem'].map((text) => [
    'an address, or what may be the name of a file,',
    text,
    `jwks:<the https URL>, or, where it is a file, ${LINE}`,
  ]),
])('%s that does not say what it is: the line to write is told', (_, text, line) => {
  expect(read(text)).toBe(`does not say what it is; write WXPAY_APP_JWT_KEY=${line}`)
})

describe('what is public', () => {
  let dresses: [string, string][]
  beforeAll(async () => {
    const certificate = await makeCertificate()
    dresses = [
      ...Object.entries(publicDresses(rsa.publicKey, certificate.pem)),
      ['a small key of PKCS#1', toBase64(derOf(publicPems(small.publicKey)['PKCS#1']))],
      ['a private key of PKCS#1', toBase64(derOf(privatePems(rsa.privateKey)['PKCS#1']))],
      ['a private key of SEC1', toBase64(derOf(sec1(ec.privateKey)))],
      ['a PKCS#12 file', toBase64(Buffer.concat([PKCS12, Buffer.from('2a864886f70d010701', 'hex')]))],
      ['a key nobody signs with', toBase64(derOf(spki(generateKeyPairSync('x25519').publicKey)))],
      ...[ec, ed, p384].flatMap(({ publicKey }) => Object.entries(dressesOfDer(spki(publicKey)))),
    ]
  })
  const dressesOfDer = (pem: string) => ({
    'base64 of base64 of DER': toBase64(toBase64(derOf(pem))),
    'hex of DER': derOf(pem).toString('hex'),
    'url-safe base64 of DER': derOf(pem).toString('base64url'),
    'base64 of PEM with a byte order mark': toBase64(`\ufeff${pem}`),
  })
  /** Pieces of a value: none of them may come back. */
  const pieces = (text: string) => text.match(/[A-Za-z0-9+/]{20}/g) ?? []

  it('never becomes a secret, in any dress: it says nothing of itself', () => {
    expect(dresses.length).toBeGreaterThan(50)
    expect(dresses.filter(([, text]) => readTokenKey(text).ok).map(([name]) => name)).toEqual([])
  })

  it('never becomes a secret, in any dress, even where it says it is one', () => {
    const told = dresses.map(([name, text]) => [name, read(`hs256:${text}`)] as const)
    const wrong = told.filter(([, problem]) => typeof problem !== 'string' || !problem.startsWith('is no secret but '))
    expect(wrong.map(([name]) => name)).toEqual([])
  })

  it('is not repeated', () => {
    const told = dresses
      .flatMap(([, text]) =>
        [text, `hs256:${text}`, `pem:${text}`, `jwks:${text}`].map((one) => JSON.stringify(read(one))),
      )
      .join()
    expect(dresses.flatMap(([, text]) => pieces(text)).filter((piece) => told.includes(piece))).toEqual([])
  })

  it('is told from secrets by chance: 2,000 of them, in every alphabet, are taken', () => {
    const typed = (bytes: Buffer) => Buffer.from(bytes.map((byte) => 0x21 + (byte % 94))).toString('latin1')
    const spellings = [
      (bytes: Buffer) => bytes.toString('base64'),
      (bytes: Buffer) => bytes.toString('base64url'),
      (bytes: Buffer) => bytes.toString('hex'),
      typed,
    ]
    const secrets = spellings.flatMap((spell) =>
      Array.from({ length: 500 }, (_, index) => spell(randomBytes(32 + (index % 40)))),
    )
    const refused = secrets.filter((secret) => !readTokenKey(`hs256:${secret}`).ok)
    expect(refused).toEqual([])
  })
})

it('a certificate is as good as the public key in it', async () => {
  const { pem } = await makeCertificate()
  expect(read(`pem:${pem}`)).toMatchObject({ algorithms: ['RS256', 'PS256'] })
})

it.each([
  [`hs256:${SECRET}`, true],
  [` HS256:${SECRET}`, true],
  [`pem:${spki(rsa.publicKey)}`, false],
  ['jwks:https://login.example.com/jwks.json', false],
  [SECRET, true],
  ['https://login.example.com/jwks.json', true],
  ['', true],
])('%j: to be kept secret, %s', (text, isSecret) => {
  expect(isSecretTokenKey(text)).toBe(isSecret)
})

it('shows nothing, however it is printed', () => {
  const result = readTokenKey(`hs256:${SECRET}`)
  expect(result.ok).toBe(true)
  expect(JSON.stringify(result)).not.toContain(SECRET)
})
