// The only file that speaks HTTP: bytes out, bytes in, on axios. It trusts nothing and reads nothing.
import axios, {
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type GenericAbortSignal,
  isAxiosError,
} from 'axios'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Deadline } from './requestDeadline'
import { WechatPayTransportError, type TransportPhase } from './wechatpayErrors'

interface WireRequest {
  method: string
  /** Base URL and target, in their final form. */
  url: string
  headers: Record<string, string>
  /** Sent as it is; undefined for no body. */
  body: Buffer | undefined
  /** For the whole exchange, from connecting to the last byte. */
  timeoutMs: number
  signal: GenericAbortSignal | undefined
}

interface WireReply {
  /** The bytes as signed: transfer and content encodings are undone. */
  body: Buffer
  /** The rest of axios' answer, without the request: its headers hold the Authorization, and people print responses. */
  response: Omit<AxiosResponse<unknown>, 'data'>
}

export type Transport = (request: WireRequest) => Promise<WireReply>

/** Answers of WeChat Pay are a few kilobytes; the certificate list is the largest. */
const MAX_ANSWER_BYTES = 1024 * 1024

/**
 * A transport on an axios instance of its own, which other code's defaults and interceptors cannot reach.
 * Any HTTP status is an answer; what is no answer throws.
 */
export function createTransport(maxAnswerBytes = MAX_ANSWER_BYTES): Transport {
  const client = createInstance(maxAnswerBytes)
  return async (request) => {
    const limit = new Deadline(request.timeoutMs, request.signal)
    try {
      const { method, url, headers, body } = request
      return toWireReply(await client.request<Buffer>({ method, url, headers, data: body, signal: limit }))
    } catch (error) {
      throw toTransportError(error, request.timeoutMs, limit)
    } finally {
      limit.clear()
    }
  }
}

function createInstance(maxContentLength: number): AxiosInstance {
  // Node 18 has no keep-alive by default. Idle sockets go before the far side drops them, also across a frozen instance.
  const agent = { keepAlive: true, maxFreeSockets: 8, timeout: 10_000, scheduling: 'lifo' } as const
  return axios.create({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    adapter: 'http',
    proxy: false,
    maxRedirects: 0,
    responseType: 'arraybuffer',
    maxContentLength,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
  })
}

function toWireReply({ status, statusText, headers, config, data }: AxiosResponse<Buffer>): WireReply {
  const printable = { method: config.method ?? '', headers: new AxiosHeaders() }
  return { body: data, response: { status, statusText, headers, config: printable, request: undefined } }
}

/** A new error: axios' own holds the request with its Authorization, body and agent. */
function toTransportError(error: unknown, timeoutMs: number, limit: Deadline): WechatPayTransportError {
  const code = isAxiosError(error) ? error.code : undefined
  return new WechatPayTransportError(phaseOf(error, code, limit), timeoutMs, code)
}

function phaseOf(error: unknown, code: string | undefined, limit: Deadline): TransportPhase {
  if (limit.hasPassed) return 'timeout'
  if (limit.aborted) return 'aborted'
  return code === 'ERR_BAD_RESPONSE' && isAxiosError(error) && error.message.includes('maxContentLength')
    ? 'tooLarge'
    : 'connection'
}
