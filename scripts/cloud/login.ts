// Who calls the cloud: keys of the environment, as CI has them, or the login of the tool of CloudBase.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Login } from './tc3Client'

type Env = Readonly<Record<string, string | undefined>>

/** Where `tcb login` leaves it. */
const LOGIN_FILE = '.config/.cloudbase/auth.json'

/** Keys of its own, or temporary ones with a name of their own. */
const fileSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    credential: v.object({
      secretId: v.optional(v.string()),
      secretKey: v.optional(v.string()),
      token: v.optional(v.string()),
      tmpSecretId: v.optional(v.string()),
      tmpSecretKey: v.optional(v.string()),
      tmpToken: v.optional(v.string()),
      accessTokenExpired: v.optional(v.union([v.number(), v.string()])),
      tmpExpired: v.optional(v.union([v.number(), v.string()])),
    }),
  }),
)

type FoundLogin = { kind: 'login'; login: Login } | { kind: 'none' | 'expired' }

/** @param home of the user */
export function findLogin(env: Env, home: string, nowMs: number): FoundLogin {
  const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey, TENCENTCLOUD_SESSIONTOKEN: token } = env
  if (secretId && secretKey) return { kind: 'login', login: { secretId, secretKey, token: token || undefined } }
  return ofTool(join(home, LOGIN_FILE), nowMs)
}

function ofTool(path: string, nowMs: number): FoundLogin {
  const parsed = v.safeParse(fileSchema, existsSync(path) ? readFileSync(path, 'utf8') : '')
  if (!parsed.success) return { kind: 'none' }
  const { credential } = parsed.output
  const secretId = credential.secretId ?? credential.tmpSecretId
  const secretKey = credential.secretKey ?? credential.tmpSecretKey
  if (!secretId || !secretKey) return { kind: 'none' }
  const endsAtMs = Number(credential.accessTokenExpired ?? credential.tmpExpired ?? Infinity)
  if (endsAtMs <= nowMs) return { kind: 'expired' }
  return { kind: 'login', login: { secretId, secretKey, token: credential.token ?? credential.tmpToken } }
}
