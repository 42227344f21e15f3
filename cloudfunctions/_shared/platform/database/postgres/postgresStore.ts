// The contract store on PostgreSQL, whichever way its stored functions are called.
import type { Store } from '../../../kernel/ports'
import type { CollectionName, Documents } from '../../../records/documents'
import type { ReadDocument } from '../../../orders/ports'
import type { StoreDriver } from '../driver'
import { createStore, type StoreDeps } from '../store'
import type { DatabaseCall } from './databaseCall'
import { commit, transactOptimistically, writeOf } from './optimisticTransaction'
import { readTogether, type ReadOne } from './readTogether'
import { countDocuments, listDocuments, pageOfDocuments } from './pgLists'
import { isConflict, isLost, toFaultStoreError, type AccessSettings } from './postgresErrors'

interface PostgresAccess {
  call: DatabaseCall
  /** Named where something is wrong with them. */
  settings: AccessSettings
}

export const createPostgresStore = (access: PostgresAccess, deps: StoreDeps): Store =>
  createStore(createDriver(access), deps)

function createDriver({ call: callOnce, settings }: PostgresAccess): StoreDriver {
  const call = readingAgain(callOnce)
  const readOne = readTogether(call)
  return {
    read: async (collection, id) => readDocument(readOne, collection, id),
    list: async (name, request) => listDocuments(call, name, request),
    count: async (name, request) => countDocuments(call, name, request),
    page: async (collection, request) => pageOfDocuments(call, collection, request),
    async add(collection, document) {
      const isNew = { collection, id: document._id, version: '0' }
      return (await commit(call, [isNew], [writeOf(collection, document)])) ? 'added' : 'exists'
    },
    async compareAndSet(collection, { _id: id, revision }, next) {
      return commit(call, [{ collection, id, revision }], [writeOf(collection, next)])
    },
    transactOnce: async (run, ahead) => transactOptimistically(call, run, ahead),
    isConflict,
    toStoreError: (operation, error) => toFaultStoreError(operation, error, settings),
  }
}

/** What a merchant keeps in tables of this form, or in views: one document at a time, as it is stored, and only read. */
export function createPostgresReader({ call: callOnce, settings }: PostgresAccess): ReadDocument {
  const readOne = readTogether(readingAgain(callOnce))
  return async (collection, id) => {
    try {
      return (await readOne({ collection, id })).doc ?? undefined
    } catch (error) {
      throw toFaultStoreError(`read ${collection}`, error, settings)
    }
  }
}

/** A connection that died while nobody used it shows only when it is used: reading is harmless to do again. */
const readingAgain =
  (call: DatabaseCall): DatabaseCall =>
  async (name, args) => {
    try {
      return await call(name, args)
    } catch (error) {
      if (name === 'entrust_commit' || !isLost(error)) throw error
      return call(name, args)
    }
  }

async function readDocument<Name extends CollectionName>(
  readOne: ReadOne,
  collection: Name,
  id: string,
): Promise<Documents[Name] | undefined> {
  const { doc } = await readOne({ collection, id })
  // Only this adapter writes these tables, closed as they are to everyone else.
  return doc === null ? undefined : (doc as Documents[Name])
}
