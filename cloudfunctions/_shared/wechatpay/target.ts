// Where a request goes: path template + path parameters + query -> the exact text that is signed and sent.
import { hidesMembers, isPlainObject } from './plainJson'
import { NO_FILES } from './values'
import { InputError } from './wechatpayErrors'

export type PathParams = Readonly<Record<string, string | number>>
export type QueryParams = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * Fills `{name}` in a template and adds the query.
 * @param template `v3/...`, no leading slash, no query, no `.` or `..` segment
 * @returns path and query as they go onto the wire, starting with `/`
 * @throws {InputError} a parameter is missing, empty, a dot segment or unknown, or nothing that a URL holds as it is; the path
 *   is not in its final form
 */
export function buildTarget(template: string, pathParams: PathParams = NONE, params: QueryParams = NONE): string {
  if (typeof template !== 'string') throw new InputError('path', 'expected text: v3/...')
  if (FILES.test(template)) throw new InputError('path', NO_FILES)
  if (pathParams === NONE && params === NONE && PLAIN.test(template)) return `/${template}`
  for (const [name, given] of Object.entries({ pathParams, params })) {
    if (!isPlainObject(given) || hidesMembers(given))
      throw new InputError(name, 'expected a plain object of names and values')
  }
  const path = `/${fillTemplate(template, pathParams)}`
  const query = buildQuery(params)
  // The URL parser folds dot segments (also %2e) and backslashes. What it would change is not what we would sign.
  const parsed = new URL(path + query, 'https://path.invalid')
  if (parsed.pathname !== path || parsed.search !== query || !template.startsWith('v3/')) {
    throw new InputError(
      'path',
      'expected v3/... in its final form: percent-encoded, no . or .. segments, query in config.params',
    )
  }
  return path + query
}

const NONE = {}

/** Where WeChat Pay answers with a file, and with no signature over it. */
const FILES = /^v3\/(?:billdownload|transferdownload)\//

/** No parser has anything to change in these characters, which spares most requests the price of one. */
const PLAIN = /^v3(?:\/[A-Za-z0-9_-]+)+$/

function fillTemplate(template: string, pathParams: PathParams): string {
  const unused = new Set(Object.keys(pathParams))
  const path = template.replace(/\{([^{}/]+)\}/g, (_, name: string) => {
    unused.delete(name)
    return encodeSegment(name, pathParams[name])
  })
  const [stranger] = unused
  if (stranger !== undefined) throw new InputError(`pathParams.${stranger}`, 'the path has no such parameter')
  return path
}

function encodeSegment(name: string, value: unknown): string {
  const field = `pathParams.${name}`
  if (typeof value === 'boolean') throw new InputError(field, 'expected text or a number')
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new InputError(field, 'expected a safe integer')
  const text = textOf(field, value)
  if (text === '' || text === '.' || text === '..')
    throw new InputError(field, 'expected text other than "", "." and ".."')
  return encode(field, text)
}

/** The query, with its `?`; empty for no parameters. `undefined` values are left out. */
function buildQuery(params: QueryParams): string {
  const pairs = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode('params', name)}=${encode(`params.${name}`, textOf(`params.${name}`, value))}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** Only what reads the same in a URL: null would be `null`, a list its members with commas, a Date in words. */
function textOf(field: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') throw new InputError(field, 'expected text, a number or a boolean')
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return String(value)
  throw new InputError(field, 'expected a safe integer; longer ids are text')
}

/** As encodeURIComponent, and the marks it leaves that a URL parser may still encode. */
function encode(field: string, text: string): string {
  try {
    return encodeURIComponent(text).replace(/['()*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  } catch {
    throw new InputError(field, 'expected well-formed text, no half of a surrogate pair')
  }
}
