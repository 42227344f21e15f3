// Connections that die under the store: no process ends, nothing is lost and nothing is done twice.
import { StoreError } from '../../../../../../cloudfunctions/_shared/kernel/errors'
import type { Store } from '../../../../../../cloudfunctions/_shared/kernel/ports'
import { createPgCall } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { createPostgresStore } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/postgresStore'
import { random, sleep } from '../../../../../../cloudfunctions/_shared/platform/runtime'
import { killConnections } from '../../../../../support/backends'
import { ACCESS, aSlot, connect, serverOf, withDatabase, type TestDatabase } from '../../../../../support/postgresFile'

let database: TestDatabase
withDatabase((made) => void (database = made))

const makeStore = (timeoutMs = 5000): Store =>
  createPostgresStore(
    { call: createPgCall(serverOf(database.url), timeoutMs), settings: ACCESS },
    { nowMs: Date.now, random, sleep },
  )

it('while idle: the next call finds another', async () => {
  const store = makeStore()
  await store.add('contract_slots', aSlot('a'))
  expect(await killConnections(database.owner)).toBeGreaterThan(0)
  expect(await store.read('contract_slots', 'a')).toEqual(aSlot('a'))
})

/** A call of the functions' user that waits for somebody else's lock, until `release`. */
async function holdTable() {
  const other = await connect(database.ownerUrl)
  await other.query('begin; lock table entrust.contract_slots')
  const isWaiting = async (): Promise<void> => {
    const sql = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    while ((await database.owner.query(sql)).rows.length === 0) await new Promise(setImmediate)
  }
  return {
    isWaiting,
    kill: async () => killConnections(database.owner, `wait_event_type = 'Lock'`),
    release: async () => other.end(),
  }
}

it('in a read: it is read again', async () => {
  const store = makeStore()
  await store.add('contract_slots', aSlot('a'))
  const table = await holdTable()
  const reading = store.read('contract_slots', 'a')
  await table.isWaiting()
  expect(await table.kill()).toBe(1)
  await table.isWaiting()
  await table.release()
  expect(await reading).toEqual(aSlot('a'))
})

it('in a commit: a StoreError, and the same again is harmless', async () => {
  const store = makeStore()
  await store.add('contract_slots', aSlot('a'))
  const table = await holdTable()
  const doubled = async () =>
    store.transact(async (tx) => {
      await tx.put('contract_slots', aSlot('b', 2))
    })
  const first = doubled()
  // Told before anybody waits for it.
  const told = expect(first).rejects.toThrow(
    new StoreError('write a change', 'the connection ended; it may be written all the same (code 57P01)'),
  )
  await table.isWaiting()
  await table.kill()
  await told
  await table.release()
  expect(await store.read('contract_slots', 'b')).toBeUndefined()
  await doubled()
  expect(await store.read('contract_slots', 'b')).toEqual(aSlot('b', 2))
})

it('no answer in time is a StoreError, and the connection is not used again', async () => {
  const store = makeStore(300)
  await store.add('contract_slots', aSlot('a'))
  const table = await holdTable()
  await expect(store.read('contract_slots', 'a')).rejects.toThrow('no answer in time')
  await table.release()
  expect(await store.read('contract_slots', 'a')).toEqual(aSlot('a'))
})
