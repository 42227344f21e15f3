// The time limit of one try.
import type { GenericAbortSignal } from 'axios'

/**
 * Ends a request when its time is up, or when the caller's own signal says so. axios' own timeout counts idle time only:
 * a peer that drips bytes would never meet it. An AbortController would do the same and cost each request 30 µs; of a
 * signal axios needs no more than this.
 */
export class Deadline implements GenericAbortSignal {
  aborted = false
  hasPassed = false
  onabort = null
  readonly #timer: NodeJS.Timeout
  readonly #outer: GenericAbortSignal | undefined
  readonly #listeners = new Set<() => void>()

  constructor(timeoutMs: number, outer: GenericAbortSignal | undefined) {
    this.#outer = outer
    this.#timer = setTimeout(() => {
      this.hasPassed = true
      this.#abort()
    }, timeoutMs)
    if (outer?.aborted) this.#abort()
    outer?.addEventListener?.('abort', this.#abort)
  }

  addEventListener(_: string, listener: () => void): void {
    this.#listeners.add(listener)
  }

  removeEventListener(_: string, listener: () => void): void {
    this.#listeners.delete(listener)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#outer?.removeEventListener?.('abort', this.#abort)
  }

  readonly #abort = () => {
    if (this.aborted) return
    this.aborted = true
    for (const listener of [...this.#listeners]) listener()
  }
}
