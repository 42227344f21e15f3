// A merchant's own login, for tests: keys of every kind, tokens made with jose, and its JWKS on loopback.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import { keptPair } from './keptPairs'
import { startPeer, type Peer } from './wechatPayPeer'

export const ISSUER = 'https://login.example.com'
export const AUDIENCE = 'merchant-app'
export const SECRET = 'correct-horse-battery-staple-3141592653'
/** Value of WXPAY_APP_JWT_KEY -> the secret in it. */
export const secretOf = (key: string): string => key.replace(/^hs256:/, '')
export const secretBytes = (text = SECRET) => Buffer.from(text)

export const rsa = keptPair()
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const ed = generateKeyPairSync('ed25519')

type Signing = { alg?: string; key?: KeyObject | Uint8Array; kid?: string }

/** A good token, but for what is changed; `undefined` takes a claim away. */
export async function aToken(claims: object = {}, { alg = 'HS256', key = secretBytes(), kid }: Signing = {}) {
  const nowSec = Math.floor(Date.now() / 1000)
  const all = { iss: ISSUER, aud: AUDIENCE, sub: 'user-1', iat: nowSec, exp: nowSec + 300, ...claims }
  return new SignJWT(all).setProtectedHeader({ alg, ...(kid !== undefined && { kid }) }).sign(key)
}

/** Made by hand: no library signs nothing. */
export const unsigned = (alg = 'none', sub = 'user-1'): string => {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 300
  return `${part({ alg, typ: 'JWT' })}.${part({ iss: ISSUER, aud: AUDIENCE, sub, exp })}.`
}

/** The login's public keys, as a server tells them. */
export async function jwksOf(keys: Record<string, KeyObject>): Promise<object> {
  return {
    keys: await Promise.all(Object.entries(keys).map(async ([kid, key]) => ({ ...(await exportJWK(key)), kid }))),
  }
}

export async function startJwks(keys: Record<string, KeyObject>): Promise<Peer> {
  const jwks = JSON.stringify(await jwksOf(keys))
  return startPeer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(jwks))
}
