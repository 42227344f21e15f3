import type { Clock } from '../clock'
import type { DocumentId } from './documents'

/** Which open transaction holds which document. Plain writes wait here; transactions never do, they conflict. */
export class DocumentLocks {
  readonly #holders = new Map<string, string>()
  readonly #waiters = new Map<string, Set<() => void>>()

  constructor(private readonly clock: Clock) {}

  isHeld(collection: string, id: DocumentId): boolean {
    return this.#holders.has(keyOf(collection, id))
  }

  /** @returns false when another transaction holds the document */
  take(collection: string, id: DocumentId, transactionId: string): boolean {
    const key = keyOf(collection, id)
    const holder = this.#holders.get(key) ?? transactionId
    this.#holders.set(key, holder)
    return holder === transactionId
  }

  releaseAll(transactionId: string): void {
    for (const [key, holder] of this.#holders) {
      if (holder !== transactionId) continue
      this.#holders.delete(key)
      this.#wake(key)
    }
  }

  /** Resolves to true when the document is let go, to false when `limitMs` went by first. */
  waitFor(collection: string, id: DocumentId, limitMs: number): Promise<boolean> {
    const key = keyOf(collection, id)
    return new Promise((resolve) => {
      const callOff = this.clock.after(limitMs, () => {
        this.#waiters.get(key)?.delete(wake)
        resolve(false)
      })
      const wake = (): void => {
        callOff()
        resolve(true)
      }
      this.#waiters.set(key, (this.#waiters.get(key) ?? new Set()).add(wake))
    })
  }

  #wake(key: string): void {
    const waiters = this.#waiters.get(key) ?? []
    this.#waiters.delete(key)
    for (const wake of waiters) wake()
  }
}

const keyOf = (collection: string, id: DocumentId): string => JSON.stringify([collection, id])
