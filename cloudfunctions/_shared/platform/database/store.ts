// The store, on whatever kind of database: one try after another, and what went wrong in words.
import type { Deadline, DocumentKey, Store, StoreTransaction } from '../../kernel/ports'
import { conditionOf } from '../../records/lists'
import { Disbelieved, type StoreDriver } from './driver'
import { inTurn, Operations, type Fault } from './operations'

export interface StoreDeps {
  nowMs: () => number
  /** From 0 up to 1. */
  random: () => number
  sleep: (ms: number) => Promise<void>
  /** No further try is started after this; 6,000 by default. */
  deadlineMs?: number
  /** Of the call that is being served: nothing is started after it. None where that has a limit of its own. */
  deadline?: Deadline
}

type Attempt<T> = { ok: true; value: T } | ({ ok: false } & Fault)

const MAX_TRIES = 10

export function createStore(driver: StoreDriver, deps: StoreDeps): Store {
  return {
    async read(collection, id) {
      return told(driver, `read ${collection}`, async () => driver.read(collection, id))
    },

    async list(name, request) {
      conditionOf(name, request.of)
      return told(driver, `list ${name}`, async () => driver.list(name, request))
    },

    async count(name, request) {
      conditionOf(name, request.of)
      return told(driver, `count ${name}`, async () => driver.count(name, request))
    },

    async page(collection, request) {
      return told(driver, `page ${collection}`, async () => driver.page(collection, request))
    },

    async add(collection, document) {
      return retrying(`add to ${collection}`, driver, deps, async () =>
        inOneStep(async () => driver.add(collection, document)),
      )
    },

    async compareAndSet(collection, known, next) {
      // Anything else would not be seen by whoever compares after us; undefined, of a document made by hand, is dropped
      // from a query.
      if (known._id !== next._id || !(next.revision > known.revision)) {
        throw new TypeError(`compareAndSet of ${collection}: expected the same _id, and a higher revision`)
      }
      return retrying(`change ${collection}`, driver, deps, async () =>
        inOneStep(async () => driver.compareAndSet(collection, known, next)),
      )
    },

    async transact(work, ahead = []) {
      const isTimeOver = () => leftMs(deps) <= 0
      return retrying('write a change', driver, deps, async () => {
        const operations = new Operations(isTimeOver)
        return inTransaction(driver, operations, ahead, work)
      })
    },
  }
}

async function told<T>(driver: StoreDriver, operation: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw driver.toStoreError(operation, error)
  }
}

/** Again after a conflict, until it is done or the time is over. */
async function retrying<T>(
  operation: string,
  driver: StoreDriver,
  deps: StoreDeps,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  const { nowMs, random, sleep, deadlineMs = 6000 } = deps
  const lastStartMs = nowMs() + Math.min(deadlineMs, leftMs(deps))
  for (let tries = 1; ; tries++) {
    const end = await attempt()
    if (end.ok) return end.value
    if (end.fault === 'work') throw end.error
    const mayRetry = driver.isConflict(end.error) && tries < MAX_TRIES && nowMs() < lastStartMs
    if (!mayRetry) throw driver.toStoreError(operation, end.error)
    await sleep(20 + random() * 60)
  }
}

const leftMs = ({ deadline }: StoreDeps): number => deadline?.leftMs() ?? Infinity

async function inOneStep<T>(operation: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await operation() }
  } catch (error) {
    return { ok: false, fault: 'database', error }
  }
}

/** One try of a transaction: the next one starts over. */
async function inTransaction<T>(
  driver: StoreDriver,
  operations: Operations,
  ahead: readonly DocumentKey[],
  work: (tx: StoreTransaction) => Promise<T>,
): Promise<Attempt<T>> {
  try {
    const value = await driver.transactOnce(async (tx) => operations.conclude(work(inTurn(tx, operations))), ahead)
    return { ok: true, value }
  } catch (error) {
    if (error instanceof Disbelieved) return { ok: false, fault: 'database', error: error.cause }
    // The first one tells: a database passes on what it likes.
    return { ok: false, ...(operations.fault ?? { fault: 'database', error }) }
  }
}
