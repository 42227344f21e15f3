// The last calls of functions, whole: what went in and came out, what was printed, and what was asked of the database meanwhile.
import { Kept } from '../kept'
import type { CloudEvents, TriggerKind } from './events'
import type { Outcome } from './functions/instance'

export interface DatabaseRequest {
  atMs: number
  ms: number
  action: string
  collection?: string
  transactionId?: string
  /** `ok`, `lost`, or the code of an error. */
  outcome: string
  /** As they went over the wire, JSON; cut where they are long. */
  sent: string
  got: string
}

export interface RecordedCall {
  requestId: string
  functionName: string
  trigger: TriggerKind
  openid?: string
  /** `Request-ID` of the HTTP request that is behind it, where it had one. */
  httpRequestId?: string
  startedAtMs: number
  /** JSON, as all of these. */
  input: string
  /** Absent while it runs. */
  end?: { atMs: number; outcome: Outcome }
  /** Whether an instance was started for it, as far as that can be told. */
  isCold: boolean
  lines: { atMs: number; stream: 'stdout' | 'stderr'; line: string }[]
  requests: DatabaseRequest[]
}

const LIMITS = { count: 400, bytes: 24 * 1024 * 1024 }
/** Of one call: what is beyond is not kept. */
const MAX_LINES = 200
const MAX_REQUESTS = 200
const MAX_TEXT = 64 * 1024

export class CallLog {
  readonly #calls = new Kept<RecordedCall>(LIMITS)
  readonly #running = new Map<string, RecordedCall>()

  constructor(events: CloudEvents) {
    events.on('log', ({ requestId = '', atMs, stream, line }) => {
      const call = this.#running.get(requestId)
      if (call && call.lines.length < MAX_LINES) call.lines.push({ atMs, stream, line: cut(line) })
    })
    events.on('instance', ({ functionName, change }) => {
      if (change !== 'started') return
      const last = [...this.#running.values()].filter((call) => call.functionName === functionName).at(-1)
      if (last) last.isCold = true
    })
  }

  began(call: Pick<RecordedCall, 'requestId' | 'functionName' | 'trigger' | 'openid' | 'startedAtMs' | 'input'>): void {
    const httpRequestId = call.trigger === 'http' ? /"request-id":"([^"]+)"/i.exec(call.input)?.[1] : undefined
    const known = httpRequestId === undefined ? {} : { httpRequestId }
    this.#keep({ ...call, ...known, input: cut(call.input), isCold: false, lines: [], requests: [] })
  }

  asked(requestId: string | undefined, request: DatabaseRequest): void {
    const call = this.#running.get(requestId ?? '')
    if (!call || call.requests.length >= MAX_REQUESTS) return
    call.requests.push({ ...request, sent: cut(request.sent), got: cut(request.got) })
  }

  ended(requestId: string, atMs: number, outcome: Outcome): void {
    const call = this.#running.get(requestId)
    if (!call) return
    call.end = { atMs, outcome: outcome.ok ? { ok: true, json: cut(outcome.json) } : outcome }
    this.#running.delete(requestId)
    this.#calls.put(requestId, call, sizeOf(call))
  }

  find(requestId: string): RecordedCall | undefined {
    return this.#running.get(requestId) ?? this.#calls.get(requestId)
  }

  /** Of the function behind an HTTP request. */
  behind(httpRequestId: string): RecordedCall | undefined {
    return [...this.#calls.values(), ...this.#running.values()].find((call) => call.httpRequestId === httpRequestId)
  }

  get running(): RecordedCall[] {
    return [...this.#running.values()]
  }

  #keep(call: RecordedCall): void {
    this.#running.set(call.requestId, call)
  }
}

const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)

function sizeOf({ input, end, lines, requests }: RecordedCall): number {
  const output = end?.outcome.ok ? end.outcome.json.length : 0
  const printed = lines.reduce((sum, { line }) => sum + line.length, 0)
  const asked = requests.reduce((sum, { sent, got }) => sum + sent.length + got.length, 0)
  return 2 * (input.length + output + printed + asked)
}
