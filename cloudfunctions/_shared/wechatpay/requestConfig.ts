// What a caller may say about one request. The rest of axios' options would change what is signed, where it goes or
// whether the answer is checked, so it is refused by name.
import type { AxiosRequestConfig } from 'axios'
import { hidesMembers, isPlainObject } from './plainJson'
import type { PathParams, QueryParams } from './target'
import { isHeaderText, NO_FILES, NO_PROXY, timeoutProblem } from './values'
import { InputError } from './wechatpayErrors'

/**
 * The part of `AxiosRequestConfig` a request takes, and two of ours.
 *
 * - `timeout`: limit of the whole call in milliseconds, tries and waits between them included; replaces the client's two limits
 * - `tryTimeout`: limit of each try beside it; without one a try may take all that is left
 * - `headers`: added to ours; the ones that carry signature, length or type are ours alone
 * - `params`: the query; serialised once and signed
 * - `signal`: ends the call; the outcome is then unknown, unless nothing was sent
 */
export type RequestConfig = Pick<AxiosRequestConfig, 'timeout' | 'signal' | 'headers'> & {
  tryTimeout?: number
  params?: QueryParams
  pathParams?: PathParams
}

const OWN_HEADERS = [
  'authorization',
  'host',
  'accept',
  'accept-encoding',
  'content-type',
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
]
const PROXY_HEADERS = ['proxy-authorization', 'proxy-connection']
const ACCEPTED = ['timeout', 'tryTimeout', 'signal', 'headers', 'params', 'pathParams']

/** What is asked for most of what axios offers, and is not served. */
const NOT_SERVED: Readonly<Record<string, string>> = {
  proxy: NO_PROXY,
  httpAgent: NO_PROXY,
  httpsAgent: NO_PROXY,
  responseType: NO_FILES,
}

/** @throws {InputError} naming the option that is not accepted */
export function checkConfig(config: RequestConfig): void {
  if (!isPlainObject(config)) throw new InputError('config', `expected an object of ${ACCEPTED.join(', ')}`)
  for (const [name, value] of Object.entries(config as Record<string, unknown>)) {
    if (value !== undefined && !ACCEPTED.includes(name)) {
      const why = (Object.hasOwn(NOT_SERVED, name) && NOT_SERVED[name]) || 'not accepted'
      throw new InputError(`config.${name}`, `${why}; a request takes ${ACCEPTED.join(', ')}`)
    }
  }
  for (const name of ['timeout', 'tryTimeout'] as const) {
    const problem = config[name] === undefined ? undefined : timeoutProblem(config[name])
    if (problem !== undefined) throw new InputError(`config.${name}`, problem)
  }
  const { signal } = config as { signal?: unknown }
  if (signal !== undefined && !isSignal(signal)) throw new InputError('config.signal', 'expected an AbortSignal')
}

const isSignal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value

/** A body that is a config was meant as one: `post` takes the body first. */
export const looksLikeConfig = (body: unknown): boolean =>
  isPlainObject(body) && Object.keys(body).length > 0 && Object.keys(body).every((name) => ACCEPTED.includes(name))

/**
 * What a request adds to our headers, plain and lower-cased.
 * @throws {InputError} for a header that is ours, or that would not be sent as it is
 */
export function addedHeaders(config: RequestConfig): Record<string, string> {
  const headers: Record<string, string> = {}
  if (config.headers === undefined) return headers
  if (!isAxiosHeaders(config.headers) && (!isPlainObject(config.headers) || hidesMembers(config.headers)))
    throw new InputError('config.headers', 'expected a plain object of names and texts')
  for (const [name, value] of Object.entries(config.headers as Record<string, unknown>)) {
    if (value === undefined) continue
    const lower = name.toLowerCase()
    const text = headerText(value)
    const problem =
      headerProblem(name, text) ?? (Object.hasOwn(headers, lower) ? 'is there in two spellings' : undefined)
    if (problem !== undefined) throw new InputError(`config.headers.${name.trim()}`, problem)
    headers[lower] = text ?? ''
  }
  return headers
}

const isAxiosHeaders = (headers: object): boolean => Object.prototype.toString.call(headers) === '[object AxiosHeaders]'

function headerText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}

function headerProblem(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return 'expected text'
  // A blank around a name would make it pass for another one than ours.
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || !isHeaderText(text))
    return 'expected a header name and printable ASCII'
  // An empty User-Agent is refused by WeChat Pay, and nothing else is told by an empty one.
  if (text.trim() === '') return 'is empty; leave it out'
  if (PROXY_HEADERS.includes(name.toLowerCase())) return NO_PROXY
  return OWN_HEADERS.includes(name.toLowerCase()) ? 'is set by the client' : undefined
}
