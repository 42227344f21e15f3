// A merchant in its barest form: signs requests and opens notifications with a few lines of its own, shared with neither
// the kit nor the stand-in, so that neither can vouch for itself.
import { createDecipheriv, createSign, createVerify, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request, type Agent, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SandboxKeys } from '../../sandbox/keys'

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  /** Body as JSON; undefined when it is none. */
  json: Record<string, unknown> | undefined
}

export interface RawCall {
  method?: string
  /** Path and query. */
  path: string
  /** Serialised as JSON, unless it is a Buffer. */
  body?: unknown
  nowMs?: number
  /** Put in place of the usual ones; undefined leaves one out. */
  headers?: Record<string, string | undefined>
  /** Members of Authorization put in place of the usual ones; undefined leaves one out. */
  authorization?: Partial<Record<'mchid' | 'nonce_str' | 'timestamp' | 'serial_no' | 'signature', string | undefined>>
  /** What is signed, where it is not what is sent. */
  signedBody?: Buffer
  agent?: Agent
}

/** Signs and sends one request. Rejects when the connection fails. */
export function rawCall(baseUrl: string, keys: SandboxKeys, call: RawCall): Promise<RawAnswer> {
  const method = call.method ?? (call.body === undefined ? 'GET' : 'POST')
  const body = bytesOf(call.body)
  const headers = {
    Accept: 'application/json',
    'User-Agent': 'raw-merchant/1',
    ...(method !== 'GET' && { 'Content-Type': 'application/json' }),
    'Content-Length': String(body.length),
    Authorization: authorize(keys, method, call, call.signedBody ?? body),
    ...call.headers,
  }
  return send(baseUrl, method, call, headers, body)
}

/** @returns value of an Authorization header */
export function authorize(keys: SandboxKeys, method: string, call: RawCall, body: Buffer): string {
  const timestamp = String(Math.floor((call.nowMs ?? Date.now()) / 1000))
  const members = {
    mchid: keys.mchid,
    nonce_str: randomBytes(16).toString('hex'),
    timestamp,
    serial_no: keys.merchant.serial,
    ...call.authorization,
  }
  const text = `${method}\n${call.path}\n${members.timestamp ?? ''}\n${members.nonce_str ?? ''}\n`
  const signature = createSign('RSA-SHA256')
    .update(text)
    .update(body)
    .update('\n')
    .sign(keys.merchant.privateKeyPem, 'base64')
  const all = Object.entries({ ...members, signature, ...call.authorization })
  const shown = all.flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${value}"`]))
  return `WECHATPAY2-SHA256-RSA2048 ${shown.join(',')}`
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
}

function send(
  baseUrl: string,
  method: string,
  call: RawCall,
  headers: Record<string, string | undefined>,
  body: Buffer,
): Promise<RawAnswer> {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const { hostname, port } = new URL(baseUrl)
  return new Promise((resolve, reject) => {
    // `path` as it stands: a URL object would tidy it up.
    const options = {
      hostname,
      port,
      path: call.path,
      method,
      headers: Object.fromEntries(given),
      agent: call.agent ?? false,
    }
    const outgoing = request(options, (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const received = Buffer.concat(parts)
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: received, json: toJson(received) })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function toJson(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** Whether a message's signature headers are right under the PEM (public key or certificate). */
export function isSigned(pem: string, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const text = `${String(headers['wechatpay-timestamp'])}\n${String(headers['wechatpay-nonce'])}\n`
  return createVerify('RSA-SHA256')
    .update(text)
    .update(body)
    .update('\n')
    .verify(pem, String(headers['wechatpay-signature']), 'base64')
}

export interface Sealed {
  algorithm: string
  nonce: string
  associated_data: string
  ciphertext: string
}

/** @throws when the tag does not match */
export function unseal(apiV3Key: string, { nonce, associated_data, ciphertext }: Sealed): string {
  const sealed = Buffer.from(ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce, { authTagLength: 16 })
  decipher.setAuthTag(sealed.subarray(-16))
  decipher.setAAD(Buffer.from(associated_data))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString()
}

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
  json: { id: string; event_type: string; resource: Sealed & { original_type?: string } }
}

/** A merchant's callback server: keeps what it gets and answers as told. */
export class CallbackServer {
  readonly received: Received[] = []
  /** What to do with each one; default 204. A handler that does not end the response never answers. */
  respond: (response: ServerResponse, received: Received) => void = (response) => response.writeHead(204).end()
  readonly #server = createServer((incoming, response) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      const body = Buffer.concat(parts)
      const json = toJson(body) as unknown as Received['json']
      const received = { path: incoming.url ?? '', headers: incoming.headers, body, json }
      this.received.push(received)
      this.respond(response, received)
    })
  })

  /** @returns its base URL */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return this.url
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}
