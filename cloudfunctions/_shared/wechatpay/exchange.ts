// One HTTP exchange: bytes out, bytes in, on node's own http. It trusts nothing, reads nothing and follows nothing; and it
// knows whether anything can have been sent, which is what makes another try safe.
import type { GenericAbortSignal } from 'axios'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { decodeContent } from './contentEncoding'
import type { HostConnection } from './hostConnection'
import { WechatPayTransportError, type TransportPhase } from './wechatpayErrors'

export interface WireRequest {
  /** Upper case. */
  method: string
  /** Path and query in their final form. */
  target: string
  headers: Record<string, string>
  /** The exact text; empty for no body. As text it goes out together with the head, in one piece. */
  body: string
  /** For the whole exchange, from connecting to the last byte. */
  timeoutMs: number
  /** For name, connection and TLS together. */
  connectTimeoutMs: number
  signal: GenericAbortSignal | undefined
  /** 1 MB by default: answers of WeChat Pay are a few kilobytes, and the certificate list is the largest. */
  maxAnswerBytes?: number
}

interface WireReply {
  status: number
  statusText: string
  headers: IncomingHttpHeaders
  /** The bytes as signed: transfer and content encodings are undone. */
  body: Buffer
}

const MAX_ANSWER_BYTES = 1024 * 1024

/** Any HTTP status is an answer. @throws {WechatPayTransportError} there is none */
export function exchange(request: WireRequest, connection: HostConnection): Promise<WireReply> {
  return new Promise((resolve, reject) => new Exchange(request, resolve, reject).start(connection))
}

class Exchange {
  /** From here on something may have been written. */
  #isSent = false
  #isOver = false
  #outgoing: ClientRequest | undefined
  #limit: NodeJS.Timeout | undefined
  #connectLimit: NodeJS.Timeout | undefined

  constructor(
    readonly request: WireRequest,
    readonly resolve: (reply: WireReply) => void,
    readonly reject: (error: WechatPayTransportError) => void,
  ) {}

  start(connection: HostConnection): void {
    const { method, target, headers, body, signal, timeoutMs } = this.request
    if (signal?.aborted) {
      this.#abort()
      return
    }
    signal?.addEventListener?.('abort', this.#abort)
    this.#limit = setTimeout(() => this.#fail('timeout', timeoutMs), timeoutMs)
    try {
      const outgoing = connection.open({ ...connection.options, method, path: target, headers })
      this.#outgoing = outgoing
      // All of them for good: what comes after the end has to be heard by somebody.
      outgoing.on('error', this.#break)
      outgoing.once('socket', this.#watchConnecting)
      outgoing.once('response', this.#read)
      outgoing.end(body, 'utf8')
    } catch (error) {
      this.#break(error)
    }
  }

  /** A socket that was connected before may write at once; a new one holds everything back until it is let in. */
  readonly #watchConnecting = (socket: ClientRequest['socket'] & object): void => {
    if (this.#isOver) return
    this.#isSent = this.#outgoing?.reusedSocket === true || !socket.connecting
    if (this.#isSent) return
    const { connectTimeoutMs } = this.request
    this.#connectLimit = setTimeout(() => this.#fail('timeout', connectTimeoutMs), connectTimeoutMs)
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
      this.#isSent = true
      clearTimeout(this.#connectLimit)
    })
  }

  readonly #read = (incoming: IncomingMessage): void => {
    const { maxAnswerBytes = MAX_ANSWER_BYTES } = this.request
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxAnswerBytes) this.#fail('tooLarge')
      else chunks.push(chunk)
    })
    incoming.on('error', this.#break)
    incoming.once('end', () => this.#finish(incoming, chunks, maxAnswerBytes))
  }

  #finish(incoming: IncomingMessage, chunks: Buffer[], maxBytes: number): void {
    if (this.#isOver) return
    const { statusCode: status = 0, statusMessage: statusText = '', headers } = incoming
    try {
      const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
      const body = decodeContent(whole, headers['content-encoding'], maxBytes)
      this.#end()
      this.resolve({ status, statusText, headers, body })
    } catch (error) {
      this.#break(error)
    }
  }

  readonly #break = (error: unknown): void => {
    const code = (error as NodeJS.ErrnoException).code
    this.#fail(code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'connection', this.request.timeoutMs, code)
  }

  readonly #abort = (): void => this.#fail('aborted')

  /** A new error: node's own holds the request, with its Authorization, body and socket. */
  #fail(phase: TransportPhase, limitMs = this.request.timeoutMs, code?: string): void {
    if (this.#isOver) return
    this.#end()
    this.#outgoing?.destroy()
    this.reject(new WechatPayTransportError(phase, limitMs, code, this.#isSent))
  }

  #end(): void {
    this.#isOver = true
    clearTimeout(this.#limit)
    clearTimeout(this.#connectLimit)
    this.request.signal?.removeEventListener?.('abort', this.#abort)
  }
}
