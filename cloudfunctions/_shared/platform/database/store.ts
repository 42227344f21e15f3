// The contract store on CloudBase's document database.
import type { Deadline, Store } from '../../kernel/ports'
import { conditionOf } from '../../records/lists'
import { onceAsync } from '../once'
import { addUnlessThere, readDocument, replaceRevision } from './cloudDocuments'
import { countDocuments, listDocuments, pageOfDocuments } from './cloudLists'
import type { CloudDatabase } from './sdk'
import { isRetryable, toStoreError } from './storeErrors'
import { transactOnce, type Attempt } from './transactOnce'

interface DocumentStoreDeps {
  /** Called at first use, and again after it failed. */
  openDatabase: () => Promise<CloudDatabase>
  nowMs: () => number
  /** From 0 up to 1. */
  random: () => number
  sleep: (ms: number) => Promise<void>
  /** No further try is started after this; 6,000 by default. */
  deadlineMs?: number
  /** Of the call that is being served: nothing is started after it. None where that has a limit of its own. */
  deadline?: Deadline
}

const MAX_TRIES = 10

export function createDocumentStore(deps: DocumentStoreDeps): Store {
  const database = onceAsync(deps.openDatabase)

  return {
    async read(collection, id) {
      try {
        return await readDocument(await database(), collection, id)
      } catch (error) {
        throw toStoreError(`read ${collection}`, error)
      }
    },

    async list(name, request) {
      const condition = conditionOf(name, request.of)
      try {
        return await listDocuments(await database(), name, request, condition)
      } catch (error) {
        throw toStoreError(`list ${name}`, error)
      }
    },

    async count(name, request) {
      const condition = conditionOf(name, request.of)
      try {
        return await countDocuments(await database(), name, request, condition)
      } catch (error) {
        throw toStoreError(`count ${name}`, error)
      }
    },

    async page(collection, request) {
      try {
        return await pageOfDocuments(await database(), collection, request)
      } catch (error) {
        throw toStoreError(`page ${collection}`, error)
      }
    },

    async add(collection, document) {
      return retrying(`add to ${collection}`, deps, async () =>
        inOneStep(async () => addUnlessThere(await database(), collection, document)),
      )
    },

    async compareAndSet(collection, known, next) {
      // Anything else would not be seen by whoever compares after us; undefined, of a document made by hand, is dropped
      // from a query.
      if (known._id !== next._id || !(next.revision > known.revision)) {
        throw new TypeError(`compareAndSet of ${collection}: expected the same _id, and a higher revision`)
      }
      return retrying(`change ${collection}`, deps, async () =>
        inOneStep(async () => replaceRevision(await database(), collection, known, next)),
      )
    },

    async transact(work) {
      return retrying('write a change', deps, async () => transactOnce(database, work, () => leftMs(deps) <= 0))
    },
  }
}

/** Again after a conflict, until it is done or the time is over. */
async function retrying<T>(operation: string, deps: DocumentStoreDeps, attempt: () => Promise<Attempt<T>>): Promise<T> {
  const { nowMs, random, sleep, deadlineMs = 6000 } = deps
  const lastStartMs = nowMs() + Math.min(deadlineMs, leftMs(deps))
  for (let tries = 1; ; tries++) {
    const end = await attempt()
    if (end.ok) return end.value
    if (end.fault === 'work') throw end.error
    const mayRetry = isRetryable(end.error) && tries < MAX_TRIES && nowMs() < lastStartMs
    if (!mayRetry) throw toStoreError(operation, end.error)
    await sleep(20 + random() * 60)
  }
}

const leftMs = ({ deadline }: DocumentStoreDeps): number => deadline?.leftMs() ?? Infinity

async function inOneStep<T>(operation: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await operation() }
  } catch (error) {
    return { ok: false, fault: 'database', error }
  }
}
