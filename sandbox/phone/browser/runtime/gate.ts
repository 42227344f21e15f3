// FRAME: a mini-program in the background stops after a few seconds, and what was due happens when it comes back.

/** As documented. */
const RUNS_ON_MS = 5_000

export class Gate {
  #isFrozen = false
  #freezing: number | undefined
  #due: (() => void)[] = []

  hide(): void {
    this.#freezing = window.setTimeout(() => (this.#isFrozen = true), RUNS_ON_MS)
  }

  show(): void {
    window.clearTimeout(this.#freezing)
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

  /** The timers a mini-program sees. */
  timers() {
    return {
      setTimeout: (task: (...parts: unknown[]) => void, ms?: number, ...parts: unknown[]) =>
        window.setTimeout(() => this.run(() => task(...parts)), ms),
      // Of many ticks that were missed one is made up for.
      setInterval: (task: (...parts: unknown[]) => void, ms?: number, ...parts: unknown[]) =>
        window.setInterval(() => {
          if (!this.#isFrozen) task(...parts)
        }, ms),
      clearTimeout: (id?: number) => window.clearTimeout(id),
      clearInterval: (id?: number) => window.clearInterval(id),
    }
  }
}
