import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { baseUrl, closeServer, listen } from '../httpServer'
import type { GatewayOptions } from './gateway'
import { createGateway } from './gateway'

/** How the database is out of reach: nobody listens, or connections are cut as soon as a request comes. */
export type Outage = 'refuse' | 'reset'

/** The gateway on its port, which it keeps through outages. */
export class GatewayServer {
  #server: Server | undefined
  #port = 0
  #isResetting = false

  constructor(private readonly options: GatewayOptions) {}

  /** What `TCB_CONTEXT_CNFG` names; the SDK adds a query, so there must be none. */
  get url(): string {
    return `${baseUrl(this.#port)}/admin`
  }

  async start(): Promise<void> {
    const answer = createGateway(this.options)
    const server = createServer((request, response) => {
      if (this.#isResetting) request.socket.destroy()
      else void answer(request, response).catch(() => response.destroy())
    })
    this.#port = await listen(server, this.#port)
    this.#server = server
  }

  async down(outage: Outage): Promise<void> {
    this.#isResetting = outage === 'reset'
    if (outage === 'refuse') await this.close()
    else this.#server?.closeAllConnections()
  }

  async up(): Promise<void> {
    this.#isResetting = false
    if (this.#server === undefined) await this.start()
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server !== undefined) await closeServer(server)
  }
}
