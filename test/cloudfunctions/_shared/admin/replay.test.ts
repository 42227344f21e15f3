// A change is told again, to everybody.
import * as v from 'valibot'
import { replay, replayInput } from '../../../../cloudfunctions/_shared/admin/replay'
import { withDue } from '../../../../cloudfunctions/_shared/records/due'
import type { OutboxRecord } from '../../../../cloudfunctions/_shared/records/outbox'
import { deliverChanges } from '../../../../cloudfunctions/_shared/upkeep/deliver/deliverChanges'
import type { Change } from '../../../../cloudfunctions/_shared/upkeep/ports'
import { HOUR, NOW } from '../../../support/builders'
import { fakeDeps } from '../../../support/fakeDeps'

const ROW: OutboxRecord = {
  _id: 'a:PAID',
  code: 'a',
  state: 'PAID',
  order: { out_trade_no: 'a', total: 1 },
  createdAtMs: NOW - 99 * HOUR,
  tries: 10,
  triedAtMs: NOW - HOUR,
  takenBy: ['onChange'],
}

function world(changes: Partial<OutboxRecord>) {
  const deps = fakeDeps()
  deps.store.seed('contract_outbox', withDue('contract_outbox', { ...ROW, ...changes } as OutboxRecord))
  return { deps, row: () => deps.store.all('contract_outbox')[0] }
}

it.each<[string, Partial<OutboxRecord>]>([
  ['told', { deliveredAtMs: NOW - HOUR }],
  ['given up', { deadAtMs: NOW - HOUR, lastError: 'changeUrl: HTTP 500' }],
])('one that was %s is due now, as if it had never been tried, and told to all', async (_, changes) => {
  const { deps, row } = world(changes)
  expect(await replay({ id: 'a:PAID' }, deps)).toEqual({ id: 'a:PAID', replayed: true })
  const { triedAtMs, takenBy, ...kept } = ROW
  expect([triedAtMs, takenBy]).toBeDefined()
  expect(row()).toEqual({ ...kept, tries: 0, waitsUntilMs: NOW, dueAtMs: NOW })
  const told: string[] = []
  const receiver = { name: 'onChange' as const, tell: async ({ id }: Change) => Promise.resolve(void told.push(id)) }
  const within = async <T>(work: Promise<T>) => work
  await deliverChanges('a', { ...deps, receivers: [receiver], within }, 1000)
  expect(told).toEqual(['a:PAID'])
})

it('one that is still being told is left alone', async () => {
  const { deps, row } = world({ tries: 3 })
  const before = row()
  await expect(replay({ id: 'a:PAID' }, deps)).rejects.toMatchObject({ code: 'IN_PROGRESS' })
  expect(row()).toEqual(before)
})

it('knows no other id', async () => {
  await expect(replay({ id: 'b:PAID' }, fakeDeps())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it.each([[{}], [{ id: 'a' }], [{ id: 'a:paid' }], [{ id: 'a b:PAID' }], [{ id: 'a:PAID', all: true }]])(
  'refuses %p',
  (input) => {
    expect(v.safeParse(replayInput, input).success).toBe(false)
  },
)
