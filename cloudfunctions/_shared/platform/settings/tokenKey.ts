// WXPAY_APP_JWT_KEY in its three forms: a secret, a public key, or the address of the login's keys.
import { createPublicKey, createSecretKey, X509Certificate, type KeyObject } from 'node:crypto'
import { isLoopback, parseUrl } from '../../wechatpay/hosts'
import type { Read } from './pem'

/** With the algorithms that fit the key: a token cannot choose another. */
export type TokenKey =
  | { kind: 'key'; key: KeyObject; algorithms: readonly string[] }
  | { kind: 'jwks'; url: URL; algorithms: readonly string[] }

const MIN_SECRET_BYTES = 32
const MIN_RSA_BITS = 2048
const EXPECTED =
  "expected how your login's tokens are checked: an HS256 secret of at least 32 bytes, a public key in PEM, or the https URL of a JWKS"

/** Never a secret here: whoever can read the keys at the address could make tokens. */
const ASYMMETRIC = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384' }

/** Whether the text is a secret, or says where a public key is. */
export const isSecretTokenKey = (text: string): boolean => !/^(pem|jwks):/.test(text)

export function readTokenKey(given: string): Read<TokenKey> {
  const text = given.replace(/^(hs256|pem|jwks):(?!\/\/)/, '')
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return readJwksUrl(text)
  const pem = readPem(text)
  if (pem !== undefined) return readPublic(pem)
  if (Buffer.byteLength(text) < MIN_SECRET_BYTES || isPublicKnowledge(text)) return { ok: false, problem: EXPECTED }
  return { ok: true, value: { kind: 'key', key: createSecretKey(Buffer.from(text, 'utf8')), algorithms: ['HS256'] } }
}

/** Whoever knows a secret can make tokens: half an address, a JWKS, or a public key that lost its BEGIN line is none. */
const isPublicKnowledge = (text: string): boolean =>
  /^[{[]/.test(text) || /^[\w-]+(\.[\w-]+)+(:\d+)?\//.test(text) || isDer(Buffer.from(text, 'base64'))

function isDer(key: Buffer): boolean {
  const readings = [
    () => createPublicKey({ key, format: 'der', type: 'spki' }),
    () => createPublicKey({ key, format: 'der', type: 'pkcs1' }),
    () => new X509Certificate(key),
  ]
  return readings.some((read) => {
    try {
      return Boolean(read())
    } catch {
      return false
    }
  })
}

function readJwksUrl(text: string): Read<TokenKey> {
  const url = parseUrl(text)
  if (!url) return { ok: false, problem: EXPECTED }
  const isLocal = url.protocol === 'http:' && isLoopback(url.hostname)
  if (url.protocol !== 'https:' && !isLocal) return { ok: false, problem: 'expected an https URL' }
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'expected a URL without a password' }
  return { ok: true, value: { kind: 'jwks', url, algorithms: ASYMMETRIC } }
}

/** As it is, with `\\n` for line ends, or in base64. */
function readPem(text: string): string | undefined {
  const plain = text.replaceAll('\\n', '\n')
  if (plain.includes('-----BEGIN')) return plain
  const decoded = Buffer.from(text, 'base64').toString('utf8')
  return decoded.startsWith('-----BEGIN') ? decoded : undefined
}

function readPublic(pem: string): Read<TokenKey> {
  if (pem.includes('PRIVATE KEY'))
    return { ok: false, problem: 'is a private key; expected the public half, which checks tokens' }
  try {
    const key = createPublicKey(pem)
    const algorithms = algorithmsOf(key)
    return algorithms ? { ok: true, value: { kind: 'key', key, algorithms } } : { ok: false, problem: UNFIT }
  } catch {
    return { ok: false, problem: EXPECTED }
  }
}

const UNFIT = `expected RSA of at least ${MIN_RSA_BITS} bits, a P-256 or P-384 curve, or Ed25519`

function algorithmsOf(key: KeyObject): string[] | undefined {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= MIN_RSA_BITS ? ['RS256', 'PS256'] : undefined
    case 'ec':
      return CURVES[namedCurve] === undefined ? undefined : [CURVES[namedCurve]]
    case 'ed25519':
      return ['EdDSA']
    default:
      return undefined
  }
}
