// WXPAY_APP_JWT_KEY says what it is: a secret, a public key, or the address of the login's keys. Nothing is guessed: a
// public key that passed for a secret would let anybody make tokens.
import { createSecretKey, type KeyObject } from 'node:crypto'
import { isLoopback, parseUrl } from '../../wechatpay/hosts'
import { openKeyFile } from '../../wechatpay/keyFile'
import type { Read } from '../../wechatpay/keys'
import { publicKnowledge, type PublicKnowledge } from './publicKnowledge'

/** With the algorithms that fit the key: a token cannot choose another. */
export type TokenKey =
  | { kind: 'key'; key: KeyObject; algorithms: readonly string[] }
  | { kind: 'jwks'; url: URL; algorithms: readonly string[] }

const accept = (value: TokenKey): Read<TokenKey> => ({ ok: true, value })
const refuse = (problem: string): Read<TokenKey> => ({ ok: false, problem })

/**
 * @param text `hs256:<secret of 32 bytes or more>`, `pem:<public key or certificate: PEM, on one line with \n, or base64
 *   of its PEM or DER>` or `jwks:<https URL>`
 */
export function readTokenKey(text: string): Read<TokenKey> {
  const { form, value } = split(text)
  switch (form) {
    case 'hs256':
      return readSecret(value)
    case 'pem':
      return readPublic(value)
    case 'jwks':
      return readJwksUrl(value.trim())
    case undefined:
      return refuse(`does not say what it is; write WXPAY_APP_JWT_KEY=${LINES[publicKnowledge(text) ?? 'secret']}`)
  }
}

/** Whether it has to be kept from whoever may read settings. What does not say what it is may be a secret. */
export function isSecretTokenKey(text: string): boolean {
  const { form } = split(text)
  return form === 'hs256' || form === undefined
}

type Form = 'hs256' | 'pem' | 'jwks'

function split(text: string): { form: Form | undefined; value: string } {
  const [, form, value = text] = /^(hs256|pem|jwks):(.*)$/is.exec(text.trim()) ?? []
  return { form: form?.toLowerCase() as Form | undefined, value }
}

const PEM =
  'pem:<the public key as PEM, on one line with \\n, base64 of its PEM or DER, or in .env the path of its file>'
const LINES: Record<PublicKnowledge | 'secret', string> = {
  key: PEM,
  JWK: `jwks:<the https URL where it is published>, or ${PEM}`,
  address: `jwks:<the https URL>, or, where it is a file, ${PEM}`,
  secret: `hs256:<the secret>; or, where it is none, ${PEM} or jwks:<the https URL>`,
}

const MIN_SECRET_BYTES = 32

function readSecret(secret: string): Read<TokenKey> {
  // Words in brackets: a secret made by chance has no blanks.
  if (/^<[^<>]* [^<>]*>$/.test(secret)) return refuse('still holds an example after hs256:; put your own secret there')
  if (/^\s/.test(secret)) return refuse('expected the secret right after hs256:, without a blank')
  if (split(secret).form !== undefined) return refuse('says twice what it is; expected one of hs256:, pem: and jwks:')
  const bytes = Buffer.from(secret, 'utf8')
  if (bytes.length < MIN_SECRET_BYTES) {
    return refuse(`expected a secret of at least ${MIN_SECRET_BYTES} bytes after hs256:; this has ${bytes.length}`)
  }
  const known = publicKnowledge(secret)
  if (known) return refuse(`is no secret but ${KNOWN[known]}; write WXPAY_APP_JWT_KEY=${LINES[known]}`)
  return accept({ kind: 'key', key: createSecretKey(bytes), algorithms: ['HS256'] })
}

const KNOWN: Record<PublicKnowledge, string> = {
  key: 'a key or certificate',
  JWK: 'a JWK, which is public',
  address: 'an address',
}

// ---- A public key --------------------------------------------------------------------------------------------------

function readPublic(text: string): Read<TokenKey> {
  const file = openKeyFile(text)
  switch (file.kind) {
    case 'public key':
    case 'certificate':
      return withAlgorithms(file.key)
    case 'private key':
    case 'locked private key':
    case 'PKCS#12 file':
      return refuse('is a private key; expected the public half, which checks tokens')
    case 'damaged':
    case 'cut short':
      return refuse('is cut short or damaged after pem:; paste the public key again')
    default:
      return refuse(`expected ${PEM}`)
  }
}

const MIN_RSA_BITS = 2048
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384' }

function withAlgorithms(key: KeyObject): Read<TokenKey> {
  const algorithms = algorithmsOf(key)
  if (algorithms) return accept({ kind: 'key', key, algorithms })
  return refuse(`expected RSA of at least ${MIN_RSA_BITS} bits, a P-256 or P-384 curve, or Ed25519`)
}

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

// ---- An address ----------------------------------------------------------------------------------------------------

/** Never a secret here: whoever can read the keys at the address could make tokens. */
const ASYMMETRIC = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']

function readJwksUrl(text: string): Read<TokenKey> {
  const url = parseUrl(text)
  if (!url || url.hostname === '') return refuse('expected the https URL of a JWKS after jwks:')
  const isLocal = url.protocol === 'http:' && isLoopback(url.hostname)
  if (url.protocol !== 'https:' && !isLocal) return refuse('expected an https URL after jwks:')
  if (url.username !== '' || url.password !== '') return refuse('expected a URL without a password')
  return accept({ kind: 'jwks', url, algorithms: ASYMMETRIC })
}
