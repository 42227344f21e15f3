// Times when no function may run, such as while the clock is moved.

interface Entering {
  functionName: string
  /** Called by a function that runs: it belongs to what is under way. */
  isPartOfAnother: boolean
}

export class Standstill {
  readonly #underWay = new Set<Promise<unknown>>()
  #now: { over: Promise<void>; but: readonly string[] } | undefined
  #turn: Promise<void> = Promise.resolve()

  /** Runs it now, or after the standstill. */
  async enter<Result>({ functionName, isPartOfAnother }: Entering, run: () => Promise<Result>): Promise<Result> {
    while (this.#now && !isPartOfAnother && !this.#now.but.includes(functionName)) await this.#now.over
    const running = run()
    this.#underWay.add(running)
    return running.finally(() => this.#underWay.delete(running))
  }

  /** Waits for what is under way, then runs `work`; one after the other when asked for twice. */
  during(work: () => Promise<void>, but: readonly string[]): Promise<void> {
    const turn = this.#turn.then(() => this.#hold(work, but))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #hold(work: () => Promise<void>, but: readonly string[]): Promise<void> {
    let letGo = (): void => undefined
    this.#now = { but, over: new Promise((resolve) => (letGo = resolve)) }
    try {
      while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
      await work()
    } finally {
      this.#now = undefined
      letGo()
    }
  }
}
