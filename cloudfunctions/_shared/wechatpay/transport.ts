// Where axios stands: its response is what a call answers with, and its own adapters, which know redirects, proxies and
// forms, are not used.
import { Axios, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { ACCEPTED_ENCODINGS } from './contentEncoding'
import { exchange, type WireRequest } from './exchange'
import { connectTo, type HostConnection } from './hostConnection'

interface Sent {
  /** The bytes as signed. */
  body: Buffer
  /** The rest of axios' answer, without the request: its headers hold the Authorization, and people print responses. */
  response: Omit<AxiosResponse<unknown>, 'data'>
}

/** @param host base URL without a trailing slash */
export type Transport = (host: string, request: WireRequest) => Promise<Sent>

/**
 * A transport on an axios of its own, which other code's defaults and interceptors cannot reach.
 * Any HTTP status is an answer; what is no answer throws WechatPayTransportError.
 */
export function createTransport(nowMs: () => number): Transport {
  const axios = new Axios({})
  const connections = new Map<string, HostConnection>()
  const connectionTo = (host: string) => {
    const known = connections.get(host)
    if (known) return known
    const made = connectTo(host, nowMs)
    connections.set(host, made)
    return made
  }
  return async (host, request) => {
    const adapter = async (config: InternalAxiosRequestConfig) => answer(config, request, connectionTo(host))
    const { data, status, statusText, headers } = await axios.request<Buffer>({ adapter })
    const printable = { method: request.method, headers: new AxiosHeaders() }
    return { body: data, response: { status, statusText, headers, config: printable, request: undefined } }
  }
}

/** axios adds headers of its own to what it is given, so it is given none: what goes out is what was signed for. */
async function answer(
  config: InternalAxiosRequestConfig,
  request: WireRequest,
  connection: HostConnection,
): Promise<AxiosResponse<Buffer>> {
  const headers = { ...request.headers, 'accept-encoding': ACCEPTED_ENCODINGS, ...lengthOf(request) }
  const { body, ...reply } = await exchange({ ...request, headers }, connection)
  return { ...reply, headers: reply.headers as AxiosResponse['headers'], data: body, config }
}

/** Said in the header, since node would send a body in chunks; a POST without a body says 0. */
function lengthOf({ method, body }: WireRequest): Record<string, string> {
  return body !== '' || method !== 'GET' ? { 'content-length': String(Buffer.byteLength(body)) } : {}
}
