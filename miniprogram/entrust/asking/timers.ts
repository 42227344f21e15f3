// Timers that can all be cleared at once, when the card goes.
import type { After } from './ports'

export interface Timers {
  readonly after: After
  readonly sleep: (ms: number) => Promise<void>
  readonly clear: () => void
}

export function createTimers(start: After): Timers {
  const running = new Set<() => void>()
  const after: After = (ms, run) => {
    const cancel = start(ms, () => {
      running.delete(cancel)
      run()
    })
    running.add(cancel)
    return () => {
      running.delete(cancel)
      cancel()
    }
  }
  return {
    after,
    sleep: (ms) =>
      new Promise((resolve) => {
        after(ms, resolve)
      }),
    clear: () => {
      running.forEach((cancel) => {
        cancel()
      })
      running.clear()
    },
  }
}
