// Who calls the cloud: keys of the environment, as on a build machine, or the login of its tool.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Login } from './tc3Client'

type FoundLogin =
  | { kind: 'login'; login: Login }
  | { kind: 'none' }
  /** Half of the keys. */
  | { kind: 'incomplete'; missing: string }
  /** Of the tool, which can renew it for as long as its own login lasts. */
  | { kind: 'expired' }

type Env = Readonly<Record<string, string | undefined>>

const ID = 'TENCENTCLOUD_SECRETID'
const KEY = 'TENCENTCLOUD_SECRETKEY'

/** @param home folder of the user, with what the tool keeps there @throws nothing: a damaged file is none */
export function findLogin(env: Env, home: string, nowMs: number): FoundLogin {
  const [id, key, token] = [ID, KEY, 'TENCENTCLOUD_SESSIONTOKEN'].map((name) => env[name]?.trim() || undefined)
  if (id !== undefined && key !== undefined) return { kind: 'login', login: { secretId: id, secretKey: key, token } }
  if (id !== undefined || key !== undefined) return { kind: 'incomplete', missing: id === undefined ? ID : KEY }
  return loginOfTool(home, nowMs)
}

/** Where the tool keeps its login, from a home. */
export const AUTH_FILE = '.config/.cloudbase/auth.json'

const keptSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    credential: v.object({
      secretId: v.optional(v.string()),
      secretKey: v.optional(v.string()),
      token: v.optional(v.string()),
      accessTokenExpired: v.optional(v.union([v.number(), v.string()])),
      tmpSecretId: v.optional(v.string()),
      tmpSecretKey: v.optional(v.string()),
      tmpToken: v.optional(v.string()),
      tmpExpired: v.optional(v.union([v.number(), v.string()])),
    }),
  }),
)

/** The tool renews what is good for less. */
const SPARE_MS = 120_000

/** @returns nothing where there is none, or none that may be read */
function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function loginOfTool(home: string, nowMs: number): FoundLogin {
  const parsed = v.safeParse(keptSchema, textAt(join(home, AUTH_FILE)))
  if (!parsed.success) return { kind: 'none' }
  const { credential } = parsed.output
  const secretId = credential.secretId ?? credential.tmpSecretId
  const secretKey = credential.secretKey ?? credential.tmpSecretKey
  const token = credential.token ?? credential.tmpToken
  if (secretId === undefined || secretKey === undefined) return { kind: 'none' }
  const endsAtMs = Number(credential.accessTokenExpired ?? credential.tmpExpired ?? Infinity)
  if (endsAtMs < nowMs + SPARE_MS) return { kind: 'expired' }
  return { kind: 'login', login: { secretId, secretKey, ...(token !== undefined && { token }) } }
}
