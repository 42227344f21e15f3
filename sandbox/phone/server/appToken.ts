// SERVER: the token the merchant's own login gives the merchant's app (JWT, HS256), and the wrong ones a stranger would try.
import { createHmac, randomBytes } from 'node:crypto'
import { NotNow } from '../switches/acts'
import type { ServerSwitches } from '../wire'

export interface TokenInput {
  /** Who is logged in. */
  sub: string
  settings: Readonly<Record<string, string>>
  kind: ServerSwitches['appToken']
  nowMs: number
}

const LIFE_SEC = 15 * 60

/** @throws {NotNow} these settings are of a merchant without an app, or of another kind of login */
export function makeAppToken({ sub, settings, kind, nowMs }: TokenInput): string {
  const { WXPAY_APP_JWT_ISSUER: iss, WXPAY_APP_JWT_AUDIENCE: aud } = settings
  const secret = readSecret(settings)
  const iat = Math.floor(nowMs / 1000) - (kind === 'expired' ? 2 * LIFE_SEC : 0)
  const claims = { sub, iss, aud: kind === 'of another audience' ? 'another-app' : aud, iat, exp: iat + LIFE_SEC }
  if (kind === 'alg none') return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  const key = kind === 'with a wrong key' ? randomBytes(32).toString('base64url') : secret
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

function readSecret({ WXPAY_APP_JWT_KEY: key }: Readonly<Record<string, string>>): string {
  if (key === undefined) throw new NotNow('this kind of merchant has no app: WXPAY_APP_JWT_KEY is not set')
  const [, secret] = /^hs256:(.+)$/.exec(key) ?? []
  if (secret === undefined) throw new NotNow('this login makes tokens with a secret: WXPAY_APP_JWT_KEY=hs256:...')
  return secret
}

const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url')
