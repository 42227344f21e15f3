// Headers and body of a request, before any endpoint looks at it. What is wrong here is 400 PARAM_ERROR.
import type { IncomingHttpHeaders } from 'node:http'
import { paramError } from './refusal'

/** @throws {Refusal} a header the real service insists on is missing */
export function checkHeaders(method: string, headers: IncomingHttpHeaders): void {
  if (!headers['user-agent']?.trim()) throw paramError('header', 'User-Agent', 'is required')
  const accept = headers.accept?.trim()
  if (!accept) throw paramError('header', 'Accept', 'is required')
  if (!/(^|[,\s])(application\/json|application\/\*|\*\/\*)/.test(accept)) {
    throw paramError('header', 'Accept', 'must allow application/json', accept)
  }
  if (method !== 'GET' && !isJson(headers['content-type'])) {
    throw paramError('header', 'Content-Type', 'must be application/json', headers['content-type'] ?? '')
  }
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json *(; *charset="?utf-8"?)? *$/i.test(contentType ?? '')
}

/**
 * The JSON object of a body.
 * @throws {Refusal} not UTF-8, not a JSON object, or holding what APIv3 does not take
 */
export function readBody(method: string, bytes: Buffer): Record<string, unknown> {
  if (method === 'GET') {
    if (bytes.length > 0) throw paramError('body', '', 'a GET takes no body')
    return {}
  }
  const body = parseJson(decodeUtf8(bytes))
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw paramError('body', '', 'must be a JSON object')
  checkCharacters(body, '')
  return body as Record<string, unknown>
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw paramError('body', '', 'must be UTF-8')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw paramError('body', '', 'must be JSON')
  }
}

/** APIv3 takes characters of one to three bytes in UTF-8. Checked after parsing, so that \ud83d\ude00 is seen too. */
function checkCharacters(value: unknown, at: string): void {
  if (typeof value === 'string') {
    if (/[\ud800-\udfff]/.test(value)) {
      throw paramError('body', at, 'holds a 4-byte character (such as an emoji), which APIv3 does not take')
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      checkCharacters(name, at)
      checkCharacters(member, `${at}/${name}`)
    }
  }
}

/** Query parameters, each at most once. */
export function readQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(search)) {
    if (Object.hasOwn(query, name)) throw paramError('query', name, 'is given twice')
    query[name] = value
  }
  return query
}
