// FRAME: a mini-program in the background stops after a few seconds, and what was due happens when it comes back.

import { Timeouts } from './timeouts'

/** As documented. */
const RUNS_ON_MS = 5_000

export class Gate {
  #isFrozen = false
  #freezing: ReturnType<typeof setTimeout> | undefined
  #due: (() => void)[] = []
  readonly #timeouts: Timeouts

  /** @param nowMs as the mini-program knows it */
  constructor(nowMs: () => number = Date.now) {
    this.#timeouts = new Timeouts(nowMs)
  }

  hide(): void {
    this.#freezing = setTimeout(() => (this.#isFrozen = true), RUNS_ON_MS)
  }

  show(): void {
    clearTimeout(this.#freezing)
    this.#isFrozen = false
    const due = this.#due
    this.#due = []
    for (const run of due) run()
  }

  /** Now, or when it comes back. */
  run(task: () => void): void {
    if (this.#isFrozen) this.#due.push(task)
    else task()
  }

  /** Resolves now, or when it comes back. */
  open(): Promise<void> {
    return new Promise((resolve) => this.run(resolve))
  }

  /** Time has passed by hand. */
  catchUp(): void {
    this.#timeouts.catchUp()
  }

  /** The timers a mini-program sees. */
  timers() {
    return {
      setTimeout: (task: (...parts: unknown[]) => void, ms?: number, ...parts: unknown[]) =>
        this.#timeouts.set(() => this.run(() => task(...parts)), ms),
      // Ticks that were missed are not made up for.
      setInterval: (task: (...parts: unknown[]) => void, ms?: number, ...parts: unknown[]) =>
        setInterval(() => {
          if (!this.#isFrozen) task(...parts)
        }, ms),
      clearTimeout: (id?: number) => this.#timeouts.clear(id),
      clearInterval: (id?: number) => clearInterval(id),
    }
  }
}
