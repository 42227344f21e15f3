// Evidence about a contract that was read before: one request where it moves the contract alone, and never over what came in between.
import type { Evidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/applyEvidence'
import { recordEvidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/recordEvidence'
import { withDue } from '../../../../../cloudfunctions/_shared/records/due'
import { aContract, HOUR, NOW, SESSION, sha256 } from '../../../../support/builders'
import { FakeStore } from '../../../../support/fakeStore'

const known = aContract({ state: 'PRESIGNED', session: SESSION })
const evidence = (state: Evidence['state'], facts: Evidence['facts'] = {}): Evidence => ({
  source: 'query',
  atMs: NOW + 2 * HOUR,
  what: state,
  state,
  facts,
})
let store: FakeStore
beforeEach(() => {
  store = new FakeStore()
  store.seed('contracts', known)
})
const record = async (told: Evidence, of = known) => recordEvidence(of, told, { store, sha256 })
const stored = () => store.all('contracts')[0]

it('that ends a session is one request', async () => {
  expect(await record(evidence('EXPIRED'))).toMatchObject({ kind: 'applied', contract: { state: 'EXPIRED' } })
  expect(stored()).toMatchObject({ state: 'EXPIRED', revision: known.revision + 1 })
  expect(store.requests).toBe(1)
})

it('that says nothing new is none, and neither is what contradicts the record', async () => {
  const signed = aContract({ state: 'SIGNED', contract_id: '1', signedAtMs: 1 })
  expect(await record(evidence('SIGNED', { contract_id: '1' }), signed)).toEqual({ kind: 'outdated', contract: signed })
  expect(await record(evidence('SIGNED', { contract_id: '2' }), signed)).toMatchObject({ kind: 'conflict' })
  expect(store.requests).toBe(0)
})

it('that ends a session takes back no signature that came in between', async () => {
  const signed = withDue('contracts', { ...known, state: 'SIGNED', signedAtMs: NOW })
  store.seed('contracts', signed)
  expect(await record(evidence('EXPIRED'))).toEqual({ kind: 'outdated', contract: signed })
  expect(stored()).toEqual(signed)
})

it('that it is signed stands in the slot and the outbox with it', async () => {
  await record(evidence('SIGNED', { signedAtMs: NOW }))
  expect(stored()).toMatchObject({ state: 'SIGNED' })
  expect(store.all('contract_slots')).toMatchObject([{ inForce: [{ code: known._id }] }])
  expect(store.all('contract_outbox')).toMatchObject([{ state: 'SIGNED' }])
})

it('that one which is signed will be so for longer stands in the slot too, where none had it', async () => {
  const signed = aContract({ state: 'SIGNED', signedAtMs: NOW })
  store.seed('contracts', signed)
  await record(evidence('SIGNED', { contractExpiresAtMs: NOW + 3 * HOUR }), signed)
  expect(store.all('contract_slots')).toMatchObject([{ inForce: [{ code: signed._id }] }])
})
