// Starts functions at the times their config.json names, as the platform does. Every second is looked at once.
import type { Clock } from '../clock'
import type { Cron } from './cron'

export interface Timer {
  functionName: string
  name: string
  isDue: Cron
}

interface TimersOptions {
  clock: Clock
  /** As deployed now. */
  timers: () => readonly Timer[]
  fire: (timer: Timer) => void
}

/** After a pause longer than this, what was missed is missed. */
const MISSED_SEC = 60

/** @returns stops it */
export function startTimers({ clock, timers, fire }: TimersOptions): () => void {
  let lookedSec = Math.floor(clock.now() / 1000)
  let cancel = waitForNextSecond()

  function waitForNextSecond(): () => void {
    return clock.after(1000 - (clock.now() % 1000), look)
  }

  function look(): void {
    const nowSec = Math.floor(clock.now() / 1000)
    for (let sec = Math.max(lookedSec + 1, nowSec - MISSED_SEC); sec <= nowSec; sec++) {
      for (const timer of timers()) if (timer.isDue(sec * 1000)) fire(timer)
    }
    lookedSec = nowSec
    cancel = waitForNextSecond()
  }

  return () => cancel()
}

/** No timer of a function is looked for further back. */
const LONGEST_SEC = 24 * 60 * 60

/**
 * Those that a move of the clock has passed over, each once however often it was due: what a run finds at the end it does then.
 * @param fromMs not itself
 */
export function passedOver(timers: readonly Timer[], fromMs: number, untilMs: number): Timer[] {
  const untilSec = Math.floor(untilMs / 1000)
  const fromSec = Math.max(Math.floor(fromMs / 1000), untilSec - LONGEST_SEC)
  return timers.filter(({ isDue }) => {
    for (let sec = untilSec; sec > fromSec; sec--) if (isDue(sec * 1000)) return true
    return false
  })
}
