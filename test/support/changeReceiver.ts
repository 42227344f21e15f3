// A merchant's server that is told of changes, and checks them with the library everybody uses.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { Change } from '../../cloudfunctions/_shared/upkeep/ports'

export const CHANGE_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** How it answers: as it should, or in ways servers have. */
export type ReceiverMood = 'takes' | 'fails' | 'redirects' | 'breaks'

export class ChangeReceiver {
  /** What it has taken. */
  readonly told: Change[] = []
  /** Told of everything it was sent, and about which code, whatever it makes of it. */
  onHeard: (text: string, code: string | undefined) => void = () => undefined
  /** How many of the next it refuses. */
  refuses = 0
  mood: ReceiverMood = 'takes'
  /** What it was sent and could not verify. */
  readonly unverified: string[] = []
  #server: Server | undefined

  /** @param nowMs by which it judges how old a call is */
  constructor(private readonly nowMs: () => number = Date.now) {}

  /** @returns its address */
  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => this.#take(Buffer.concat(chunks).toString(), request.headers, response))
    })
    const server = this.#server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`
  }

  statesOf = (code: string): string[] => this.told.filter((change) => change.code === code).map(({ state }) => state)

  async close(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((resolve) => this.#server?.close(resolve))
  }

  #take(body: string, headers: IncomingHttpHeaders, response: ServerResponse): void {
    this.onHeard(`${JSON.stringify(headers)} ${body}`, codeIn(body))
    if (this.mood === 'breaks') {
      response.destroy()
      return
    }
    const isVerified = this.#isVerified(body, headers)
    if (!isVerified) this.unverified.push(body)
    const isTaken = isVerified && this.mood === 'takes' && this.refuses === 0
    if (this.refuses > 0) this.refuses -= 1
    if (isTaken) this.told.push((JSON.parse(body) as { data: Change }).data)
    if (this.mood === 'redirects') response.setHeader('location', '/elsewhere')
    response.statusCode = isTaken ? 204 : this.mood === 'redirects' ? 301 : 503
    response.end()
  }

  /** By the library's signature, and by a clock of our own: the library looks at the real one. */
  #isVerified(body: string, headers: IncomingHttpHeaders): boolean {
    const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures } = headers
    const at = new Date(Number(seconds) * 1000)
    if (!(Math.abs(this.nowMs() - at.getTime()) < TOLERANCE_MS)) return false
    return String(signatures)
      .split(' ')
      .includes(new Webhook(CHANGE_SECRET).sign(String(id), at, body))
  }
}

const codeIn = (body: string): string | undefined => /"code":"(\w+)"/.exec(body)?.[1]

/** As the library has it. */
const TOLERANCE_MS = 5 * 60_000
