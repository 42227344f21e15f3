import { startCloud } from '../../../../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../../../../sandbox/cloud/standIn'
import { StoreError } from '../../../../../../cloudfunctions/_shared/kernel/errors'
import type { Store, StoreTransaction } from '../../../../../../cloudfunctions/_shared/kernel/ports'
import {
  openCloudDatabase,
  type CloudDatabase,
  type CloudQuery,
} from '../../../../../../cloudfunctions/_shared/platform/database/document/sdk'
import { createDocumentStore } from '../../../../../../cloudfunctions/_shared/platform/database/document/documentStore'
import { random, sleep } from '../../../../../../cloudfunctions/_shared/platform/runtime'
import { aContract } from '../../../../../support/builders'
import { describeLists } from '../../../../../support/storeListsSuite'
import { describeStore } from '../../../../../support/storeSuite'

describe('over the real SDK', () => {
  let cloud: CloudStandIn
  beforeAll(async () => {
    cloud = await startCloud()
    Object.assign(process.env, cloud.sdkEnvironment())
  })
  afterEach(() => cloud.db.clear())
  afterAll(() => cloud.close())

  const makeStore = async () =>
    Promise.resolve(
      createDocumentStore({ openDatabase: async () => openCloudDatabase(5000), nowMs: Date.now, random, sleep }),
    )
  describeStore('the CloudBase adapter', makeStore)
  describeLists('the CloudBase adapter', makeStore)
})

/** A database whose every operation does what the test says. */
type Operation = 'get' | 'list' | 'set' | 'remove' | 'add' | 'update' | 'commit'
const nothing = () => ({})
function scripted(act: (operation: Operation) => object | null): CloudDatabase & { runs: number } {
  const does = async (operation: Operation) => Promise.resolve().then(() => act(operation))
  const query = (): CloudQuery => ({
    update: async () => {
      await does('update')
      return { stats: { updated: 1 } }
    },
    orderBy: query,
    limit: query,
    get: async () => {
      await does('list')
      return { data: [] }
    },
    count: async () => {
      await does('list')
      return { total: 0 }
    },
  })
  const collection = () => ({
    doc: () => ({
      get: async () => ({ data: await does('get') }),
      set: async () => does('set'),
      remove: async () => does('remove'),
    }),
    add: async () => does('add'),
    where: query,
    orderBy: query,
  })
  const database = {
    runs: 0,
    collection,
    command: { set: nothing, remove: nothing, gt: nothing, gte: nothing, lte: nothing, and: nothing, or: nothing },
    async runTransaction<T>(work: (transaction: { collection: typeof collection }) => Promise<T>): Promise<T> {
      database.runs += 1
      const result = await work({ collection })
      act('commit')
      return result
    },
  }
  return database
}

function storeOn(database: CloudDatabase, deadlineMs = 6000, endsAtMs?: number) {
  const slept: number[] = []
  let now = 0
  const store = createDocumentStore({
    openDatabase: () => Promise.resolve(database),
    nowMs: () => now,
    random: () => 0.5,
    sleep: (ms) => {
      slept.push(ms)
      now += ms
      return Promise.resolve()
    },
    deadlineMs,
    ...(endsAtMs !== undefined && { deadline: { leftMs: () => Math.max(0, endsAtMs - now) } }),
  })
  return { store, slept, pass: (ms: number) => (now += ms) }
}

const sdkError = (errCode: number, errMsg: string) => Object.assign(new Error(errMsg), { errCode, errMsg })
const CONFLICT = sdkError(
  -501001,
  'document.set:fail -501001 resource system error. [ResourceUnavailable.TransactionConflict] Transaction is conflict',
)
const BUSY = sdkError(-501001, '[ResourceUnavailable.TransactionBusy] Transaction is busy')
const COMMIT_CONFLICT = Object.assign(new Error('conflict'), { code: 'DATABASE_TRANSACTION_CONFLICT' })
const DUPLICATE = sdkError(
  -502001,
  'multiple write errors: [{E11000 duplicate key error collection: c index: _id_ dup key: {_id: "oAlice"}}]',
)

