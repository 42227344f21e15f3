// One try of a transaction: the next one starts over.
import type { StoreTransaction } from '../../kernel/ports'
import { readDocument, setDocument } from './cloudDocuments'
import type { CloudDatabase, CloudTransaction } from './sdk'

export type Attempt<T> = { ok: true; value: T } | { ok: false; fault: 'work' | 'database'; error: unknown }

export async function transactOnce<T>(
  database: () => Promise<CloudDatabase>,
  work: (tx: StoreTransaction) => Promise<T>,
): Promise<Attempt<T>> {
  const faults = new Faults()
  try {
    const db = await database()
    const value = await db.runTransaction(async (transaction) => {
      const result = await faults.ofWork(work(guarded(transaction, faults)))
      // An error inside has ended the transaction, even if the work chose to carry on.
      faults.rethrow()
      return result
    }, 0)
    return { ok: true, value }
  } catch (error) {
    return { ok: false, ...faults.blame(error) }
  }
}

/** Remembers what went wrong inside, since the SDK passes on what it likes. */
class Faults {
  #ofDatabase: { error: unknown } | undefined
  #ofWork: { error: unknown } | undefined

  async ofDatabase<T>(operation: () => Promise<T>): Promise<T> {
    this.rethrow()
    try {
      return await operation()
    } catch (error) {
      this.#ofDatabase ??= { error }
      throw error
    }
  }

  async ofWork<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      this.#ofWork = { error }
      throw error
    }
  }

  rethrow(): void {
    if (this.#ofDatabase) throw this.#ofDatabase.error
  }

  blame(thrown: unknown): { fault: 'work' | 'database'; error: unknown } {
    if (this.#ofDatabase) return { fault: 'database', error: this.#ofDatabase.error }
    return this.#ofWork ? { fault: 'work', error: this.#ofWork.error } : { fault: 'database', error: thrown }
  }
}

function guarded(transaction: CloudTransaction, faults: Faults): StoreTransaction {
  return {
    get: async (collection, id) => faults.ofDatabase(async () => readDocument(transaction, collection, id)),
    put: async (collection, document) => faults.ofDatabase(async () => setDocument(transaction, collection, document)),
  }
}
