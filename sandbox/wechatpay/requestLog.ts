// The last requests, whole, for tests and people.
import { Kept } from '../kept'
import type { Answer } from './answers'
import type { RequestSeen, StandInEmitter } from './events'
import type { RawRequest } from './rawRequest'
import type { Timeline } from './timeline'

/** A request with what was sent. Authorization is left out: it is the merchant's proof of identity. */
export interface LoggedRequest extends RequestSeen {
  headers: Record<string, string>
  body: string
}

/** The same with nothing left out, and what was answered. */
export interface RecordedExchange {
  seen: RequestSeen
  headers: Record<string, string>
  body: Buffer
  /** None where the connection was cut, or nothing was said. */
  answer: Answer | undefined
}

const LIMITS = { count: 1_000, bytes: 64 * 1024 * 1024 }

interface Answered {
  requestId: string
  status: number
  code: string | undefined
  ms: number
  faults: string[]
  answer: Answer | undefined
}

export class RequestLog {
  readonly #exchanges = new Kept<RecordedExchange>(LIMITS)
  constructor(
    readonly timeline: Timeline,
    readonly events: StandInEmitter,
  ) {}

  add(request: RawRequest, { code, answer, ...rest }: Answered): void {
    const { host, method, url: path, body } = request
    const seen: RequestSeen = {
      ...rest,
      ...(code !== undefined && { code }),
      atMs: this.timeline.nowMs(),
      host,
      method,
      path,
    }
    const exchange = { seen, headers: headersOf(request), body, answer }
    this.#exchanges.put(seen.requestId, exchange, body.length + (answer?.body.length ?? 0))
    this.events.emit('request', seen)
  }

  /** The last `count`, oldest first. */
  last(count: number): LoggedRequest[] {
    return this.#exchanges.values().slice(-count).map(toLogged)
  }

  find(requestId: string): RecordedExchange | undefined {
    return this.#exchanges.get(requestId)
  }
}

function toLogged({ seen, headers, body }: RecordedExchange): LoggedRequest {
  const shown = Object.entries(headers).filter(([name]) => name !== 'authorization')
  return { ...seen, headers: Object.fromEntries(shown), body: body.toString() }
}

const headersOf = ({ headers }: RawRequest): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
