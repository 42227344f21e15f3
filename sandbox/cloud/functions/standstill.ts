// Times when no function may run, such as while the clock is moved.

interface Entering {
  functionName: string
  /** Called by a function that runs: it belongs to what is under way. */
  isPartOfAnother: boolean
}

interface Hold {
  /** May run all the same. */
  but: readonly string[]
  over: Promise<unknown>
}

export class Standstill {
  readonly #underWay = new Set<Promise<unknown>>()
  /** In force from when they were asked for; their work is done one after the other. */
  #holds: readonly Hold[] = []

  /** Runs it now, or after the standstill. */
  async enter<Result>({ functionName, isPartOfAnother }: Entering, run: () => Promise<Result>): Promise<Result> {
    const holdOf = (): Hold | undefined => this.#holds.find(({ but }) => !but.includes(functionName))
    while (!isPartOfAnother && holdOf()) await holdOf()?.over
    const running = run()
    this.#underWay.add(running)
    return running.finally(() => this.#underWay.delete(running))
  }

  /** Waits for what is under way, then runs `work`. */
  async during(work: () => Promise<void>, but: readonly string[]): Promise<void> {
    const before = this.#holds.at(-1)?.over
    const done = this.#workAfter(before, work)
    const hold: Hold = { but, over: done.catch(() => undefined) }
    this.#holds = [...this.#holds, hold]
    await done.finally(() => {
      this.#holds = this.#holds.filter((other) => other !== hold)
    })
  }

  async #workAfter(before: Promise<unknown> | undefined, work: () => Promise<void>): Promise<void> {
    await before
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
    await work()
  }
}
