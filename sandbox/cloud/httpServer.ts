import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const LOOPBACK = '127.0.0.1'

/** Listens on loopback and returns the port; 0 asks for a free one. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, LOOPBACK)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Stops listening and cuts what is open: clients keep connections alive far longer than a test lives. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

export const baseUrl = (port: number): string => `http://${LOOPBACK}:${port}`

/** Reads a whole body; `undefined` when it is longer than `limitBytes` (the rest is read and dropped). */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= limitBytes) chunks.push(chunk)
  }
  return bytes <= limitBytes ? Buffer.concat(chunks) : undefined
}
