// A database that does not answer is told as one, in time, and nothing is begun that nobody waits for.
import { StoreError } from '../../../../../cloudfunctions/_shared/kernel/errors'
import { storeInTime } from '../../../../../cloudfunctions/_shared/platform/database/storeInTime'
import { withDeadline } from '../../../../../cloudfunctions/_shared/platform/deadline'
import type { Store } from '../../../../../cloudfunctions/_shared/kernel/ports'
import { aContract, aSlot } from '../../../../support/builders'
import { FakeStore } from '../../../../support/fakeStore'

const slot = aSlot(aContract())
const OPERATIONS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  read: async (store) => store.read('contracts', 'a'),
  list: async (store) => store.list('dueContracts', { limit: 1 }),
  count: async (store) => store.count('dueContracts', {}),
  page: async (store) => store.page('contracts', { limit: 1 }),
  add: async (store) => store.add('call_nonces', { _id: 'a', atMs: 0 }),
  compareAndSet: async (store) => store.compareAndSet('contract_slots', slot, { ...slot, revision: 2 }),
  transact: async (store) => store.transact(async (tx) => tx.get('contracts', 'a')),
}

function setUp(leftMs: number, store: Store) {
  const limits: number[] = []
  const within = async <T>(work: Promise<T>, ms: number) => {
    limits.push(ms)
    return withDeadline(work, ms, async () => Promise.resolve())
  }
  return { store: storeInTime(store, { leftMs: () => leftMs }, within), limits }
}

describe.each(Object.entries(OPERATIONS))('%s', (name, operate) => {
  it('ends with what is left of the call, though the database never answers', async () => {
    const silent = { [name]: async () => new Promise(() => undefined) } as unknown as Store
    const { store, limits } = setUp(1234, silent)
    await expect(operate(store)).rejects.toThrow(StoreError)
    expect(limits).toEqual([1234])
  })

  it('is not begun when nothing is left', async () => {
    const begun = jest.fn()
    await expect(operate(setUp(0, { [name]: begun } as unknown as Store).store)).rejects.toThrow(
      'the time of the call was over',
    )
    expect(begun).not.toHaveBeenCalled()
  })

  it('is what the store does, while there is time', async () => {
    const known = new FakeStore()
    known.seed('contract_slots', slot)
    const inTime = storeInTime(known, { leftMs: () => 1 }, async (work) => work)
    const other = new FakeStore()
    other.seed('contract_slots', slot)
    expect(await operate(inTime)).toEqual(await operate(other))
  })
})
