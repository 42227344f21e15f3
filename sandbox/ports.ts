// Ports that stay the same from one start to the next, where nobody else has them.
import { createServer } from 'node:http'
import { closeServer, listen } from './cloud/httpServer'

/** Of CloudBase's front, WeChat Pay and its backup, and the control; 0: a free one. */
export interface LocalPorts {
  front: number
  main: number
  backup: number
  control: number
}

export const anyPorts: LocalPorts = { front: 0, main: 0, backup: 0, control: 0 }

export const portsFrom = (first: number): LocalPorts => ({
  front: first,
  main: first + 1,
  backup: first + 2,
  control: first + 3,
})

/** @returns those that are free, and 0 in the place of any that is taken */
export async function freeOf({ front, main, backup, control }: LocalPorts): Promise<LocalPorts> {
  return {
    front: await portIfFree(front),
    main: await portIfFree(main),
    backup: await portIfFree(backup),
    control: await portIfFree(control),
  }
}

/** @returns the port, or 0 (a free one) where it is taken */
export async function portIfFree(port: number): Promise<number> {
  if (port === 0) return 0
  const server = createServer()
  try {
    return await listen(server, port)
  } catch {
    return 0
  } finally {
    await closeServer(server)
  }
}
