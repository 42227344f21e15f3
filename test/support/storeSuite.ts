// What every contract store promises. Run over the fake and over the real adapter alike.
import { StoreError } from '../../cloudfunctions/_shared/kernel/errors'
import type { Store, StoreTransaction } from '../../cloudfunctions/_shared/kernel/ports'
import type { SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import { aContract } from './builders'

export function describeStore(name: string, makeStore: () => Promise<Store>): void {
  describe(`${name} as a contract store`, () => {
    let store: Store
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
          await tx.put('contract_slots', aSlot({ attemptNo: (slot.attempts['one']?.attemptNo ?? 0) + 1 }))
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

    it('deletes a document, its own too, and minds none that is not there', async () => {
      await put(aSlot())
      const seen = await store.transact(async (tx) => {
        await tx.put('contracts', aContract())
        await tx.delete('contracts', aContract()._id)
        await tx.delete('contract_slots', 'slot')
        await tx.delete('contract_slots', 'nothing')
        return tx.get('contract_slots', 'slot')
      })
      expect(seen).toBeUndefined()
      expect(await store.read('contract_slots', 'slot')).toBeUndefined()
      expect(await store.read('contracts', aContract()._id)).toBeUndefined()
    })

    it('adds in a transaction what was not there', async () => {
      await store.transact(async (tx) => {
        await tx.get('contract_slots', 'slot')
        await tx.add('contract_slots', aSlot())
      })
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot())
    })

    it('adds nothing over a document: unread, it ends in a StoreError even when the work catches it', async () => {
      await put(aSlot())
      const stubborn = store.transact(async (tx) => {
        await tx.put('contracts', aContract())
        await tx.add('contract_slots', aSlot({ attemptNo: 2 })).catch(() => undefined)
      })
      await expect(stubborn).rejects.toThrow(StoreError)
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot())
      expect(await store.read('contracts', aContract()._id)).toBeUndefined()
    })

    it('lets one of 4 add a document in a transaction, and the others find it', async () => {
      const create = async () =>
        store.transact(async (tx) => {
          if (await tx.get('contract_slots', 'slot')) return 'found'
          await tx.add('contract_slots', aSlot())
          return 'added'
        })
      expect((await Promise.all([create(), create(), create(), create()])).sort()).toEqual([
        'added',
        'found',
        'found',
        'found',
      ])
    })

    it('lets one of 4 that read and write one document add what only it may, each under a name of its own', async () => {
      const add = async (attemptNo: number) =>
        store.transact(async (tx) => {
          if (await tx.get('contract_slots', 'slot')) return 'found'
          await tx.put('contract_slots', aSlot({ attemptNo }))
          await tx.add('contracts', aContract({ _id: `code${attemptNo}` }))
          return 'added'
        })
      expect((await Promise.all([1, 2, 3, 4].map(add))).sort()).toEqual(['added', 'found', 'found', 'found'])
      expect(await store.page('contracts', { limit: 4 })).toHaveLength(1)
    })

    it('adds one document, and says of the next under its id that it exists', async () => {
      const contract = aContract()
      expect(await store.add('contracts', contract)).toBe('added')
      expect(await store.add('contracts', { ...contract, attemptNo: 2 })).toBe('exists')
      expect(await store.read('contracts', contract._id)).toEqual(contract)
    })

    it('lets one of 4 add a document', async () => {
      const add = async () => store.add('contract_slots', aSlot())
      const answers = await Promise.all([add(), add(), add(), add()])
      expect(answers.sort()).toEqual(['added', 'exists', 'exists', 'exists'])
    })

    it('replaces a document that is as it was read, whole: a field that is gone is gone', async () => {
      const known = { ...aSlot(), was: { nested: [1] }, deep: { a: { b: 1 }, c: 2 } }
      const next = { ...aSlot({ currentCode: 'next', revision: 2 }), deep: { a: {} }, more: [{ x: null }] }
      await put(known)
      expect(await store.compareAndSet('contract_slots', known, next)).toBe(true)
      expect(await store.read('contract_slots', 'slot')).toEqual(next)
    })

    it('replaces nothing that was written since, and nothing that is gone', async () => {
      const known = aSlot()
      const next = aSlot({ currentCode: 'next', revision: 2 })
      expect(await store.compareAndSet('contract_slots', known, next)).toBe(false)
      expect(await store.read('contract_slots', 'slot')).toBeUndefined()
      await put(aSlot({ currentCode: 'other', revision: 2 }))
      expect(await store.compareAndSet('contract_slots', known, { ...next, revision: 3 })).toBe(false)
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot({ currentCode: 'other', revision: 2 }))
    })

    it('lets one of 4 replace a document', async () => {
      await put(aSlot())
      const claim = async (currentCode: string) =>
        store.compareAndSet('contract_slots', aSlot(), aSlot({ currentCode, revision: 2 }))
      const codes = ['a', 'b', 'c', 'd']
      const answers = await Promise.all(codes.map(claim))
      expect(answers.filter(Boolean)).toHaveLength(1)
      const currentCode = codes[answers.indexOf(true)]
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot({ currentCode, revision: 2 }))
    })

    it.each([
      ['the same revision', aSlot(), aSlot({ currentCode: 'next' })],
      ['a lower one', aSlot(), aSlot({ revision: 0 })],
      ['another id', aSlot(), aSlot({ _id: 'other', revision: 2 })],
      ['none to compare with', { ...aSlot(), revision: undefined as unknown as number }, aSlot({ revision: 2 })],
    ])('refuses to compare and set with %s', async (_, known, next) => {
      await put(aSlot())
      await expect(store.compareAndSet('contract_slots', known, next)).rejects.toThrow(TypeError)
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot())
    })

    it('hands out copies: changing one changes nothing in the store', async () => {
      await put(aSlot({ attemptNo: 1 }))
      const copy = await store.read('contract_slots', 'slot')
      if (copy) copy.revision = 99
      expect(await store.read('contract_slots', 'slot')).toEqual(aSlot({ attemptNo: 1 }))
    })
  })
}

type Changes = Partial<SlotRecord & { attemptNo: number }> & { currentCode?: string | undefined }

const aSlot = ({ currentCode = 'code', attemptNo = 1, ...changes }: Changes = {}): SlotRecord => ({
  _id: 'slot',
  attempts: { one: { currentCode, attemptNo, leaseUntilMs: 0 } },
  inForce: [],
  counters: {},
  revision: 1,
  ...changes,
})
