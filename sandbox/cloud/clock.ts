/** Where the stand-in gets its time, so that a test can move it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `callback` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, callback: () => void): () => void
  /**
   * How far `now` is ahead of this machine's own clock: the functions' `Date` is moved as far. Nothing unless told.
   * @param instanceId whose: instances of functions may differ
   */
  movedMs?(instanceId: string): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    // Waiting for it must not keep the process alive once everything else has ended.
    timer.unref()
    return () => clearTimeout(timer)
  },
}
