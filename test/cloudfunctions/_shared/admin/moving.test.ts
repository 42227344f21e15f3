// From one store to another, whole, once and again.
import * as v from 'valibot'
import {
  exportAll,
  exportAllInput,
  importDocuments,
  importInput,
  MOVED,
} from '../../../../cloudfunctions/_shared/admin/moving'
import type { CollectionName } from '../../../../cloudfunctions/_shared/records/documents'
import { withDue } from '../../../../cloudfunctions/_shared/records/due'
import type { OutboxRecord } from '../../../../cloudfunctions/_shared/records/outbox'
import type { NotificationRecord } from '../../../../cloudfunctions/_shared/records/notifications'
import { aContract, aSlot, NOW } from '../../../support/builders'
import { aCharge, aChargeOrder, aRefund } from '../../../support/buildersMoney'
import { aPayment } from '../../../support/buildersOrders'
import { FakeStore } from '../../../support/fakeStore'
import { move, type Page } from '../../../support/moveStore'

const aRow = (changes: Partial<OutboxRecord> = {}) =>
  withDue('contract_outbox', {
    _id: 'a:PAID', code: 'a', state: 'PAID', order: { out_trade_no: 'a', total: 1 }, createdAtMs: NOW, tries: 0, ...changes,
  } as OutboxRecord) // prettier-ignore
const aNotification = (changes: Partial<NotificationRecord> = {}) =>
  withDue('contract_notifications', {
    _id: 'EV-1', event_type: 'X', bodyHash: 'b', code: 'a', outcome: 'setAside', receivedAtMs: NOW, ...changes,
  }) // prettier-ignore

function filled(contracts = 250): FakeStore {
  const store = new FakeStore()
  for (let i = 0; i < contracts; i++) store.seed('contracts', aContract({ _id: `c${i}` }))
  store.seed('contract_slots', aSlot(aContract()))
  store.seed('contract_outbox', aRow())
  store.seed('contract_notifications', aNotification())
  store.seed('payments', aPayment())
  store.seed('charges', aCharge())
  store.seed('charge_orders', aChargeOrder())
  store.seed('refunds', aRefund())
  store.seed('call_nonces', { _id: 'n', atMs: NOW })
  return store
}

const everything = (store: FakeStore) =>
  MOVED.map((name: CollectionName) => store.all(name).sort((one, other) => (one._id < other._id ? -1 : 1)))

it('all of it is there afterwards, as it was; a second time it is the same; nonces stay behind', async () => {
  const [from, to] = [filled(), new FakeStore()]
  expect(await move(from, to)).toEqual({ added: 257, same: 0, replaced: 0, kept: 0 })
  expect(everything(to)).toEqual(everything(from))
  expect(await move(from, to)).toEqual({ added: 0, same: 257, replaced: 0, kept: 0 })
  expect(to.all('call_nonces')).toEqual([])
})

it('what has got further since is carried over; what has got further over there stays', async () => {
  const [from, to] = [filled(2), new FakeStore()]
  await move(from, to)
  const further = aContract({ _id: 'c0', state: 'PRESIGNED', revision: 7 } as never)
  from.seed('contracts', further)
  const overThere = aContract({ _id: 'c1', state: 'SIGNED', revision: 9 } as never)
  to.seed('contracts', overThere)
  expect(await move(from, to)).toEqual({ added: 0, same: 7, replaced: 1, kept: 1 })
  expect(to.all('contracts')).toEqual([further, overThere])
})

it.each<[string, OutboxRecord, OutboxRecord]>([
  ['told', aRow({ deliveredAtMs: NOW, tries: 1 }), aRow({ tries: 5 })],
  ['given up', aRow({ deadAtMs: NOW, tries: 10 }), aRow({ tries: 9 })],
  ['tried more often', aRow({ tries: 2 }), aRow({ tries: 1 })],
])('a change that was %s there is not told anew', async (_, there, coming) => {
  const to = new FakeStore()
  to.seed('contract_outbox', there)
  const documents = [JSON.parse(JSON.stringify(coming)) as { _id: string }]
  expect(await importDocuments({ collection: 'contract_outbox', documents }, { store: to })).toMatchObject({ kept: 1 })
  expect(to.all('contract_outbox')).toEqual([there])
})

