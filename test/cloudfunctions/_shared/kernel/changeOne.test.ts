// One document changed by itself: in one request where nobody was quicker, and never over what somebody else has written.
import { changeOne } from '../../../../cloudfunctions/_shared/kernel/changeOne'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { withDue } from '../../../../cloudfunctions/_shared/records/due'
import { aContract } from '../../../support/builders'
import { FakeStore } from '../../../support/fakeStore'

const known = aContract({ state: 'PRESIGNED' })
let store: FakeStore
beforeEach(() => {
  store = new FakeStore()
  store.seed('contracts', known)
})
const stored = () => store.all('contracts')[0]
const askedOnceMore = (contract: ContractRecord) => ({
  document: { ...contract, queryCount: contract.queryCount + 1 },
  was: contract.state,
})

it('is one request, and grows the revision', async () => {
  const written = withDue('contracts', { ...known, queryCount: 1 })
  expect(await changeOne('contracts', known, store, askedOnceMore)).toEqual({ document: written, was: 'PRESIGNED' })
  expect(stored()).toEqual(written)
  expect(store.requests).toBe(1)
})

it('is no request where there is nothing to change', async () => {
  expect(await changeOne('contracts', known, store, (document) => ({ document }))).toEqual({ document: known })
  expect(store.requests).toBe(0)
})

it('is decided again where somebody was quicker: what they wrote stays', async () => {
  store.seed('contracts', withDue('contracts', { ...known, state: 'SIGNED', queryCount: 4 }))
  expect(await changeOne('contracts', known, store, askedOnceMore)).toMatchObject({ was: 'SIGNED' })
  expect(stored()).toMatchObject({ state: 'SIGNED', queryCount: 5, revision: 3 })
})

it('is not made where what was written meanwhile leaves nothing to change', async () => {
  const signed = withDue('contracts', { ...known, state: 'SIGNED' })
  store.seed('contracts', signed)
  const give = (contract: ContractRecord) => ({
    document: contract.state === 'SIGNED' ? contract : { ...contract, releasedAtMs: 5 },
  })
  expect(await changeOne('contracts', known, store, give)).toEqual({ document: signed })
  expect(stored()).toEqual(signed)
})

it('goes by a transaction where the record is of 0.1.0, so that nothing is overwritten there either', async () => {
  const { revision, ...old } = known
  expect(revision).toBeDefined()
  store.seed('contracts', { ...old, state: 'SIGNED' })
  expect(await changeOne('contracts', old, store, askedOnceMore)).toMatchObject({ was: 'SIGNED' })
  expect(stored()).toMatchObject({ state: 'SIGNED', queryCount: 1, revision: 1 })
})

it.each([
  ['', known],
  [', of 0.1.0 too', { ...known, revision: undefined } as never],
])('a record that was forgotten meanwhile is not written anew%s', async (_, read: ContractRecord) => {
  store.remove('contracts', known._id)
  expect(await changeOne('contracts', read, store, askedOnceMore)).toMatchObject({ was: 'PRESIGNED', document: read })
  expect(store.all('contracts')).toEqual([])
})

it('counts every one of eight at once', async () => {
  await Promise.all(Array.from({ length: 8 }, async () => changeOne('contracts', known, store, askedOnceMore)))
  expect(stored()).toMatchObject({ queryCount: 8, revision: known.revision + 8 })
})
