// A person has notifications read again that were set aside: one, or all of them, a call at a time.
import * as v from 'valibot'
import { rereadAsked, rereadInput } from '../../../../cloudfunctions/_shared/admin/rereadAsked'
import type { NotificationRecord } from '../../../../cloudfunctions/_shared/records/notifications'
import { aContract, NOW, SESSION, wireContract } from '../../../support/builders'
import { fakeDeps } from '../../../support/fakeDeps'

const contract = aContract({ state: 'PRESIGNED', session: SESSION })
const TYPE = 'CONTRACT.UNHEARD_OF'
const anAside = (changes: Partial<NotificationRecord> = {}): NotificationRecord => ({
  _id: 'EV-1',
  event_type: TYPE,
  bodyHash: 'b',
  contentHash: 'c',
  code: contract._id,
  outcome: 'setAside',
  reason: 'EVENT_TYPE_UNMAPPED',
  receivedAtMs: NOW,
  body: 'sealed',
  ...changes,
})

function world(count: number, changes: Partial<NotificationRecord> = {}) {
  const deps = fakeDeps()
  deps.store.seed('contracts', contract)
  for (let i = 0; i < count; i++)
    deps.store.seed('contract_notifications', anAside({ _id: `EV-${i}`, receivedAtMs: NOW + (i >> 1), ...changes }))
  const event = { event_type: TYPE, plaintext: wireContract(contract, 'SIGNED') }
  const given = {
    ...deps,
    sealed: { eventMap: { [TYPE]: 'signed' as const }, open: () => ({ ok: true as const, event }) },
  }
  return { ...deps, given, store: deps.store }
}

it('of one it tells what it is now', async () => {
  const { given, store } = world(1)
  expect(await rereadAsked({ id: 'EV-0' }, given)).toEqual({ id: 'EV-0', outcome: 'applied' })
  expect(store.all('contracts')).toMatchObject([{ state: 'SIGNED' }])
  await expect(rereadAsked({ id: 'EV-9' }, given)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('of all it tells how many came to what, and goes on where it stopped', async () => {
  const { given, store } = world(150)
  const first = await rereadAsked({ all: 'true' }, given)
  expect(first).toEqual({ applied: 1, outdated: 99, setAside: 0, next: `${NOW + 49}:EV-99` })
  expect(await rereadAsked({ all: 'true', after: `${NOW + 49}:EV-99` }, given)).toEqual({
    applied: 0,
    outdated: 50,
    setAside: 0,
  })
  expect(store.all('contract_notifications').filter(({ outcome }) => outcome === 'setAside')).toEqual([])
})

it('begins none without time for it', async () => {
  const { given, store, clock } = world(9)
  const endsAtMs = clock.now + 7000
  const deadline = { leftMs: () => endsAtMs - clock.now }
  const open = () => {
    clock.now += 900
    return given.sealed.open()
  }
  const read = await rereadAsked({ all: true }, { ...given, deadline, sealed: { ...given.sealed, open } })
  expect(read).toEqual({ applied: 1, outdated: 2, setAside: 0, next: `${NOW + 1}:EV-2` })
  expect(store.all('contract_notifications').filter(({ outcome }) => outcome === 'setAside')).toHaveLength(6)
})

it('takes none of two contents under one id, but one by one', async () => {
  const { given } = world(2, { reason: 'SAME_ID_OTHER_CONTENT' })
  expect(await rereadAsked({ all: true }, given)).toEqual({ applied: 0, outdated: 0, setAside: 2 })
  expect(await rereadAsked({ id: 'EV-1' }, given)).toMatchObject({ outcome: 'applied' })
})

it.each([
  [{}],
  [{ id: 'a', all: true }],
  [{ all: 'yes' }],
  [{ id: '' }],
  [{ id: 'a', after: '1:b' }],
  [{ all: true, after: 'x' }],
])('refuses %p', (input) => {
  expect(v.safeParse(rereadInput, input).success).toBe(false)
})
