// HTTP access (云接入): the platform's event to a request with its bytes, and back.
import * as v from 'valibot'

export interface RawRequest {
  /** Upper case. */
  method: string
  /** Names in lower case. A header that came twice keeps all its values, so that a reader can refuse it. */
  headers: Readonly<Record<string, string | readonly string[]>>
  /** As sent, before the gateway's base64. Undefined when the platform gave no text: the bytes are lost then. */
  body: Buffer | undefined
}

/** The integration response: the only form the platform passes on untouched. */
export interface HttpReply {
  isBase64Encoded: false
  statusCode: number
  headers: Record<string, string>
  body: string
}

const EventSchema = v.object({
  httpMethod: v.fallback(v.string(), ''),
  headers: v.fallback(v.record(v.string(), v.unknown()), {}),
  body: v.optional(v.unknown()),
  isBase64Encoded: v.fallback(v.boolean(), false),
})

/** An event of another kind becomes a request with no method, which everybody refuses. */
export function toRawRequest(event: unknown): RawRequest {
  const parsed = v.safeParse(EventSchema, event)
  if (!parsed.success) return { method: '', headers: {}, body: undefined }
  const { httpMethod, headers, body, isBase64Encoded } = parsed.output
  return { method: httpMethod.toUpperCase(), headers: toHeaders(headers), body: toBytes(body, isBase64Encoded) }
}

function toHeaders(headers: Record<string, unknown>): Record<string, string | string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue
    const lower = name.toLowerCase()
    const told = (Array.isArray(value) ? (value as unknown[]) : [value]).map(toText)
    values.set(lower, [...(values.get(lower) ?? []), ...told])
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]))
}

/** A forged event may hold anything; what is no text becomes an empty one, which every reader refuses. */
const toText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

function toBytes(body: unknown, isBase64Encoded: boolean): Buffer | undefined {
  if (body === undefined || body === null) return Buffer.alloc(0)
  return typeof body === 'string' ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : undefined
}

/** @param body what JSON can say; nothing for 204 */
export function toHttpReply(statusCode: number, body?: object): HttpReply {
  return {
    isBase64Encoded: false,
    statusCode,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: body === undefined ? '' : JSON.stringify(body),
  }
}
