import { isPlainObject } from '../database/documents'
import { LIMITS } from '../limits'

/** One request as it came in, before the platform makes an event of it. */
export interface HttpRequest {
  method: string
  /** Path relative to the route, starting with `/`. */
  path: string
  query: URLSearchParams
  /** Names as sent, in order; a name may come twice. */
  headers: readonly (readonly [string, string])[]
  body: Buffer
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[]>
  body: Buffer
}

/** How header names reach the function: samples show lower case, nobody promises it. */
type HeaderSpelling = 'lower' | 'upper' | 'title' | 'asSent'

/** How bodies of text types reach the function: as they are, or base64 like everything else. */
type TextBodies = 'utf8' | 'base64'

export interface HttpAccessOptions {
  headerSpelling: HeaderSpelling
  textBodies: TextBodies
}

const TEXT_TYPES = /^(text\/.*|application\/(json|xml|javascript|x-www-form-urlencoded|.*\+json|.*\+xml))$/

/** The type decides how a body travels and how long it may be. */
function isTextType(contentType: string | undefined): boolean {
  const [type = ''] = (contentType ?? '').split(';')
  return TEXT_TYPES.test(type.trim().toLowerCase())
}

/** @returns the longest body this content type may have, in bytes */
export const bodyLimit = (contentType: string | undefined): number =>
  isTextType(contentType) ? LIMITS.httpTextBytes : LIMITS.payloadBytes

/** The event of HTTP access, from raw bytes: text types as the text they are, everything else base64. */
export function toHttpEvent(
  request: HttpRequest,
  { headerSpelling, textBodies }: HttpAccessOptions,
  { requestId, environmentId }: { requestId: string; environmentId: string },
): Record<string, unknown> {
  const isText = request.body.length === 0 || (textBodies === 'utf8' && isTextType(headerOf(request, 'content-type')))
  return {
    path: request.path,
    httpMethod: request.method,
    headers: spellHeaders(request.headers, headerSpelling),
    queryStringParameters: Object.fromEntries(request.query),
    requestContext: { requestId, envId: environmentId, appId: '1250000000', uin: '100000000001' },
    body: request.body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  }
}

export function headerOf({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  return headers.find(([sent]) => sent.toLowerCase() === name)?.[1]
}

function spellHeaders(headers: HttpRequest['headers'], spelling: HeaderSpelling): Record<string, string> {
  const spelled: Record<string, string> = {}
  for (const [sent, value] of headers) {
    const name = SPELLINGS[spelling](sent)
    const before = spelled[name]
    spelled[name] = before === undefined ? value : `${before}, ${value}`
  }
  return spelled
}

const SPELLINGS: Readonly<Record<HeaderSpelling, (name: string) => string>> = {
  lower: (name) => name.toLowerCase(),
  upper: (name) => name.toUpperCase(),
  title: (name) => name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()),
  asSent: (name) => name,
}

/**
 * Makes an HTTP answer of what the function returned, by the platform's three rules: a text is a text, an object with
 * a `statusCode` is an answer in its own right, any other object is JSON.
 * @returns undefined when the answer in its own right is malformed
 */
export function toHttpAnswer(returned: unknown): HttpAnswer | undefined {
  if (typeof returned === 'string') return answer(200, { 'content-type': 'text/plain; charset=utf-8' }, returned)
  if (isPlainObject(returned) && 'statusCode' in returned) return toIntegrationAnswer(returned)
  if (returned === null) return answer(200, {}, '')
  return answer(200, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(returned))
}

function toIntegrationAnswer(returned: Record<string, unknown>): HttpAnswer | undefined {
  const { statusCode, headers = {}, body = '', isBase64Encoded = false } = returned
  if (!isStatus(statusCode) || !isPlainObject(headers)) return undefined
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return answer(statusCode, toHeaders(headers), Buffer.from(text, isBase64Encoded === true ? 'base64' : 'utf8'))
}

const isStatus = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599

const toHeaders = (headers: Record<string, unknown>): HttpAnswer['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  )

const answer = (status: number, headers: HttpAnswer['headers'], body: string | Buffer): HttpAnswer => ({
  status,
  headers,
  body: Buffer.from(body as string),
})

/** An answer the platform gives itself. */
export const platformAnswer = (status: number, code: string, message: string, requestId: string): HttpAnswer =>
  answer(status, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify({ code, message, requestId }))
