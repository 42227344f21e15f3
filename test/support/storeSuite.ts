// What every contract store promises. Run over the fake and over the real adapter alike.
import type { ContractStore, StoreTransaction } from '../../cloudfunctions/_shared/kernel/ports'
import type { SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import { aContract } from './builders'

export function describeContractStore(name: string, makeStore: () => Promise<ContractStore>): void {
  describe(`${name} as a contract store`, () => {
    let store: ContractStore
    beforeEach(async () => {
      store = await makeStore()
    })

    const put = async (slot: SlotRecord) => store.transact(async (tx) => tx.put('contract_slots', slot))

    it('reads a document that does not exist as undefined, inside a transaction and outside', async () => {
      expect(await store.read('contracts', 'nothing')).toBeUndefined()
      expect(await store.transact(async (tx) => tx.get('contracts', 'nothing'))).toBeUndefined()
    })

    it('gives back what was put, nested objects and milliseconds included', async () => {
      const contract = aContract({ evidence: [{ source: 'query', atMs: 1795247161865, what: 'SIGNED' }] })
      await store.transact(async (tx) => tx.put('contracts', contract))
      expect(await store.read('contracts', contract._id)).toEqual(contract)
    })

    it('replaces the whole document: a field that is gone is gone', async () => {
      const closing = aContract({ state: 'SIGNED', terminateRequestedAtMs: 5 })
      await store.transact(async (tx) => tx.put('contracts', closing))
      const open = aContract({ state: 'SIGNED' })
      await store.transact(async (tx) => tx.put('contracts', open))
      expect(await store.read('contracts', open._id)).toEqual(open)
    })

    it('reads its own writes before the commit', async () => {
      const seen = await store.transact(async (tx) => {
        await tx.put('contract_slots', aSlot({ attemptNo: 7 }))
        return tx.get('contract_slots', 'slot')
      })
      expect(seen).toEqual(aSlot({ attemptNo: 7 }))
    })

    it('keeps nothing when the work throws, and passes the error on as it is', async () => {
      const broken = new Error('mine')
      const doomed = store.transact(async (tx) => {
        await tx.put('contract_slots', aSlot())
        throw broken
      })
      await expect(doomed).rejects.toBe(broken)
      expect(await store.read('contract_slots', 'slot')).toBeUndefined()
    })

    it('writes several collections together', async () => {
      await store.transact(async (tx) => {
        await tx.put('contract_slots', aSlot())
        await tx.put('contracts', aContract())
      })
      expect(await store.read('contract_slots', 'slot')).toBeDefined()
      expect(await store.read('contracts', aContract()._id)).toBeDefined()
    })

    it('counts every one of 4 increments made at once', async () => {
      await put(aSlot({ attemptNo: 0 }))
      const increment = async () =>
        store.transact(async (tx) => {
          const slot = (await tx.get('contract_slots', 'slot')) ?? aSlot()
          await tx.put('contract_slots', { ...slot, attemptNo: slot.attemptNo + 1 })
        })
      await Promise.all([increment(), increment(), increment(), increment()])
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot({ attemptNo: 4 }))
    })

    it('lets one of 4 create a document, and the others find it', async () => {
      const create = async () =>
        store.transact(async (tx) => {
          if (await tx.get('contract_slots', 'slot')) return 'found'
          await tx.put('contract_slots', aSlot())
          return 'created'
        })
      const results = await Promise.all([create(), create(), create(), create()])
      expect(results.filter((result) => result === 'created')).toHaveLength(1)
    })

    it.each<[string, (tx: StoreTransaction) => Promise<unknown>]>([
      ['a second one', async (tx) => Promise.all([tx.put('contract_slots', aSlot()), tx.get('contracts', 'a')])],
      ['one behind a get', async (tx) => Promise.all([tx.get('contracts', 'a'), tx.put('contract_slots', aSlot())])],
      ['one nobody awaits', async (tx) => Promise.resolve(void tx.put('contract_slots', aSlot()))],
      [
        'a second one, its refusal caught',
        async (tx) => Promise.allSettled([tx.put('contract_slots', aSlot()), tx.get('contracts', 'a')]),
      ],
    ])('takes the operations of a transaction one after another: refuses %s, and keeps nothing', async (_, work) => {
      await expect(store.transact(work)).rejects.toThrow('one after another')
      expect(await store.read('contract_slots', 'slot')).toBeUndefined()
      await put(aSlot())
    })

    it('takes reads outside of a transaction side by side', async () => {
      await put(aSlot())
      const ids = ['slot', 'nothing', 'slot']
      const found = await store.transact(async (tx) => {
        await tx.get('contract_slots', 'slot')
        return Promise.all(ids.map(async (id) => store.read('contract_slots', id)))
      })
      expect(found).toEqual([aSlot(), undefined, aSlot()])
    })

    it('hands out copies: changing one changes nothing in the store', async () => {
      await put(aSlot({ attemptNo: 1 }))
      const copy = await store.read('contract_slots', 'slot')
      if (copy) copy.attemptNo = 99
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot({ attemptNo: 1 }))
    })
  })
}

const aSlot = (changes: Partial<SlotRecord> = {}): SlotRecord => ({
  _id: 'slot',
  currentCode: 'code',
  attemptNo: 1,
  leaseUntilMs: 0,
  revision: 1,
  ...changes,
})
