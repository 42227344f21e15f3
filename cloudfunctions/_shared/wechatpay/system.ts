// The real clock, chance and waiting. Everything else takes them as an argument.
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Runtime } from './options'

export const systemRuntime: Runtime = {
  nowMs: () => Date.now(),
  randomBytes: (size) => randomBytes(size),
  sleep: async (ms) => {
    await wait(ms)
  },
}
