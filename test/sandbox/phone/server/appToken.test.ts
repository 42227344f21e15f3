import { createHmac } from 'node:crypto'
import { makeAppToken } from '../../../../sandbox/phone/server/appToken'

const SECRET = 'k'.repeat(43)
const settings = {
  WXPAY_APP_JWT_KEY: `hs256:${SECRET}`,
  WXPAY_APP_JWT_ISSUER: 'https://login.merchant.test',
  WXPAY_APP_JWT_AUDIENCE: 'merchant-app',
}
const NOW_MS = 1_790_000_000_000
const make = (kind: Parameters<typeof makeAppToken>[0]['kind']) =>
  makeAppToken({ sub: 'oUser-1', settings, kind, nowMs: NOW_MS })

function read(token: string) {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const ours = createHmac('sha256', SECRET).update(`${head}.${claims}`).digest('base64url')
  return { head: parse(head), claims: parse(claims), isOurs: signature === ours, signature }
}

it('a valid one names the user, the login and the app, and lives 15 minutes', () => {
  const { head, claims, isOurs } = read(make('valid'))
  expect(isOurs).toBe(true)
  expect(head).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(claims).toEqual({
    sub: 'oUser-1',
    iss: 'https://login.merchant.test',
    aud: 'merchant-app',
    iat: NOW_MS / 1000,
    exp: NOW_MS / 1000 + 900,
  })
})

it('each wrong one is wrong in one way', () => {
  expect(read(make('expired')).claims['exp']).toBeLessThan(NOW_MS / 1000)
  expect(read(make('expired')).isOurs).toBe(true)
  expect(read(make('of another audience')).claims['aud']).not.toBe('merchant-app')
  expect(read(make('of another audience')).isOurs).toBe(true)
  expect(read(make('with a wrong key')).isOurs).toBe(false)
  expect(read(make('alg none'))).toMatchObject({ head: { alg: 'none' }, signature: '' })
})

it('a merchant without an app has no login for one', () => {
  expect(() => makeAppToken({ sub: 'o', settings: {}, kind: 'valid', nowMs: 0 })).toThrow('WXPAY_APP_JWT_KEY')
})

it('a login that signs with a key of its own gives none here', () => {
  const other = { ...settings, WXPAY_APP_JWT_KEY: 'jwks:https://login.merchant.test/jwks.json' }
  expect(() => makeAppToken({ sub: 'o', settings: other, kind: 'valid', nowMs: 0 })).toThrow('hs256:')
})
