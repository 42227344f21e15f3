// The operations of one transaction, one after another, and what went wrong first: the SDK passes on what it likes.
import type { StoreTransaction } from '../../kernel/ports'
import { outOfTime } from './outOfTime'

export interface Fault {
  fault: 'work' | 'database'
  error: unknown
}

/** Side by side they hit a fault of the SDK: so a second one is refused, and its transaction with it. */
export class Operations {
  #open: { name: string; settled: Promise<unknown> } | undefined
  #isOver = false
  #first: Fault | undefined

  /** @param isTimeOver nobody waits any more: nothing further is begun, and nothing is committed */
  constructor(private readonly isTimeOver: () => boolean) {}

  get fault(): Fault | undefined {
    return this.#first
  }

  /** @param name such as `get contracts`, for whoever has to find the mistake */
  run<T>(name: string, operation: () => Promise<T>): Promise<T> {
    const running = this.#run(name, operation)
    // One that nobody awaits must not end the process: `conclude` tells of it.
    running.catch(() => undefined)
    return running
  }

  /**
   * The result of `work`, when it has left nothing open and swallowed no error: an error inside has ended the transaction,
   * even if the work chose to carry on.
   */
  async conclude<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work
      if (this.#open) throw sideBySide('the end of the transaction', this.#open.name)
      if (this.#first) throw this.#first.error
      if (this.isTimeOver()) throw outOfTime('commit a change')
      return result
    } catch (error) {
      throw this.#note({ fault: 'work', error })
    } finally {
      // Commit and rollback are requests too.
      await this.#open?.settled
      this.#isOver = true
    }
  }

  async #run<T>(name: string, operation: () => Promise<T>): Promise<T> {
    if (this.#first) throw this.#first.error
    if (this.#isOver) throw new Error(`${name} came after the end of its transaction: await it inside`)
    if (this.#open) throw this.#note({ fault: 'work', error: sideBySide(name, this.#open.name) })
    if (this.isTimeOver()) throw this.#note({ fault: 'work', error: outOfTime(name) })
    const running = operation()
    this.#open = { name, settled: running.catch(() => undefined) }
    try {
      return await running
    } catch (error) {
      throw this.#note({ fault: 'database', error })
    } finally {
      this.#open = undefined
    }
  }

  /** @returns the error that came first */
  #note(fault: Fault): unknown {
    this.#first ??= fault
    return this.#first.error
  }
}

const sideBySide = (started: string, open: string): Error =>
  new Error(`Operations of a transaction go one after another: ${started} came before ${open} was over; await each`)

/** The operations of `tx`, each in its turn. */
export function inTurn(tx: StoreTransaction, operations: Operations): StoreTransaction {
  return {
    get: (collection, id) => operations.run(`get ${collection}`, async () => tx.get(collection, id)),
    put: (collection, document) => operations.run(`put ${collection}`, async () => tx.put(collection, document)),
    add: (collection, document) => operations.run(`add ${collection}`, async () => tx.add(collection, document)),
    delete: (collection, id) => operations.run(`delete ${collection}`, async () => tx.delete(collection, id)),
  }
}
