// HTTP listeners on loopback that can be taken down and brought back on the same port.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HostName } from './events'
import type { Reaction } from './exchange'
import type { RawRequest } from './rawRequest'

const HOST = '127.0.0.1'
/** Far more than any endpoint's fields add up to. */
const MAX_BODY_BYTES = 256 * 1024

export class Listener {
  #server: Server | undefined
  #port: number

  /** @param port 0: a free one */
  constructor(
    readonly onRequest: RequestListener,
    port: number,
  ) {
    this.#port = port
  }

  get url(): string {
    return `http://${HOST}:${this.#port}`
  }

  get isUp(): boolean {
    return this.#server !== undefined
  }

  /** Later on the same port. */
  async start(): Promise<void> {
    if (this.#server) return
    const server = createServer({ keepAliveTimeout: 60_000 }, this.onRequest)
    server.listen(this.#port, HOST)
    await once(server, 'listening')
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Refuses new connections and breaks the open ones. */
  async stop(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
}

/** Reads requests whole and does to the socket what `react` says. */
export function apiListener(host: HostName, react: (request: RawRequest) => Promise<Reaction>, port: number): Listener {
  return new Listener((incoming, response) => {
    void readRequest(host, incoming).then(async (request) => {
      if (request) perform(await react(request), incoming, response)
    })
  }, port)
}

/** @returns undefined when the sender went away before the end */
async function readRequest(host: HostName, incoming: IncomingMessage): Promise<RawRequest | undefined> {
  const body = await readBytes(incoming, MAX_BODY_BYTES)
  if (!body) return undefined
  const { method = '', url = '', headers } = incoming
  return { host, method, url, headers, ...body }
}

/** Keeps at most `max` bytes, reading on to the end so that the answer can be read by the sender. */
export async function readBytes(
  incoming: IncomingMessage,
  max: number,
): Promise<{ body: Buffer; isTooLarge: boolean } | undefined> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) {
      size += part.length
      if (size <= max) parts.push(part)
    }
  } catch {
    return undefined // aborted: there is nobody to answer
  }
  return { body: Buffer.concat(parts), isTooLarge: size > max }
}

function perform(reaction: Reaction, incoming: IncomingMessage, response: ServerResponse): void {
  if (reaction.kind === 'silence') return
  if (reaction.kind === 'reset') {
    incoming.socket.resetAndDestroy()
    return
  }
  const { status, headers, body, cutAt } = reaction.answer
  // A 204 has no body, hence no length of one.
  response.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': body.length })
  if (cutAt === undefined) response.end(body)
  else response.write(body.subarray(0, cutAt), () => incoming.socket.destroySoon())
}
