import type { Clock } from '../../sandbox/cloud/clock'

export interface ManualClock extends Clock {
  /** Moves time on and runs what has come due, in order. */
  advance(ms: number): void
  /** How many callbacks are waiting. */
  readonly pending: number
}

/** A clock that stands still until a test moves it. */
export function manualClock(startMs = Date.UTC(2026, 10, 21)): ManualClock {
  let nowMs = startMs
  let timers: { dueMs: number; callback: () => void }[] = []
  return {
    now: () => nowMs,
    after(ms, callback) {
      const timer = { dueMs: nowMs + ms, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      nowMs += ms
      const due = timers.filter((timer) => timer.dueMs <= nowMs).sort((one, other) => one.dueMs - other.dueMs)
      timers = timers.filter((timer) => timer.dueMs > nowMs)
      for (const { callback } of due) callback()
    },
    get pending() {
      return timers.length
    },
  }
}
