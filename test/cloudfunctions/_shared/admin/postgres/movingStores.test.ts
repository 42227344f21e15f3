// A merchant moves: everything there is, from a store of one kind to one of another and on, as it was.
import { createSecretKey } from 'node:crypto'
import { MOVED } from '../../../../../cloudfunctions/_shared/admin/moving'
import type { Store } from '../../../../../cloudfunctions/_shared/kernel/ports'
import { openDatabase } from '../../../../../cloudfunctions/_shared/platform/hosts/openDatabase'
import type { CollectionName } from '../../../../../cloudfunctions/_shared/records/documents'
import { startPostgrest, type PostgrestServer } from '../../../../../sandbox/cloud/postgres/postgrestServer'
import { aContract } from '../../../../support/builders'
import { aPayment } from '../../../../support/buildersOrders'
import { FakeStore } from '../../../../support/fakeStore'
import { aSlot, serverOf, withDatabase } from '../../../../support/postgresFile'
import { move } from '../../../../support/moveStore'

const REQUEST = JSON.parse('{"z":1,"a":{"b":[1,2.5,"免密"],"A":null},"10":"x"}') as object

let overTcp: Store
let overHttp: Store
let rest: PostgrestServer
withDatabase(({ url }) => {
  overTcp = openDatabase({ kind: 'postgres', server: serverOf(url) }).store({})
})
withDatabase(async ({ ownerUrl }) => {
  rest = await startPostgrest({ ownerUrl, keys: { theKey: 'service_role' } })
  const gateway = { url: rest.url, key: createSecretKey(Buffer.from('theKey')) }
  overHttp = openDatabase({ kind: 'postgrest', gateway }).store({})
})
afterAll(async () => rest.close())

/** As text: the order of keys too. */
const everything = async (store: Store) =>
  Promise.all(
    MOVED.map(async (name: CollectionName) => {
      const documents = await store.page(name, { limit: 1000 })
      return documents.map((document) => JSON.stringify(document)).sort()
    }),
  )

it('from the document kind over TCP and HTTP and back it is word for word what it was; a second time nothing is done', async () => {
  const before = new FakeStore()
  for (let i = 0; i < 130; i++) before.seed('contracts', { ...aContract({ _id: `c${i}` }), request: REQUEST as never })
  for (const id of ['Z', 'a', '-', '免']) before.seed('contract_slots', aSlot(id, 3))
  before.seed('payments', aPayment())
  const back = new FakeStore()
  for (const [from, to] of [
    [before, overTcp],
    [overTcp, overHttp],
    [overHttp, back],
  ] as const) {
    expect(await move(from, to)).toEqual({ added: 135, same: 0, replaced: 0, kept: 0 })
    expect(await move(from, to)).toEqual({ added: 0, same: 135, replaced: 0, kept: 0 })
    expect(await everything(to)).toEqual(await everything(before))
  }
})

it('what has got further at the new place is not taken back', async () => {
  await overTcp.add('contract_slots', { ...aSlot('a', 1), revision: 1 })
  await overHttp.add('contract_slots', { ...aSlot('a', 2), revision: 2 })
  expect(await move(overTcp, overHttp)).toEqual({ added: 0, same: 0, replaced: 0, kept: 1 })
  expect(await move(overHttp, overTcp)).toEqual({ added: 0, same: 0, replaced: 1, kept: 0 })
  expect(await everything(overTcp)).toEqual(await everything(overHttp))
})