const SLOT = { _id: 'slot', attempts: {}, inForce: [], counters: {}, revision: 1 }

describe('a conflict', () => {
  it.each([
    ['of a write', CONFLICT, 'set'],
    ['of a busy transaction', BUSY, 'get'],
    ['at the commit, which carries a code instead of a text', COMMIT_CONFLICT, 'commit'],
    ['of two who create the same document', DUPLICATE, 'set'],
  ])('%s is tried again after a while', async (_, error, at) => {
    let left = 2
    const database = scripted((operation) => {
      if (operation === at && left-- > 0) throw error
      return null
    })
    const { store, slept } = storeOn(database)
    await store.transact(async (tx) => {
      await tx.get('contracts', 'a')
      await tx.put('contracts', aContract())
    })
    expect(database.runs).toBe(3)
    expect(slept).toEqual([50, 50])
  })

  it.each<[string, Operation, (store: Store) => Promise<unknown>, unknown]>([
    ['an add', 'add', async (store) => store.add('contract_slots', SLOT), 'added'],
    [
      'a compareAndSet',
      'update',
      async (store) => store.compareAndSet('contract_slots', SLOT, { ...SLOT, revision: 2 }),
      true,
    ],
  ])('of %s is tried again too', async (_, at, act, expected) => {
    let left = 2
    const database = scripted((operation) => {
      if (operation === at && left-- > 0) throw BUSY
      return null
    })
    const { store, slept } = storeOn(database)
    expect(await act(store)).toBe(expected)
    expect(slept).toEqual([50, 50])
  })

  it('that does not end is given up after ten tries', async () => {
    const database = scripted(() => {
      throw CONFLICT
    })
    const { store } = storeOn(database)
    await expect(store.transact(async (tx) => tx.get('contracts', 'a'))).rejects.toEqual(
      new StoreError('write a change', 'too many others were writing at the same time'),
    )
    expect(database.runs).toBe(10)
  })

  it('is not tried again when the time is over', async () => {
    const database = scripted(() => {
      throw CONFLICT
    })
    const { store } = storeOn(database, 100)
    await expect(store.transact(async (tx) => tx.get('contracts', 'a'))).rejects.toThrow(StoreError)
    expect(database.runs).toBe(3)
  })
})

