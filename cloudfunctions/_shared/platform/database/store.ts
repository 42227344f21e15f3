// The contract store on CloudBase's document database.
import type { Store, StoreTransaction } from '../../kernel/ports'
import type { CollectionName, Documents } from '../../records/documents'
import type { CloudCollection, CloudDatabase, CloudTransaction } from './sdk'
import { onceAsync } from '../once'
import { isRetryable, toStoreError } from './storeErrors'

export interface ContractStoreDeps {
  /** Called at first use, and again after it failed. */
  openDatabase: () => Promise<CloudDatabase>
  nowMs: () => number
  /** From 0 up to 1. */
  random: () => number
  sleep: (ms: number) => Promise<void>
  /** No further try is started after this; 6,000 by default. */
  deadlineMs?: number
}

const MAX_TRIES = 10

export function createContractStore(deps: ContractStoreDeps): Store {
  const { nowMs, random, sleep, deadlineMs = 6000 } = deps
  const database = onceAsync(deps.openDatabase)

  return {
    async read(collection, id) {
      try {
        return await readDocument(await database(), collection, id)
      } catch (error) {
        throw toStoreError(`read ${collection}`, error)
      }
    },

    async transact(work) {
      const lastStartMs = nowMs() + deadlineMs
      for (let tries = 1; ; tries++) {
        const attempt = await runOnce(database, work)
        if (attempt.ok) return attempt.value
        if (attempt.fault === 'work') throw attempt.error
        const mayRetry = isRetryable(attempt.error) && tries < MAX_TRIES && nowMs() < lastStartMs
        if (!mayRetry) throw toStoreError('write a change', attempt.error)
        await sleep(20 + random() * 60)
      }
    },
  }
}

type Attempt<T> = { ok: true; value: T } | { ok: false; fault: 'work' | 'database'; error: unknown }

async function runOnce<T>(
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
    put: async (collection, document) =>
      faults.ofDatabase(async () => {
        const { _id, ...data } = document
        await transaction.collection(collection).doc(_id).set({ data })
      }),
  }
}

async function readDocument<Name extends CollectionName>(
  from: { collection(name: string): CloudCollection },
  collection: Name,
  id: string,
): Promise<Documents[Name] | undefined> {
  const { data } = await from.collection(collection).doc(id).get()
  // Only this adapter writes these collections, closed as they are to clients.
  return data === null ? undefined : (data as Documents[Name])
}
