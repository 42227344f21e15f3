import type { Store } from '../../../../../../cloudfunctions/_shared/kernel/ports'
import { StoreError } from '../../../../../../cloudfunctions/_shared/kernel/errors'
import type { DatabaseCall } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/databaseCall'
import { createPgCall } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { createPostgresStore } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/postgresStore'
import { random, sleep } from '../../../../../../cloudfunctions/_shared/platform/runtime'
import { ACCESS, aSlot, numberOf, serverOf, withDatabase, type TestDatabase } from '../../../../../support/postgresFile'

let database: TestDatabase
let call: DatabaseCall
let calls: string[]
withDatabase((made) => {
  database = made
  call = createPgCall(serverOf(made.url), 5000)
})
beforeEach(() => (calls = []))

const counted: DatabaseCall = async (name, args) => {
  calls.push(name)
  return call(name, args)
}
const makeStore = (): Store =>
  createPostgresStore({ call: counted, settings: ACCESS }, { nowMs: Date.now, random, sleep })

const put = async (store: Store, ...slots: ReturnType<typeof aSlot>[]) =>
  store.transact(async (tx) => {
    for (const slot of slots) await tx.put('contract_slots', slot)
  })

/** A transaction that reads two documents, and between them somebody else writes both. */
async function torn<T>(store: Store, end: (sum: number) => T): Promise<T> {
  let tries = 0
  return store.transact(async (tx) => {
    const one = await tx.get('contract_slots', 'one')
    if (++tries === 1) await put(makeStore(), aSlot('one', 10), aSlot('other', 20))
    const other = await tx.get('contract_slots', 'other')
    return end(numberOf(one) + numberOf(other))
  })
}

describe('two documents read while another writes both', () => {
  beforeEach(async () => put(makeStore(), aSlot('one'), aSlot('other')))

  it('are read again: no work ends on what was never true at one time', async () => {
    expect(await torn(makeStore(), (sum) => sum)).toBe(30)
  })

  it('make no error that is believed', async () => {
    const refuse = (sum: number) => {
      if (sum !== 30) throw new Error(`never true: ${sum}`)
      throw new Error('true')
    }
    await expect(torn(makeStore(), refuse)).rejects.toEqual(new Error('true'))
  })

  it('and an error that cannot be proved is none of the work: the database failed', async () => {
    const cut: DatabaseCall = async (name, args) => (name === 'entrust_commit' ? Promise.reject(new Error('cut')) : call(name, args)) // prettier-ignore
    const store = createPostgresStore({ call: cut, settings: ACCESS }, { nowMs: Date.now, random, sleep })
    const doomed = store.transact(async (tx) => {
      await tx.get('contract_slots', 'one')
      await tx.get('contract_slots', 'other')
      throw new Error('mine')
    })
    await expect(doomed).rejects.toThrow(StoreError)
  })
})

it('no two of 40 pairs take the last place side by side, each reading both and writing one', async () => {
  const store = makeStore()
  for (let round = 0; round < 40; round++) {
    await put(store, aSlot('one', 0), aSlot('other', 0))
    const take = async (mine: string) =>
      store.transact(async (tx) => {
        const one = await tx.get('contract_slots', 'one')
        const other = await tx.get('contract_slots', 'other')
        if (numberOf(one) + numberOf(other) === 0) await tx.put('contract_slots', aSlot(mine))
      })
    await Promise.all([take('one'), take('other')])
    const found = await Promise.all(['one', 'other'].map(async (id) => store.read('contract_slots', id)))
    expect(found.reduce((sum, slot) => sum + numberOf(slot), 0)).toBe(1)
  }
})

it('a document that was read and is not there is compared too', async () => {
  const store = makeStore()
  let tries = 0
  const seen = await store.transact(async (tx) => {
    const gone = await tx.get('contract_slots', 'gone')
    if (++tries === 1) await put(makeStore(), aSlot('gone'))
    await tx.put('contract_slots', aSlot('mine'))
    return numberOf(gone)
  })
  expect([seen, tries]).toEqual([1, 2])
})

it('goes to the database once a document, and once more to write', async () => {
  await put(makeStore(), aSlot('one'), aSlot('other'))
  calls.length = 0
  await makeStore().transact(async (tx) => {
    await tx.get('contract_slots', 'one')
    await tx.put('contract_slots', aSlot('one', 2))
    await tx.get('contract_slots', 'one')
    await tx.get('contract_slots', 'other')
    await tx.put('contract_slots', aSlot('third'))
  })
  expect(calls).toEqual(['entrust_read', 'entrust_read', 'entrust_commit'])
})

it('reads in one call what it is told of before, and compares all of it', async () => {
  await put(makeStore(), aSlot('one'), aSlot('other'))
  calls.length = 0
  let tries = 0
  const ahead = ['one', 'other', 'gone'].map((id) => ({ collection: 'contract_slots', id }) as const)
  const seen = await makeStore().transact(async (tx) => {
    if (++tries === 1)
      await database.owner.query(`update entrust.contract_slots set version = default where id = 'one'`)
    const found = [await tx.get('contract_slots', 'other'), await tx.get('contract_slots', 'gone')]
    await tx.put('contract_slots', aSlot('other', 3))
    return found.map(numberOf)
  }, ahead)
  expect([seen, tries]).toEqual([[1, 0], 2])
  expect(calls).toEqual(['entrust_read', 'entrust_commit', 'entrust_read', 'entrust_commit'])
})

it('what is read side by side is read in one call, and fails for all of them', async () => {
  await put(makeStore(), aSlot('one'), aSlot('other', 2))
  calls.length = 0
  const store = makeStore()
  const readAll = async () =>
    Promise.all(['one', 'other', 'gone'].map(async (id) => numberOf(await store.read('contract_slots', id))))
  expect(await readAll()).toEqual([1, 2, 0])
  expect(await readAll()).toEqual([1, 2, 0])
  expect(calls).toEqual(['entrust_read', 'entrust_read'])
  await expect(Promise.all([store.read('contracts', 'a'), store.read('nowhere' as 'contracts', 'a')])).rejects.toThrow(
    StoreError,
  )
})

it('a stored request comes back byte for byte', async () => {
  const request = JSON.parse('{"z":1,"a":{"b":[1,2.50,"免密"],"A":null},"10":"x","2":"y"}') as object
  const contract = { _id: 'code', request } as never
  await makeStore().add('contracts', contract)
  const read = (await makeStore().read('contracts', 'code')) as unknown as { request: object }
  expect(JSON.stringify(read.request)).toBe(JSON.stringify(request))
  const { rows } = await database.owner.query<{ doc: string }>(`select doc::text from entrust.contracts`)
  expect(rows).toEqual([{ doc: JSON.stringify(contract) }])
})

it('who writes by hand is seen, and waited for no longer than 2 s a try', async () => {
  const store = makeStore()
  await put(store, aSlot('one'))
  await database.owner.query(`begin; update entrust.contract_slots set doc = doc where id = 'one'`)
  const changed = put(store, aSlot('one', 2))
  await database.owner.query('commit')
  await changed
  expect(numberOf(await store.read('contract_slots', 'one'))).toBe(2)
})
