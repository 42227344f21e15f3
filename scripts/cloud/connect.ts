// The way to the cloud of whoever is logged in on this machine.
import { homedir } from 'node:os'
import { failed, type CloudFailure } from './failures'
import { findLogin } from './login'
import { tc3Client, type CallCloud } from './tc3Client'

export interface Connection {
  env: Readonly<Record<string, string | undefined>>
  /** Of the user, where the tool of CloudBase keeps its login. */
  home?: string | undefined
  /** PEM of the authority to trust in place of the usual ones. */
  ca?: string | undefined
}

/** Where a call names no other. */
const REGION = 'ap-shanghai'

export function connect({ env, home = homedir(), ca }: Connection): CallCloud | CloudFailure {
  const found = findLogin(env, home, Date.now())
  if (found.kind === 'incomplete') return failed('not-logged-in', `${found.missing} is missing`)
  if (found.kind !== 'login') return failed(found.kind === 'none' ? 'not-logged-in' : 'login-expired')
  return tc3Client({ login: found.login, region: REGION, proxyUrl: proxyOf(env), ca })
}

/** Of a deployment, which may name another. A variable that is empty names none. */
export const regionOf = (env: Connection['env']): string => env['TENCENTCLOUD_REGION']?.trim() || REGION

export const proxyOf = (env: Connection['env']): string | undefined =>
  ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].map((name) => env[name]).find(Boolean)
