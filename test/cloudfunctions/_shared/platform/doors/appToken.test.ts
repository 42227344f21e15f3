// Who the merchant's own login says is calling: anything less than a whole, fitting, current token is nobody.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { CompactSign } from 'jose'
import { createTokenVerifier } from '../../../../../cloudfunctions/_shared/platform/doors/appToken'
import { readTokenKey } from '../../../../../cloudfunctions/_shared/platform/settings/tokenKey'
import { spki } from '../../../../support/buildersSettings'
import {
  AUDIENCE,
  aToken,
  ec,
  ed,
  ISSUER,
  jwksOf,
  rsa,
  SECRET,
  secretBytes,
  startJwks,
  unsigned,
} from '../../../../support/tokens'
import { startPeer, type Peer } from '../../../../support/wechatPayPeer'

/** @param key value of WXPAY_APP_JWT_KEY */
function verifierOf(key: string) {
  const read = readTokenKey(key)
  if (!read.ok) throw new Error(read.problem)
  return createTokenVerifier({ key: read.value, issuer: ISSUER, audience: AUDIENCE })
}
const unauthenticated = (why: string | RegExp) => ({
  code: 'UNAUTHENTICATED',
  message: expect.stringMatching(why) as string,
})
const nowSec = () => Math.floor(Date.now() / 1000)

describe('with a secret', () => {
  const verify = verifierOf(`hs256:${SECRET}`)

  it.each(['user-1', 'a', 'u'.repeat(128), '{"id":1}'])('a good token is of its sub: %s', async (sub) => {
    expect(await verify(await aToken({ sub }))).toEqual({ userId: sub })
  })

  it('one audience among several is enough', async () => {
    expect(await verify(await aToken({ aud: ['other', AUDIENCE] }))).toEqual({ userId: 'user-1' })
  })

  it.each([
    ['expired', { exp: nowSec() - 6 }, 'has expired'],
    ['not valid yet', { nbf: nowSec() + 60 }, '"nbf"'],
    ['of another audience', { aud: 'another-app' }, '"aud"'],
    ['of no audience', { aud: undefined }, '"aud"'],
    ['of another issuer', { iss: 'https://evil.example.com' }, '"iss"'],
    ['of no issuer', { iss: undefined }, '"iss"'],
    ['of nobody', { sub: undefined }, '"sub"'],
    ['of an empty name', { sub: '' }, '"sub"'],
    ['of a name with a blank', { sub: 'a b' }, '"sub"'],
    ['of a name in Chinese', { sub: '张三' }, '"sub"'],
    ['of a name of 129 characters', { sub: 'u'.repeat(129) }, '"sub"'],
    ['of null', { sub: null }, '"sub"'],
    ['of a number', { sub: 5 }, '"sub"'],
    ['of a list', { sub: ['user-1'] }, '"sub"'],
    ['valid for ever', { exp: undefined }, '"exp"'],
    ['valid until a word', { exp: 'tomorrow' }, '"exp"'],
  ])('a token that is %s is not accepted', async (_, claims, why) => {
    await expect(verify(await aToken(claims))).rejects.toMatchObject(unauthenticated(why))
  })

  it.each(['1e400', '-1e400', '99999999999999999999e300'])(
    'a token valid until %s, which is no time, is not',
    async (exp) => {
      const claims = JSON.stringify({ iss: ISSUER, aud: AUDIENCE, sub: 'user-1', exp: 0 }).replace(':0}', `:${exp}}`)
      const signing = new CompactSign(Buffer.from(claims)).setProtectedHeader({ alg: 'HS256' })
      await expect(verify(await signing.sign(secretBytes()))).rejects.toMatchObject(unauthenticated('exp|expired'))
    },
  )

  it('a clock may be off by 5 s', async () => {
    expect(await verify(await aToken({ exp: nowSec() - 3 }))).toEqual({ userId: 'user-1' })
  })

  it.each<[what: string, token: () => string | Promise<string>, why: string]>([
    ['with alg none', () => unsigned(), 'algorithm'],
    ['with alg None', () => unsigned('None'), 'algorithm'],
    ['with a wrong key', () => aToken({}, { key: secretBytes('x'.repeat(40)) }), 'signature'],
    ['with HS512', () => aToken({}, { alg: 'HS512', key: secretBytes() }), 'algorithm'],
    ['with a key pair of the caller’s own', () => aToken({}, { alg: 'RS256', key: rsa.privateKey }), 'algorithm'],
    ['cut off', async () => (await aToken()).slice(0, -2), 'signature'],
    ['of three dots', () => '../../..', 'not a token'],
    ['of rubbish', () => 'a.b.c', 'not a token'],
    [
      'whose claims are of another',
      async () => swapClaims(await aToken(), await aToken({ sub: 'user-2' })),
      'signature',
    ],
  ])('a token %s is not accepted, and no part of it is repeated', async (_, make, why) => {
    const token = await make()
    const refusal = await verify(token).catch((error: unknown) => error as Error)
    expect(refusal).toMatchObject(unauthenticated(why))
    for (const part of token.split('.').filter((text) => text.length > 3)) {
      expect((refusal as Error).message).not.toContain(part)
    }
  })
})