it.each([
  ['charges', aCharge({ state: 'PAID', revision: 3 }), aCharge({ revision: 2 })],
  ['refunds', aRefund({ state: 'SUCCESS', revision: 3 }), aRefund({ revision: 2 })],
  ['charge_orders', aChargeOrder({ refunds: { a: 1 }, revision: 3 }), aChargeOrder({ revision: 2 })],
] as const)('of %s what has got further stays, and is carried over', async (collection, further, behind) => {
  const to = new FakeStore()
  const take = async (one: object) =>
    importDocuments({ collection, documents: [{ ...one } as { _id: string }] }, { store: to })
  expect([await take(behind), await take(further), await take(behind)]).toMatchObject([
    { added: 1 },
    { replaced: 1 },
    { kept: 1 },
  ])
  expect(to.all(collection)).toEqual([{ ...further, revision: further.revision }])
})

it.each([
  [
    'contracts',
    aContract({ state: 'SIGNED', revision: 3 } as never),
    aContract({ state: 'PRESIGNED', revision: 9 } as never),
  ],
  ['payments', aPayment({ state: 'PAID', revision: 3 } as never), aPayment({ state: 'PLACED', revision: 9 } as never)],
  ['charges', aCharge({ state: 'PAID', revision: 3 }), aCharge({ revision: 9 })],
  ['refunds', aRefund({ state: 'SUCCESS', revision: 3 }), aRefund({ sentCount: 2, revision: 9 })],
  ['refunds', aRefund({ state: 'REFUSED', revision: 3 }), aRefund({ revision: 9 })],
  ['refunds', aRefund({ sentCount: 2, revision: 3 }), aRefund({ state: 'REFUSED', revision: 9 })],
] as const)(
  'of %s what WeChat Pay has told stands above what was written more often',
  async (collection, told, behind) => {
    const take = async (to: FakeStore, one: object) =>
      importDocuments({ collection, documents: [{ ...one } as { _id: string }] }, { store: to })
    const [further, before] = [new FakeStore(), new FakeStore()]
    const { revision = 0 } = behind as { revision?: number }
    await take(further, told)
    expect(await take(further, behind)).toMatchObject({ kept: 1 })
    expect(further.all(collection)).toEqual([told])
    await take(before, behind)
    expect(await take(before, told)).toMatchObject({ replaced: 1 })
    // Whoever has read what was there finds out that it was written.
    expect(before.all(collection)).toEqual([{ ...told, revision: revision + 1 }])
    expect(await take(before, told)).toMatchObject({ kept: 1 })
  },
)

it.each(['payments', 'charge_orders'] as const)(
  '%s: what either store has promised back counts, but for what gives nothing',
  async (collection) => {
    const order = (refunds: Record<string, number>, revision: number) => ({
      ...(collection === 'payments' ? aPayment({ state: 'PAID' }) : aChargeOrder()),
      refunds,
      revision,
    })
    const to = new FakeStore()
    to.seed('refunds', aRefund({ _id: 'R-REFUSED', state: 'REFUSED' }))
    to.seed(collection, order({ R1: 10, R2: 20 }, 4))
    const take = async () =>
      importDocuments({ collection, documents: [order({ R1: 10, R3: 30, 'R-REFUSED': 40 }, 3)] }, { store: to })
    expect(await take()).toMatchObject({ replaced: 1 })
    expect(to.all(collection)).toMatchObject([{ refunds: { R1: 10, R2: 20, R3: 30 }, revision: 5 }])
    expect(await take()).toMatchObject({ kept: 1 })
  },
)

