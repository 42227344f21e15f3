// 600 deliveries of 200 ids by 12 workers while connections are killed: each has exactly one effect.
import type { Store } from '../../../../../../cloudfunctions/_shared/kernel/ports'
import { StoreError } from '../../../../../../cloudfunctions/_shared/kernel/errors'
import { createPgCall } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { createPostgresStore } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/postgresStore'
import { random, sleep } from '../../../../../../cloudfunctions/_shared/platform/runtime'
import { killConnections } from '../../../../../support/backends'
import { ACCESS, aSlot, numberOf, serverOf, withDatabase, type TestDatabase } from '../../../../../support/postgresFile'

const IDS = 200
const REPEATS = 3
const WORKERS = 12
const COUNTER = 'counter'

let database: TestDatabase
withDatabase((made) => void (database = made))

const makeStore = (): Store =>
  createPostgresStore(
    { call: createPgCall(serverOf(database.url), 5000), settings: ACCESS },
    { nowMs: Date.now, random, sleep, deadlineMs: 20_000 },
  )

/** What a notification does: nothing where it was heard, else it is kept and counted. */
const deliver = async (store: Store, id: string): Promise<void> =>
  store.transact(async (tx) => {
    if (await tx.get('call_nonces', id)) return
    const counter = await tx.get('contract_slots', COUNTER)
    await tx.put('call_nonces', { _id: id, atMs: 1 })
    await tx.put('contract_slots', aSlot(COUNTER, numberOf(counter) + 1))
  })

/** Once in `npm test`; a longer proof asks for more. */
const ROUNDS = Number(process.env['ENTRUST_KILL_ROUNDS'] ?? 1)

it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
  '600 deliveries of 200 ids have 200 effects, round %d',
  async () => {
    const queue = Array.from({ length: IDS * REPEATS }, (_, index) => `id-${index % IDS}`)
    let done = 0
    let killed = 0
    const work = async (): Promise<void> => {
      const store = makeStore()
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        try {
          await deliver(store, id)
          // From time to time, whoever is in the middle of something.
          if (++done % 40 === 0) killed += await killConnections(database.owner, 'random() < 0.15')
        } catch (error) {
          if (!(error instanceof StoreError)) throw error
          // As WeChat Pay does with a 5xx.
          queue.push(id)
        }
      }
    }
    await Promise.all(Array.from({ length: WORKERS }, work))
    const store = makeStore()
    expect(numberOf(await store.read('contract_slots', COUNTER))).toBe(IDS)
    expect(await store.list('usedNonces', { limit: 1000 })).toHaveLength(IDS)
    expect(killed).toBeGreaterThan(10)
    expect(done).toBe(IDS * REPEATS)
  },
)
