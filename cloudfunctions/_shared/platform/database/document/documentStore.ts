// The contract store on CloudBase's document database.
import type { Store, StoreTransaction } from '../../../kernel/ports'
import { conditionOf } from '../../../records/lists'
import { onceAsync } from '../../once'
import type { StoreDriver } from '../driver'
import { createStore, type StoreDeps } from '../store'
import {
  addDocument,
  addUnlessThere,
  readDocument,
  removeDocument,
  replaceRevision,
  setDocument,
} from './cloudDocuments'
import { countDocuments, listDocuments, pageOfDocuments } from './cloudLists'
import type { CloudDatabase, CloudTransaction } from './sdk'
import { isRetryable, toStoreError } from './storeErrors'

interface DocumentStoreDeps extends StoreDeps {
  /** Called at first use, and again after it failed. */
  openDatabase: () => Promise<CloudDatabase>
}

export const createDocumentStore = ({ openDatabase, ...deps }: DocumentStoreDeps): Store =>
  createStore(createDriver(onceAsync(openDatabase)), deps)

function createDriver(database: () => Promise<CloudDatabase>): StoreDriver {
  return {
    read: async (collection, id) => readDocument(await database(), collection, id),
    list: async (name, request) => listDocuments(await database(), name, request, conditionOf(name, request.of)),
    count: async (name, request) => countDocuments(await database(), name, request, conditionOf(name, request.of)),
    page: async (collection, request) => pageOfDocuments(await database(), collection, request),
    add: async (collection, document) => addUnlessThere(await database(), collection, document),
    compareAndSet: async (collection, known, next) => replaceRevision(await database(), collection, known, next),
    transactOnce: async (run) => {
      const db = await database()
      return db.runTransaction(async (transaction) => run(operationsOf(transaction)), 0)
    },
    isConflict: isRetryable,
    toStoreError,
  }
}

const operationsOf = (transaction: CloudTransaction): StoreTransaction => ({
  get: async (collection, id) => readDocument(transaction, collection, id),
  put: async (collection, document) => setDocument(transaction, collection, document),
  add: async (collection, document) => addDocument(transaction, collection, document),
  delete: async (collection, id) => removeDocument(transaction, collection, id),
})
