// Time in the stand-in: the given clock, plus what was advanced, and jobs that become due on it.

interface Job {
  dueMs: number
  run: () => Promise<void>
}

/** Longest wait setTimeout takes; a job due later is looked at again then. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** Cancels a job that has not started. */
export type Cancel = () => void

export class Timeline {
  readonly #baseMs: () => number
  #offsetMs = 0
  #jobs: Job[] = []
  #timer: NodeJS.Timeout | undefined
  #advancing: Promise<void> = Promise.resolve()
  readonly #running = new Set<Promise<void>>()
  #isClosed = false

  /** @param baseMs milliseconds since 1970, from outside */
  constructor(baseMs: () => number) {
    this.#baseMs = baseMs
  }

  nowMs(): number {
    return this.#baseMs() + this.#offsetMs
  }

  /** How far it was advanced. */
  get movedMs(): number {
    return this.#offsetMs
  }

  /** Runs `run` once the clock reaches `dueMs`; at once (never synchronously) when it already has. */
  at(dueMs: number, run: () => Promise<void>): Cancel {
    const job = { dueMs, run }
    if (this.#isClosed) return () => undefined
    if (dueMs <= this.nowMs()) {
      void this.#start(job)
      return () => undefined
    }
    this.#jobs.push(job)
    this.#jobs.sort((a, b) => a.dueMs - b.dueMs)
    this.#arm()
    return () => {
      this.#jobs = this.#jobs.filter((other) => other !== job)
      this.#arm()
    }
  }

  /**
   * Moves the clock on, stopping at every job on the way: each runs at its own time and is over before the next, so a
   * plan of hours plays out in order and in an instant.
   */
  advance(ms: number): Promise<void> {
    this.#advancing = this.#advancing.then(() => this.#advanceTo(this.#offsetMs + ms))
    return this.#advancing
  }

  /** Resolves when no job is running. Jobs that are not due do not count. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Drops every job; what is running ends by itself. */
  close(): void {
    this.#isClosed = true
    this.#jobs = []
    this.#arm()
  }

  /** However long what happens on the way takes: the clock is moved by what was asked for. */
  async #advanceTo(offsetMs: number): Promise<void> {
    await this.settled()
    const takeDue = (): Job | undefined => this.#takeDue(this.#baseMs() + offsetMs)
    for (let job = takeDue(); job !== undefined; job = takeDue()) {
      this.#offsetMs += Math.max(0, job.dueMs - this.nowMs())
      void this.#start(job)
      await this.settled()
    }
    this.#offsetMs = offsetMs
    this.#arm()
  }

  #takeDue(untilMs: number): Job | undefined {
    const [first] = this.#jobs
    return first !== undefined && first.dueMs <= untilMs ? this.#jobs.shift() : undefined
  }

  #start(job: Job): Promise<void> {
    // A microtask later, so that whoever scheduled it has finished its own step first.
    const running = Promise.resolve()
      .then(job.run)
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const [first] = this.#jobs
    if (first === undefined) return
    const waitMs = Math.min(MAX_TIMEOUT_MS, Math.max(1, first.dueMs - this.nowMs()))
    this.#timer = setTimeout(() => this.#tick(), waitMs)
  }

  #tick(): void {
    for (let job = this.#takeDue(this.nowMs()); job !== undefined; job = this.#takeDue(this.nowMs()))
      void this.#start(job)
    this.#arm()
  }
}
