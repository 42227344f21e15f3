// A request of the merchant's app over HTTP access, or of one of the merchant's functions: a token, and what is wished.
import { CallFailure, invalidInput } from '../../kernel/errors'
import { toRawRequest, type RawRequest } from './http'

interface AppRequest {
  /** Without `Bearer `. */
  token: string
  /** Not yet checked. */
  input: unknown
}

/** Far more than three short fields need. */
const MAX_BODY_BYTES = 8 * 1024

export const isHttp = (event: unknown): boolean => typeof event === 'object' && event !== null && 'httpMethod' in event

/** @throws {CallFailure} INVALID_INPUT or UNAUTHENTICATED */
export function readHttpRequest(event: unknown): AppRequest {
  const request = toRawRequest(event)
  if (request.method !== 'POST') throw invalidInput('method', 'expected POST')
  const token = readBearer(request)
  return { token, input: readJson(request) }
}

/** From `cloud.callFunction`: `{ token, ...input }`. @throws {CallFailure} UNAUTHENTICATED */
export function readCall(event: unknown): AppRequest {
  const { token, ...input } = (typeof event === 'object' ? { ...event } : {}) as Record<string, unknown>
  if (typeof token !== 'string' || token === '') throw new CallFailure('UNAUTHENTICATED', `token: ${WANTED}`)
  return { token, input }
}

const WANTED = "expected the token (JWT) of the merchant's own login; no other identity is accepted"

function readBearer({ headers }: RawRequest): string {
  const header = headers['authorization']
  const [, token] = (typeof header === 'string' && /^Bearer ([\w-]+\.[\w-]*\.[\w-]*)$/i.exec(header)) || []
  if (token === undefined) throw new CallFailure('UNAUTHENTICATED', `Authorization: Bearer ...: ${WANTED}`)
  return token
}

function readJson({ body }: RawRequest): unknown {
  if (body === undefined || body.length > MAX_BODY_BYTES)
    throw invalidInput('body', `expected at most ${MAX_BODY_BYTES} bytes of text`)
  if (body.length === 0) return {}
  const parsed = parse(body.toString('utf8'))
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalidInput('body', 'expected a JSON object')
  return parsed
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
