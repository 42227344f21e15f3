// What a caller may say about one request. The rest of axios' options would change what is signed, where it goes or
// whether the answer is checked, so it is refused by name.
import type { AxiosRequestConfig } from 'axios'
import { InputError } from './wechatpayErrors'
import type { PathParams, QueryParams } from './target'

/**
 * The part of `AxiosRequestConfig` a request takes.
 *
 * - `timeout`: limit of the whole call in milliseconds, tries included; replaces the client's two limits
 * - `headers`: added to ours; the ones that carry signature, length or type are ours alone
 * - `params`: the query; serialised once and signed
 * - `signal`: ends the call; the outcome is then unknown
 */
export type RequestConfig = Pick<AxiosRequestConfig, 'timeout' | 'signal' | 'headers'> & {
  params?: QueryParams
  pathParams?: PathParams
}

const OWN_HEADERS = [
  'authorization',
  'host',
  'accept',
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'expect',
]
const ACCEPTED = ['timeout', 'signal', 'headers', 'params', 'pathParams']

/** @throws {InputError} naming the option that is not accepted */
export function checkConfig(config: RequestConfig): void {
  for (const [name, value] of Object.entries(config as Record<string, unknown>)) {
    if (value !== undefined && !ACCEPTED.includes(name)) {
      throw new InputError(`config.${name}`, `not accepted; a request takes ${ACCEPTED.join(', ')}`)
    }
  }
  if (config.timeout !== undefined && !isTimeout(config.timeout))
    throw new InputError('config.timeout', `expected milliseconds above 0 and at most ${MAX_TIMEOUT_MS}`)
}

/** Timers take no more: a longer one ends at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

const isTimeout = (ms: unknown): boolean => typeof ms === 'number' && ms > 0 && ms <= MAX_TIMEOUT_MS

/**
 * What a request adds to our headers, plain and lower-cased.
 * @throws {InputError} for a header that is ours
 */
export function addedHeaders(config: RequestConfig): Record<string, string> {
  const headers: Record<string, string> = {}
  if (!config.headers) return headers
  for (const [name, value] of Object.entries(config.headers as Record<string, unknown>)) {
    if (value === undefined || value === null) continue
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new InputError(`config.headers.${name}`, 'expected text')
    // axios trims names and drops characters of values: `content-length ` would pass for one of ours.
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || !/^[\t\x20-\x7e]*$/.test(String(value)))
      throw new InputError(`config.headers.${name.trim()}`, 'expected a header name and printable ASCII')
    const lower = name.toLowerCase()
    if (OWN_HEADERS.includes(lower)) throw new InputError(`config.headers.${name}`, 'is set by the client')
    headers[lower] = String(value)
  }
  return headers
}
