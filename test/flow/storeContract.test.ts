// The contract store on the real SDK, while the gateway fails at each of its requests. What every store promises is held to
// in test/cloudfunctions/_shared/platform/database/document/documentStore.test.ts; here is what only a database that fails can show.
import { StoreError } from '../../cloudfunctions/_shared/kernel/errors'
import type { Store } from '../../cloudfunctions/_shared/kernel/ports'
import { openCloudDatabase } from '../../cloudfunctions/_shared/platform/database/document/sdk'
import { createDocumentStore } from '../../cloudfunctions/_shared/platform/database/document/documentStore'
import { random, sleep } from '../../cloudfunctions/_shared/platform/runtime'
import { startCloud } from '../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../sandbox/cloud/standIn'
import { aContract } from '../support/builders'
import { manualClock } from '../support/cloudClock'
import { attemptOf } from '../support/slotViews'

jest.setTimeout(60_000)

const clock = manualClock()
let cloud: CloudStandIn
beforeAll(async () => {
  cloud = await startCloud({ clock })
  // Before the SDK is loaded, which is at the store's first use.
  Object.assign(process.env, cloud.sdkEnvironment())
})
afterEach(async () => {
  await cloud.db.up()
  cloud.db.clearFaults()
  cloud.db.clear()
})
afterAll(async () => cloud.close())

const makeStore = (): Store =>
  createDocumentStore({ openDatabase: async () => openCloudDatabase(5000), nowMs: Date.now, random, sleep })

const attemptAt = (currentCode: string) => ({ one: { currentCode, attemptNo: 1, leaseUntilMs: 0 } })
const SLOT = { _id: 's', attempts: attemptAt('a'), inForce: [], counters: {}, revision: 1 }

/** Two documents that belong together: start, read, write, write, commit. */
const write = async (store: Store) =>
  store.transact(async (tx) => {
    const contract = { ...aContract(), ...(await tx.get('contracts', aContract()._id)) }
    await tx.put('contracts', contract)
    await tx.put('contract_slots', { ...SLOT, attempts: attemptAt(contract._id) })
  })
const REQUESTS = 5

const kept = () => cloud.db.find('contracts').length + cloud.db.find('contract_slots').length

/** Strikes the request after `count` others. */
function strikeAfter(count: number, strike: () => void): void {
  let seen = 0
  const look = () => {
    if (++seen < count) return
    cloud.events.off('gateway', look)
    strike()
  }
  if (count === 0) strike()
  else cloud.events.on('gateway', look)
}

describe.each([0, 1, 2, 3, 4])('at request %d of a change', (index) => {
  const isCommit = index === REQUESTS - 1

  it.each([
    ['cut before it is carried out', () => cloud.db.fault({ kind: 'reset' }), 0],
    ['answered with an error', () => cloud.db.fault({ kind: 'error' }), 0],
    // The commit itself has happened: its caller cannot know, and must not be told that all is well.
    ['carried out, its answer lost', () => cloud.db.fault({ kind: 'reset', when: 'after' }), isCommit ? 2 : 0],
  ])('%s: StoreError, and both documents are kept or none', async (_, strike, expected) => {
    strikeAfter(index, strike)
    await expect(write(makeStore())).rejects.toThrow(StoreError)
    expect(kept()).toBe(expected)
    clock.advance(30_000)
    await write(makeStore())
    expect(kept()).toBe(2)
  })

  it('a conflict: the change is made in another try', async () => {
    strikeAfter(index, () => cloud.db.fault({ kind: 'conflict' }))
    await write(makeStore())
    expect(kept()).toBe(2)
  })
})

const NEXT = { ...SLOT, attempts: attemptAt('b'), revision: 2 }

describe.each<[string, (store: Store) => Promise<unknown>, unknown, unknown]>([
  ['a document added', async (store) => store.add('contract_slots', NEXT), 'added', 'exists'],
  ['one compared and set', async (store) => store.compareAndSet('contract_slots', SLOT, NEXT), true, false],
])('%s in one step', (name, act, done, again) => {
  beforeEach(async () => {
    if (name.startsWith('one')) await makeStore().add('contract_slots', SLOT)
  })
  const isDone = async () => attemptOf(await makeStore().read('contract_slots', 's'))?.currentCode === 'b'

  it.each([
    ['cut before it is carried out', () => cloud.db.fault({ kind: 'reset' }), false],
    ['answered with an error', () => cloud.db.fault({ kind: 'error' }), false],
    // Its caller cannot know: only the next answer tells.
    ['carried out, its answer lost', () => cloud.db.fault({ kind: 'reset', when: 'after' }), true],
  ])('%s: StoreError, and the next answer tells', async (_, strike, isKept) => {
    strike()
    await expect(act(makeStore())).rejects.toThrow(StoreError)
    expect(await isDone()).toBe(isKept)
    expect(await act(makeStore())).toBe(isKept ? again : done)
    expect(await isDone()).toBe(true)
  })

  it('a conflict: done in another try', async () => {
    cloud.db.fault({ kind: 'conflict' })
    expect(await act(makeStore())).toBe(done)
    expect(await isDone()).toBe(true)
  })

  it('is one request', async () => {
    const seen: string[] = []
    const look = ({ action }: { action: string }) => void seen.push(action)
    cloud.events.on('gateway', look)
    await act(makeStore())
    cloud.events.off('gateway', look)
    expect(seen).toHaveLength(1)
  })
})

describe('with nobody there', () => {
  it.each(['refuse', 'reset'] as const)(
    'reads and changes are told as StoreError, until it is back (%s)',
    async (how) => {
      const store = makeStore()
      await write(store)
      await cloud.db.down(how)
      await expect(store.read('contracts', aContract()._id)).rejects.toThrow(StoreError)
      await expect(write(store)).rejects.toThrow(StoreError)
      await cloud.db.up()
      expect(await store.read('contracts', aContract()._id)).toEqual(aContract())
      await write(store)
    },
  )
})

it('says which file lists the collections when one does not exist', async () => {
  const empty = await startCloud({ collections: [] })
  try {
    process.env['TCB_CONTEXT_CNFG'] = empty.sdkEnvironment()['TCB_CONTEXT_CNFG']
    await expect(makeStore().read('contracts', 'a')).rejects.toThrow('database/collections.json')
  } finally {
    Object.assign(process.env, cloud.sdkEnvironment())
    await empty.close()
  }
})
