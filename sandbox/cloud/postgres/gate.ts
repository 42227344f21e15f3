// A door in front of a server on this machine, which can be shut: whoever is connected is cut off, and nobody gets in.
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

const LOOPBACK = '127.0.0.1'

export class Gate {
  #server: Server | undefined
  #port = 0
  readonly #sockets = new Set<Socket>()

  /** @param target port of the server behind it */
  constructor(private readonly target: number) {}

  /** Kept while it is shut. */
  get port(): number {
    return this.#port
  }

  async open(): Promise<void> {
    if (this.#server !== undefined) return
    this.#server = createServer((socket) => this.#join(socket, connect(this.target, LOOPBACK)))
    this.#server.listen(this.#port, LOOPBACK)
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  async shut(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server === undefined) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #join(one: Socket, other: Socket): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      // prettier-ignore
      this.#sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  }
}
