// The last requests, for tests and people.
import type { RequestSeen, StandInEmitter } from './events'
import type { RawRequest } from './rawRequest'
import type { Timeline } from './timeline'

/** A request with what was sent. Authorization is left out: it is the merchant's proof of identity. */
export interface LoggedRequest extends RequestSeen {
  headers: Record<string, string>
  body: string
}

const KEPT_REQUESTS = 1_000

export class RequestLog {
  readonly #requests: LoggedRequest[] = []
  constructor(
    readonly timeline: Timeline,
    readonly events: StandInEmitter,
  ) {}

  add(
    request: RawRequest,
    answered: { requestId: string; status: number; code: string | undefined; ms: number; faults: string[] },
  ): void {
    const { code, ...rest } = answered
    const { host, method, url: path } = request
    const seen: RequestSeen = {
      ...rest,
      ...(code !== undefined && { code }),
      atMs: this.timeline.nowMs(),
      host,
      method,
      path,
    }
    this.#requests.push({ ...seen, headers: shownHeaders(request), body: request.body.toString() })
    if (this.#requests.length > KEPT_REQUESTS) this.#requests.shift()
    this.events.emit('request', seen)
  }

  /** The last `count`, oldest first. */
  last(count: number): LoggedRequest[] {
    return this.#requests.slice(-count)
  }
}

function shownHeaders({ headers }: RawRequest): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => name !== 'authorization')
  return Object.fromEntries(shown.map(([name, value]) => [name, String(value)]))
}
