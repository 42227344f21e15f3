// Settings that say where a database is, and who we are there.
import { createSecretKey, type KeyObject } from 'node:crypto'
import { isLoopback, parseUrl } from '../../../wechatpay/hosts'
import type { Read } from '../../../wechatpay/keys'
import { no, ok } from './text'

/** A PostgreSQL and its user. */
interface PgAddress {
  host: string
  port: number
  database: string
  user: string
  /** Prints as nothing. */
  password: KeyObject | undefined
  tls: 'none' | 'unchecked' | 'checked'
}

const TLS: Readonly<Record<string, PgAddress['tls']>> = {
  disable: 'none',
  'no-verify': 'unchecked',
  'verify-full': 'checked',
}
const PG_FORM = 'postgresql://<user>:<password>@<host>:<port>/<database>?sslmode=<mode>'
const MODES = 'sslmode=verify-full, no-verify (encrypted, whoever answers) or disable'

/** No list of several, and no folder of a socket: nobody would be found by it. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])$/i

/** Nothing is guessed: what a connection is protected by is said, but on this machine. */
export function readPgUrl(text: string): Read<PgAddress> {
  const url = parseUrl(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    return no(`expected ${PG_FORM}; in user and password every sign but letters and digits as %XX`)
  }
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(unescaped)
  if (!user || !database || password === undefined) return no(`expected ${PG_FORM}`)
  if (!HOST.test(url.hostname) || url.port === '0')
    return no(`expected ${PG_FORM}, with one host by its name or address`)
  // Most often the end of a password.
  if (url.hash !== '') return no('expected no #; in user and password it is %23')
  // Asked for one it does not have, the driver leaves its connection open until the server has had enough of it.
  if (password === '' && !isLoopback(url.hostname)) return no(`expected ${PG_FORM}, with a password`)
  if (url.searchParams.getAll('sslmode').length > 1) return no('expected sslmode once')
  const { sslmode, ...others } = Object.fromEntries(url.searchParams)
  const [other] = Object.keys(others)
  if (other !== undefined) return no('expected no parameter but sslmode')
  const tls = sslmode === undefined && isLoopback(url.hostname) ? 'none' : TLS[sslmode ?? '']
  if (tls === undefined) return no(`expected ${MODES}`)
  return ok({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user,
    password: password === '' ? undefined : createSecretKey(Buffer.from(password)),
    tls,
  })
}

/** @returns undefined for what is not escaped as it should be */
function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** @returns without a slash at its end */
export function readPgrestUrl(text: string): Read<string> {
  const url = parseUrl(text)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  if (!url || !isSafe || url.username !== '' || url.search !== '' || url.hash !== '') {
    return no('expected https://<environment id>.api.tcloudbasegateway.com/v1/rdb/rest')
  }
  return ok(url.href.replace(/\/+$/, ''))
}

export const readPgrestKey = (text: string): Read<KeyObject> =>
  /^[\x21-\x7e]{16,2048}$/.test(text)
    ? ok(createSecretKey(Buffer.from(text)))
    : no('expected an API Key of the environment: at least 16 characters without blanks')

/** Whether an address of either kind is on this machine. */
export const isOnThisMachine = (text: string): boolean => isLoopback(parseUrl(text)?.hostname ?? '')
