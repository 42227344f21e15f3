// A merchant's server that is told what changed: it verifies each POST, keeps what it was told, and fails when it is asked to.
import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as v from 'valibot'
import { Kept } from '../kept'
import { baseUrl, closeServer, listen, readBody } from '../cloud/httpServer'
import type { Behaviour } from './behaviours'
import { webhookProblem } from './webhookSignature'

/** One POST. */
export interface Received {
  /** Under which it is recorded. */
  post: string
  atMs: number
  /** The change's: `code:state`, the same each time it is told. */
  id: string
  state: string
  code: string
  revision: number
  /** What it was answered; 0 where nothing was. */
  status: number
  /** Why it was not believed. */
  problem?: string
}

/** The same, whole. */
export interface RecordedPost {
  received: Received
  headers: Record<string, string>
  body: Buffer
}

const KEPT = { count: 300, bytes: 8 * 1024 * 1024 }

interface ReceiverEvents {
  received: [Received]
}

const eventSchema = v.object({
  type: v.string(),
  data: v.object({ id: v.string(), code: v.string(), state: v.string(), revision: v.number() }),
})

const MAX_BODY_BYTES = 256 * 1024
const SECRET_BYTES = 32

export class SampleReceiver {
  readonly events = new EventEmitter<ReceiverEvents>()
  readonly secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  /** Everything that came, oldest first. */
  readonly received: Received[] = []
  readonly #posts = new Kept<RecordedPost>(KEPT)
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  #behaviour: Behaviour = 'takes it'
  #port = 0

  /** @param nowMs what the age of a signature is measured by */
  private constructor(private readonly nowMs: () => number) {}

  static async start(nowMs: () => number): Promise<SampleReceiver> {
    const receiver = new SampleReceiver(nowMs)
    receiver.#port = await listen(receiver.#server)
    return receiver
  }

  get url(): string {
    return `${baseUrl(this.#port)}/changes`
  }

  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour
  }

  /** Ids of what it took, in the order in which they came; one that is told again is there again. */
  get taken(): string[] {
    return this.received.filter(({ status }) => status === 204).map(({ id }) => id)
  }

  /** Of the latest ones. */
  recorded(post: string): RecordedPost | undefined {
    return this.#posts.get(post)
  }

  async close(): Promise<void> {
    await closeServer(this.#server)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request, MAX_BODY_BYTES)) ?? Buffer.alloc(0)
    const { headers } = request
    const problem = webhookProblem({ headers, body, secret: this.secret, nowMs: this.nowMs() })
    const event = v.safeParse(v.pipe(v.string(), v.parseJson(), eventSchema), body.toString())
    const status = problem !== undefined ? 401 : !event.success ? 400 : STATUSES[this.#behaviour]
    const { id, state, code, revision } = event.success ? event.output.data : UNREADABLE
    const post = String(this.received.length + 1)
    const received = { post, atMs: this.nowMs(), id, state, code, revision, status }
    this.#keep({ received: { ...received, ...(problem !== undefined && { problem }) }, headers: flat(headers), body })
    if (status === 0) return
    response.statusCode = status
    response.end()
  }

  #keep(recorded: RecordedPost): void {
    const { received, body } = recorded
    this.#posts.put(received.post, recorded, body.length)
    this.received.push(received)
    this.events.emit('received', received)
  }
}

const flat = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

const STATUSES: Readonly<Record<Behaviour, number>> = { 'takes it': 204, 'answers 503': 503, 'never answers': 0 }
const UNREADABLE = { id: '', state: '', code: '', revision: 0 }