describe('any other failure', () => {
  it('is told without the text of the SDK, which may quote a document, and is not tried again', async () => {
    const database = scripted(() => {
      throw sdkError(-502001, 'something about {"openid":"oAlice"}')
    })
    const { store } = storeOn(database)
    await expect(store.read('contracts', 'a')).rejects.toEqual(new StoreError('read contracts', 'code -502001'))
    await expect(store.list('dueContracts', { limit: 1 })).rejects.toEqual(
      new StoreError('list dueContracts', 'code -502001'),
    )
    await expect(store.count('dueContracts', {})).rejects.toEqual(new StoreError('count dueContracts', 'code -502001'))
    await expect(store.page('contracts', { limit: 1 })).rejects.toEqual(
      new StoreError('page contracts', 'code -502001'),
    )
    await expect(store.transact(async (tx) => tx.get('contracts', 'a'))).rejects.toThrow('code -502001')
    expect(database.runs).toBe(1)
  })

  it('of an add or a compareAndSet is told the same way', async () => {
    const database = scripted(() => {
      throw sdkError(-502001, 'something about {"openid":"oAlice"}')
    })
    const { store, slept } = storeOn(database)
    await expect(store.add('contract_slots', SLOT)).rejects.toEqual(
      new StoreError('add to contract_slots', 'code -502001'),
    )
    await expect(store.compareAndSet('contract_slots', SLOT, { ...SLOT, revision: 2 })).rejects.toEqual(
      new StoreError('change contract_slots', 'code -502001'),
    )
    expect(slept).toEqual([])
  })

  it('names the cure where there is one', async () => {
    const database = scripted(() => {
      throw sdkError(-502005, 'collection not exist')
    })
    await expect(storeOn(database).store.read('contracts', 'a')).rejects.toThrow('database/collections.json')
  })

  it.each([
    sdkError(-501001, '[SDK_UPGRADE_REQUIRED] this environment needs a newer SDK'),
    Object.assign(new Error('no'), { code: 'SDK_UPGRADE_REQUIRED' }),
    Object.assign(new Error('no'), { code: 'STORAGE_NOT_SUPPORTED' }),
  ])('of an environment without a document database names the cure', async (error) => {
    const database = scripted(() => {
      throw error
    })
    await expect(storeOn(database).store.read('contracts', 'a')).rejects.toThrow('choose the store of its gateway')
    await expect(storeOn(database).store.transact(async (tx) => tx.get('contracts', 'a'))).rejects.toThrow(
      'database/migrations',
    )
    expect(database.runs).toBe(1)
  })

  it('ends the transaction even when the work catches it', async () => {
    let commits = 0
    const database = scripted((operation) => {
      if (operation === 'commit') commits += 1
      if (operation === 'set') throw sdkError(-1, 'broken')
      return null
    })
    const stubborn = storeOn(database).store.transact(async (tx) => {
      await tx.put('contracts', aContract()).catch(() => undefined)
      return 'carried on'
    })
    await expect(stubborn).rejects.toThrow(StoreError)
    expect(commits).toBe(0)
  })

  it('to open the database is tried again by the next call', async () => {
    let opened = 0
    const store = createDocumentStore({
      openDatabase: () =>
        ++opened === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve(scripted(() => null)),
      nowMs: () => 0,
      random: () => 0,
      sleep: () => Promise.resolve(),
    })
    await expect(store.read('contracts', 'a')).rejects.toThrow(StoreError)
    expect(await store.read('contracts', 'a')).toBeUndefined()
    expect(opened).toBe(2)
  })
})

describe('operations side by side', () => {
  it('are a mistake of the code: not tried again, and told as it is', async () => {
    const database = scripted(() => null)
    const beside = storeOn(database).store.transact(async (tx) =>
      Promise.all([tx.get('contracts', 'a'), tx.put('contracts', aContract())]),
    )
    await expect(beside).rejects.toThrow(
      'Operations of a transaction go one after another: put contracts came before get contracts was over; await each',
    )
    await expect(beside).rejects.not.toThrow(StoreError)
    expect(database.runs).toBe(1)
  })

  it('are refused after the end too', async () => {
    const { store } = storeOn(scripted(() => null))
    let leaked: StoreTransaction | undefined
    await store.transact(async (tx) => {
      leaked = tx
      await tx.get('contracts', 'a')
    })
    await expect(leaked?.get('contracts', 'a')).rejects.toThrow('get contracts came after the end of its transaction')
  })
})

describe('when the time of the call is over', () => {
  it('no further try is made', async () => {
    const database = scripted(() => {
      world.pass(400)
      throw CONFLICT
    })
    const world = storeOn(database, 6000, 1000)
    const change = world.store.transact(async (tx) => tx.get('contracts', 'a'))
    await expect(change).rejects.toThrow(StoreError)
    expect(database.runs).toBe(3)
  })

  it.each([
    ['before an operation', 'get contracts', 1],
    ['before the end', 'commit a change', 0],
  ])('%s of a transaction, nothing more is begun and nothing is committed', async (_, operation, more) => {
    const done: string[] = []
    const database = scripted((name) => {
      done.push(name)
      return null
    })
    const world = storeOn(database, 6000, 1000)
    const change = world.store.transact(async (tx) => {
      await tx.put('contracts', aContract())
      world.pass(1000)
      if (more > 0) await tx.get('contracts', 'a')
    })
    await expect(change).rejects.toThrow(`could not ${operation}: the time of the call was over`)
    expect(done).toEqual(['set'])
    expect(database.runs).toBe(1)
  })
})
