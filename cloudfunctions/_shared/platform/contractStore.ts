// The contract store on CloudBase's document database.
import { StoreError } from '../entrust/errors'
import type { ContractStore, StoreTransaction } from '../entrust/ports'
import type { CollectionName, Documents } from '../entrust/records'
import type { CloudCollection, CloudDatabase, CloudTransaction } from './cloud'

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

/**
 * Conflicts reach the caller of the SDK without their code, so its own retry never runs (wx-server-sdk 4.0.2; try two
 * transactions on one document). They are told by their text, and retried here.
 */
const CONFLICT = /TransactionConflict|TransactionBusy|DATABASE_TRANSACTION_CONFLICT/
/** Two transactions made the same document: the next try finds it by reading. */
const DUPLICATE = /E11000|duplicate key|DATABASE_DUPLICATE_WRITE/

/** Codes a developer can do something about. */
const KNOWN: Readonly<Record<string, string>> = {
  '-502005': 'a collection does not exist; create those of database/collections.json',
  '-502003': 'permission denied; call from a cloud function of the same environment',
}

export function createContractStore(deps: ContractStoreDeps): ContractStore {
  const { nowMs, random, sleep, deadlineMs = 6000 } = deps
  let opened: Promise<CloudDatabase> | undefined
  const database = async (): Promise<CloudDatabase> => {
    opened ??= deps.openDatabase().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }

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

const isRetryable = (error: unknown): boolean => CONFLICT.test(textOf(error)) || DUPLICATE.test(textOf(error))

/** Errors of the SDK carry `errCode` and `errMsg`, or `code` and `message`. */
function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { code, errCode, errMsg, message } = error as Record<string, unknown>
  return JSON.stringify([code, errCode, errMsg, message])
}

// The SDK's own text may quote documents: only its code goes on.
function toStoreError(operation: string, error: unknown): StoreError {
  const { code, errCode } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const shown = [errCode, code].find((value) => typeof value === 'string' || typeof value === 'number')
  if (isRetryable(error)) return new StoreError(operation, 'too many others were writing at the same time')
  return new StoreError(operation, KNOWN[String(shown)] ?? `code ${shown === undefined ? 'not given' : String(shown)}`)
}
