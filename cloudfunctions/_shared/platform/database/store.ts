// The contract store on CloudBase's document database.
import type { ContractStore } from '../../kernel/ports'
import { onceAsync } from '../once'
import { readDocument } from './cloudDocuments'
import type { CloudDatabase } from './sdk'
import { isRetryable, toStoreError } from './storeErrors'
import { transactOnce } from './transactOnce'

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

export function createContractStore(deps: ContractStoreDeps): ContractStore {
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
        const attempt = await transactOnce(database, work)
        if (attempt.ok) return attempt.value
        if (attempt.fault === 'work') throw attempt.error
        const mayRetry = isRetryable(attempt.error) && tries < MAX_TRIES && nowMs() < lastStartMs
        if (!mayRetry) throw toStoreError('write a change', attempt.error)
        await sleep(20 + random() * 60)
      }
    },
  }
}