it('a user who is at it over there is not pulled back, and loses nothing that is in force', async () => {
  const [old, now] = [aContract({ _id: 'old', state: 'SIGNED' }), aContract({ _id: 'now' })]
  const template = { family: 'password-exempt', templateId: '1' } as never
  const slot = (currentCode: string, attemptNo: number, codes: string[], revision: number) => ({
    ...aSlot(now),
    attempts: { key: { currentCode, attemptNo, leaseUntilMs: 0 } },
    inForce: codes.map((code) => ({ code, template })),
    revision,
  })
  const to = new FakeStore()
  for (const contract of [old, now, aContract({ _id: 'over', state: 'TERMINATED' })]) to.seed('contracts', contract)
  to.seed('contract_slots', slot('now', 1, ['there'], 2))
  const take = async (one: { _id: string }) =>
    importDocuments({ collection: 'contract_slots', documents: [one] }, { store: to })
  const coming = slot('elsewhere', 1, ['old', 'over'], 9)
  expect(await take(coming)).toMatchObject({ replaced: 1 })
  expect(to.all('contract_slots')).toMatchObject([{ attempts: { key: { currentCode: 'now' } }, revision: 10 }])
  expect(to.all('contract_slots')[0]?.inForce.map(({ code }) => code)).toContain('old')
  expect(await take(coming)).toMatchObject({ kept: 1 })
  expect(await take(slot('next', 2, [], 1))).toMatchObject({ replaced: 1 })
  expect(to.all('contract_slots')).toMatchObject([{ attempts: { key: { currentCode: 'next' } } }])
})

it('a notification that was understood since is not set aside again, and the other way round it is carried over', async () => {
  const [applied, aside] = [aNotification({ outcome: 'applied' }), aNotification()]
  const to = new FakeStore()
  to.seed('contract_notifications', applied)
  const take = async (one: NotificationRecord) =>
    importDocuments({ collection: 'contract_notifications', documents: [{ ...one }] }, { store: to })
  expect(await take(aside)).toMatchObject({ kept: 1 })
  to.seed('contract_notifications', aside)
  expect(await take(applied)).toMatchObject({ replaced: 1 })
})

it.each([
  ['a change that was told', 'contract_outbox', aRow({ deliveredAtMs: NOW, tries: 1 }), { erasedAtMs: NOW + 1 }],
  ['one that was given up', 'contract_outbox', aRow({ deadAtMs: NOW, tries: 10 }), { erasedAtMs: NOW + 1 }],
  ['one that is still told', 'contract_outbox', aRow({ tries: 2 }), { erasedAtMs: NOW + 1 }],
  ['what was set aside', 'contract_notifications', aNotification({ body: 'sealed' }), { body: undefined }],
  [
    'what was read again',
    'contract_notifications',
    aNotification({ body: 'sealed', rereadAtMs: NOW }),
    { body: undefined, rereadAtMs: undefined },
  ],
] as const)(
  'a person who was erased from %s since is erased over there, and stays so',
  async (_, collection, kept, erasure) => {
    const erased = JSON.parse(JSON.stringify({ ...kept, ...erasure })) as { _id: string }
    const to = new FakeStore()
    const take = async (one: { _id: string }) => importDocuments({ collection, documents: [one] }, { store: to })
    expect([await take({ ...kept }), await take(erased), await take({ ...kept })]).toMatchObject([
      { added: 1 },
      { replaced: 1 },
      { kept: 1 },
    ])
    expect(to.all(collection)).toEqual([erased])
  },
)

it('a page is no longer than an answer may be, and has one document at least', async () => {
  const store = new FakeStore()
  const details = 'x'.repeat(150_000)
  for (const _id of ['a', 'b', 'c', 'd'])
    store.seed('contracts', aContract({ _id, consent: { textHash: 'h', details, atMs: 1 } }))
  store.seed('contracts', aContract({ _id: 'e', consent: { textHash: 'h', details: 'x'.repeat(900_000), atMs: 1 } }))
  const sizes: number[] = []
  for (let after: string | undefined; ;) {
    const page = (await exportAll(
      { collection: 'contracts', ...(after !== undefined && { after }) },
      { store },
    )) as Page
    sizes.push(page.documents.length)
    if (page.next === undefined) break
    after = page.next
  }
  expect(sizes).toEqual([2, 2, 1])
})

it.each([[{}], [{ collection: 'call_nonces' }], [{ collection: 'orders' }], [{ collection: 'contracts', after: '' }]])(
  'export refuses %p',
  (input) => expect(v.safeParse(exportAllInput, input).success).toBe(false),
)
it.each([
  [{ collection: 'contracts', documents: [{}] }],
  [{ collection: 'contracts', documents: [{ _id: '' }] }],
  [{ collection: 'contracts', documents: {} }],
  [{ collection: 'nothing', documents: [] }],
])('import refuses %p', (input) => expect(v.safeParse(importInput, input).success).toBe(false))
