// The real clock, chance and waiting. Everything else takes them as an argument.
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Runtime } from './options'

/** A trip to the kernel for each nonce costs as much as the rest of a request's own work. */
const POOL_BYTES = 1024

/** Random bytes out of a supply that is fetched in one go; none is given out twice. */
function createRandomBytes(): Runtime['randomBytes'] {
  let pool = Buffer.alloc(0)
  return (size) => {
    if (pool.length < size) pool = randomBytes(Math.max(size, POOL_BYTES))
    const taken = pool.subarray(0, size)
    pool = pool.subarray(size)
    return taken
  }
}

export const systemRuntime: Runtime = {
  nowMs: () => Date.now(),
  randomBytes: createRandomBytes(),
  sleep: async (ms) => {
    await wait(ms)
  },
}
