// SERVER: the token the merchant's own login gives the merchant's app (JWT, HS256), and the wrong ones a stranger would try.
import { createHmac, randomBytes } from 'node:crypto'
import { appLoginOf } from '../../kitSettings'
import { NotNow } from '../switches/acts'
import type { ServerSwitches } from '../wire'

interface TokenInput {
  /** Who is logged in. */
  sub: string
  settings: Readonly<Record<string, string>>
  kind: ServerSwitches['appToken']
  nowMs: number
}

const LIFE_SEC = 15 * 60

/** @throws {NotNow} these settings are of a merchant without an app, or of another kind of login */
export function makeAppToken({ sub, settings, kind, nowMs }: TokenInput): string {
  const { secret, iss, aud } = loginOf(settings)
  const iat = Math.floor(nowMs / 1000) - (kind === 'expired' ? 2 * LIFE_SEC : 0)
  const claims = { sub, iss, aud: kind === 'of another audience' ? 'another-app' : aud, iat, exp: iat + LIFE_SEC }
  if (kind === 'alg none') return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  const key = kind === 'with a wrong key' ? randomBytes(32).toString('base64url') : secret
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

function loginOf(settings: TokenInput['settings']) {
  try {
    return appLoginOf(settings)
  } catch (error) {
    throw new NotNow(error instanceof Error ? error.message : String(error))
  }
}

const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url')
