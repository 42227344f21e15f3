// Ports that stay the same from one start to the next, where nobody else has them.
import { createServer } from 'node:http'
import { closeServer, listen } from './cloud/httpServer'

/** @returns the port, or 0 (a free one) where it is taken */
export async function portIfFree(port: number): Promise<number> {
  const server = createServer()
  try {
    return await listen(server, port)
  } catch {
    return 0
  } finally {
    await closeServer(server)
  }
}
