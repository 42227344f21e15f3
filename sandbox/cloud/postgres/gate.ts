// A door in front of a server on this machine, which can be shut: whoever is connected is cut off, and nobody gets in. While it is
// open, it sees every request and its answer go by, and can stop either.
import { EventEmitter, once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

const LOOPBACK = '127.0.0.1'

/** Of a request: before it reaches the server, or when its answer is on its way back. */
export type GateMoment = 'before' | 'after'

/** The next request is stopped there. */
interface GateHold {
  reached: Promise<void>
  release: () => void
}

/** @param cutOff ends the connection. @returns when what was stopped goes on */
type Stop = (cutOff: () => void) => Promise<void>

export class Gate {
  /** A request has its answer. */
  readonly events = new EventEmitter<{ exchange: [] }>()
  #server: Server | undefined
  #port = 0
  #stops: Record<GateMoment, Stop[]> = { before: [], after: [] }
  readonly #holds = new Set<GateHold>()
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
    this.clear()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  /** Stops the next request, until released. A client that goes away meanwhile has sent it all the same. */
  hold(when: GateMoment): GateHold {
    let reach: () => void = () => undefined
    let release: () => void = () => undefined
    const reached = new Promise<void>((resolve) => (reach = resolve))
    const released = new Promise<void>((resolve) => (release = resolve))
    const hold = { reached, release }
    this.#holds.add(hold)
    this.#stops[when].push(async () => {
      reach()
      await released
      this.#holds.delete(hold)
    })
    return hold
  }

  /** Cuts the next request's connection off. */
  cut(when: GateMoment): void {
    this.#stops[when].push(async (cutOff) => {
      cutOff()
      return Promise.resolve()
    })
  }

  /** Stops nothing more, and lets go of what is held. */
  clear(): void {
    this.#stops = { before: [], after: [] }
    for (const { release } of this.#holds) release()
    this.#holds.clear()
  }

  #join(client: Socket, server: Socket): void {
    const cutOff = (): void => {
      client.destroy()
      server.destroy()
    }
    let isAsking = false
    let atAnswer: Stop | undefined
    const onRequest = async (): Promise<void> => {
      await this.#stops.before.shift()?.(cutOff)
      atAnswer ??= this.#stops.after.shift()
      isAsking = true
    }
    const onAnswer = async (): Promise<void> => {
      if (!isAsking) return
      isAsking = false
      const stop = atAnswer
      atAnswer = undefined
      await stop?.(cutOff)
      this.events.emit('exchange')
    }
    this.#carry(client, server, onRequest)
    this.#carry(server, client, onAnswer)
    // What a client has sent goes on without it; a server that is gone answers nobody.
    server.on('error', () => client.destroy())
  }

  /** One piece after another, each once `meet` lets it go on; and then the end. */
  #carry(from: Socket, to: Socket, meet: () => Promise<void>): void {
    let turn = Promise.resolve()
    this.#sockets.add(from)
    from.on('data', (piece) => {
      turn = turn.then(meet).then(() => {
        if (!to.destroyed) to.write(piece)
      })
    })
    from.on('error', () => undefined)
    from.on('close', () => {
      this.#sockets.delete(from)
      void turn.then(() => to.end(() => to.destroy()))
    })
  }
}
