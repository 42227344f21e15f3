// How one host of WeChat Pay is reached: over which of node's modules, and on which sockets.
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { urlToHttpOptions } from 'node:url'

/**
 * WeChat Pay drops an idle connection after 8 s. A request that meets the drop on its way is lost without a word on whether
 * it arrived, so a socket is not used again when it gets near. Half of it, since other peers wait less.
 */
const IDLE_LIMIT_MS = 4_000

/** Node 18 has no keep-alive by default. */
const KEEP_ALIVE = { keepAlive: true, maxFreeSockets: 8, timeout: IDLE_LIMIT_MS, scheduling: 'lifo' } as const

export interface HostConnection {
  /** What node needs beside method, path and headers. */
  readonly options: RequestOptions
  /** Begins a request on a socket that is fresh. */
  open(options: RequestOptions): ClientRequest
}

/**
 * @param host base URL without a trailing slash
 * @param nowMs a frozen instance runs no timers, but its clock has moved on when it wakes
 */
export function connectTo(host: string, nowMs: () => number): HostConnection {
  const isTls = host.startsWith('https:')
  const agent = isTls ? new HttpsAgent(KEEP_ALIVE) : new HttpAgent(KEEP_ALIVE)
  const begin = isTls ? httpsRequest : httpRequest
  let usedAtMs = nowMs()
  return {
    options: { ...urlToHttpOptions(new URL(host)), agent },
    open: (options) => {
      if (nowMs() - usedAtMs >= IDLE_LIMIT_MS) dropIdle(agent)
      usedAtMs = nowMs()
      return begin(options).once('close', () => (usedAtMs = nowMs()))
    },
  }
}

function dropIdle(agent: HttpAgent): void {
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy()
}
