// FRAME: `setTimeout` of a mini-program. Where the clock is moved by hand, what came due meanwhile happens at once, in its order.

interface Waiting {
  dueMs: number
  run: () => void
  browserId: ReturnType<typeof setTimeout>
}

export class Timeouts {
  readonly #waiting = new Map<number, Waiting>()
  #nextId = 1

  /** @param nowMs the clock that may be moved */
  constructor(private readonly nowMs: () => number) {}

  set(run: () => void, ms = 0): number {
    const id = this.#nextId++
    this.#wait(id, run, this.nowMs() + ms)
    return id
  }

  clear(id: number | undefined): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id)
    if (id === undefined || !waiting) return
    clearTimeout(waiting.browserId)
    this.#waiting.delete(id)
  }

  /** The clock was moved. */
  catchUp(): void {
    const nowMs = this.nowMs()
    const inOrder = [...this.#waiting].sort(([, one], [, other]) => one.dueMs - other.dueMs)
    for (const [id, { run, dueMs, browserId }] of inOrder) {
      // One that ran before it may have called it off.
      if (!this.#waiting.has(id)) continue
      clearTimeout(browserId)
      if (dueMs <= nowMs) {
        this.#waiting.delete(id)
        run()
      } else this.#wait(id, run, dueMs)
    }
  }

  #wait(id: number, run: () => void, dueMs: number): void {
    const elapse = (): void => {
      this.#waiting.delete(id)
      run()
    }
    this.#waiting.set(id, { dueMs, run, browserId: setTimeout(elapse, dueMs - this.nowMs()) })
  }
}