const swapClaims = (one: string, other: string): string => {
  const [header, , signature] = one.split('.')
  return [header, other.split('.')[1], signature].join('.')
}

describe('with a public key', () => {
  it.each([
    ['RS256', rsa],
    ['PS256', rsa],
    ['ES256', ec],
    ['EdDSA', ed],
  ])('%s is accepted', async (alg, { publicKey, privateKey }) => {
    expect(await verifierOf(`pem:${spki(publicKey)}`)(await aToken({}, { alg, key: privateKey }))).toEqual({
      userId: 'user-1',
    })
  })

  it.each([
    ['its own text as a secret', 'HS256', secretBytes(spki(rsa.publicKey))],
    ['its own text, trimmed, as a secret', 'HS256', secretBytes(spki(rsa.publicKey).trim())],
    ['another RSA key', 'RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
    ['a longer hash than the key is for', 'RS512', rsa.privateKey],
  ])('a token signed with %s is not accepted', async (_, alg, key) => {
    const token = await aToken({}, { alg, key })
    await expect(verifierOf(`pem:${spki(rsa.publicKey)}`)(token)).rejects.toMatchObject(
      unauthenticated('WXPAY_APP_JWT_KEY'),
    )
  })
})

describe('with the address of a JWKS', () => {
  let peer: Peer
  afterEach(() => peer.close())
  const byRsa = async (kid: string) => aToken({}, { alg: 'RS256', key: rsa.privateKey, kid })

  it('the key is the one the token names, fetched once', async () => {
    peer = await startJwks({ k1: rsa.publicKey, k2: ec.publicKey })
    const verify = verifierOf(`jwks:${peer.url}/jwks.json`)
    expect(await verify(await byRsa('k1'))).toEqual({ userId: 'user-1' })
    expect(await verify(await aToken({}, { alg: 'ES256', key: ec.privateKey, kid: 'k2' }))).toEqual({
      userId: 'user-1',
    })
    expect(peer.received).toHaveLength(1)
  })

  it.each<[what: string, token: () => string | Promise<string>]>([
    ['a key that is not there', () => byRsa('k9')],
    ['a key of another kind', () => byRsa('k2')],
    ['alg none', () => unsigned()],
    [
      'the public key’s text as a secret',
      () => aToken({}, { key: secretBytes(spki(createPublicKey(rsa.privateKey))), kid: 'k1' }),
    ],
  ])('a token that names %s is not accepted', async (_, token) => {
    peer = await startJwks({ k1: rsa.publicKey, k2: ec.publicKey })
    await expect(verifierOf(`jwks:${peer.url}`)(await token())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it.each<[what: string, answer: Parameters<typeof startPeer>[0]]>([
    ['is down', (_, response) => response.writeHead(503).end()],
    ['hangs up', (_, response) => response.destroy()],
    ['tells no JSON', (_, response) => response.writeHead(200).end('<html>')],
    ['tells no keys', (_, response) => response.writeHead(200).end('{}')],
    ['sends elsewhere', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ])('a login that %s is no fault of whoever calls, and asked again next time', async (_, answer) => {
    const keys = JSON.stringify(await jwksOf({ k1: rsa.publicKey }))
    let isDown = true
    peer = await startPeer((request, response, count) => {
      if (isDown) answer(request, response, count)
      else response.writeHead(200).end(keys)
    })
    const verify = verifierOf(`jwks:${peer.url}`)
    const error = await verify(await byRsa('k1')).catch((thrown: unknown) => thrown)
    expect(error).toHaveProperty('message')
    expect(error).not.toMatchObject({ code: 'UNAUTHENTICATED' })
    isDown = false
    expect(await verify(await byRsa('k1'))).toEqual({ userId: 'user-1' })
  })
})
