// FRAME: what is under way, for whoever must wait until it is over.

export class Pending {
  readonly #all = new Set<Promise<unknown>>()

  track<Result>(work: Promise<Result>): Promise<Result> {
    const over = work.then(
      () => void this.#all.delete(over),
      () => void this.#all.delete(over),
    )
    this.#all.add(over)
    return work
  }

  /** Resolves when nothing is under way and whoever waited for it has had a turn. */
  async over(): Promise<void> {
    while (this.#all.size > 0) await Promise.all(this.#all)
    await new Promise((resolve) => setTimeout(resolve))
  }
}
