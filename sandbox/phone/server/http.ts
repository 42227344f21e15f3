// SERVER: small helpers over node:http.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Names of this machine. A page of any site may send requests here; under these names it cannot without our leave. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/
const MAX_BODY_BYTES = 256 * 1024

/** Whether a request comes from this machine's own page, or from no page at all. */
export function isFromHere({ headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers
  if (!LOOPBACK.test(host)) return false
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

/** Who is behind a request of the page, and which line of "What happened" led to it. */
export function actingOf({ headers }: IncomingMessage): { user?: string; cause?: string } {
  const { 'x-phone-openid': user, 'x-phone-cause': cause } = headers
  return { ...(typeof user === 'string' && { user }), ...(typeof cause === 'string' && { cause }) }
}

/** @throws {RangeError} the body is larger than anything the page sends */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new RangeError(`a body has at most ${MAX_BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** @throws {SyntaxError} the body is not JSON */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request)
  return text === '' ? {} : (JSON.parse(text) as unknown)
}

/** What changes while it runs is never kept by the browser. */
export function send(response: ServerResponse, status: number, type: string, content: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' })
  response.end(content)
}

export function sendJson(response: ServerResponse, status: number, content: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(content))
}
