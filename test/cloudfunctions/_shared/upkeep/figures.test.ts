// The line of figures a person can be alerted on.
import { NEVER_MS, withDue } from '../../../../cloudfunctions/_shared/records/due'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import type { OutboxRecord } from '../../../../cloudfunctions/_shared/records/outbox'
import { percentile } from '../../../../cloudfunctions/_shared/upkeep/latency'
import { NotTaken } from '../../../../cloudfunctions/_shared/upkeep/ports'
import { runUpkeep } from '../../../../cloudfunctions/_shared/upkeep/runUpkeep'
import { aContract, HOUR, MINUTE, NOW, SESSION, SETTINGS } from '../../../support/builders'
import { fakeChargeDeps } from '../../../support/buildersCharges'
import { tells } from '../../../support/fakeDeps'

function world(...contracts: ContractRecord[]) {
  const deps = fakeChargeDeps(SETTINGS)
  for (const contract of contracts) deps.store.seed('contracts', contract)
  const receiver = { isDown: false }
  const tell = async () => (receiver.isDown ? Promise.reject(new NotTaken('HTTP 500')) : Promise.resolve())
  const sealed = { eventMap: {}, open: () => ({ ok: false, reason: 'APIV3_KEY_MISMATCH' }) as const }
  const retention = { notificationDays: 180, outboxDays: 90, attemptDays: 30 }
  const given = { ...deps, sealed, retention, receivers: [{ name: 'onChange' as const, tell }] }
  return { ...deps, receiver, run: async () => runUpkeep(given, deps.clock.now + 50_000) }
}
const aRow = (_id: string, createdAtMs: number, changes: Partial<OutboxRecord> = {}) =>
  withDue('contract_outbox', {
    _id,
    code: _id,
    state: 'TERMINATED',
    contract: { out_contract_code: _id, family: 'password-exempt', mode: 'normal', mchid: '1', appid: 'a' },
    createdAtMs,
    tries: 0,
    ...changes,
  } as OutboxRecord)

it('of nothing there is nothing', async () => {
  expect(await world().run()).toMatchObject({ setAside: 0, undelivered: 0, undeliveredAgeMs: 0, oldestAttemptMs: 0 })
  const figures = await world().run()
  expect(figures).not.toHaveProperty('foundShare')
  expect(figures).not.toHaveProperty('out_contract_code')
  expect(figures).not.toHaveProperty('wechatPayP50Ms')
  expect(figures).toHaveProperty('databaseP95Ms')
})

it('counts what is set aside, and what is not told, with the age of the oldest', async () => {
  const { store, run, receiver } = world()
  receiver.isDown = true
  for (const outcome of ['setAside', 'setAside', 'applied'] as const)
    store.seed('contract_notifications', {
      _id: `EV-${store.all('contract_notifications').length}`,
      event_type: 'X',
      bodyHash: 'b',
      code: 'a',
      outcome,
      receivedAtMs: NOW,
      dueAtMs: NEVER_MS,
    })
  store.seed('contract_outbox', aRow('a', NOW - HOUR))
  store.seed('contract_outbox', aRow('b', NOW - 2 * HOUR, { tries: 9, triedAtMs: NOW }))
  store.seed('contract_outbox', aRow('c', NOW - 9 * HOUR, { tries: 1, deliveredAtMs: NOW }))
  store.seed('contract_outbox', aRow('d', NOW - 9 * HOUR, { tries: 10, deadAtMs: NOW }))
  expect(await run()).toMatchObject({ setAside: 2, undelivered: 2, undeliveredAgeMs: 2 * HOUR, changesNotTaken: 1 })
  receiver.isDown = false
})

it('tells how old the oldest attempt is that is open', async () => {
  const open = (attemptNo: number, ageMs: number, state: ContractRecord['state']) =>
    withDue('contracts', { ...aContract({ attemptNo }), state, createdAtMs: NOW - ageMs, dueAtMs: NEVER_MS })
  const later = (contract: ContractRecord) => ({ ...contract, dueAtMs: NEVER_MS })
  const { run } = world(
    later(open(1, 9 * HOUR, 'SIGNED')),
    later(open(2, 5 * MINUTE, 'REQUESTED')),
    later(open(3, 3 * HOUR, 'PRESIGNED')),
  )
  expect(await run()).toMatchObject({ oldestAttemptMs: 3 * HOUR })
})

it('an attempt that was given up is no open one, however old', async () => {
  const open = (attemptNo: number, ageMs: number, changes: Partial<ContractRecord>) => ({
    ...aContract({ attemptNo, state: 'PRESIGNED', createdAtMs: NOW - ageMs, ...changes }),
    dueAtMs: NEVER_MS,
  })
  const named = open(4, 4 * HOUR, { releasedAtMs: NOW - 2 * HOUR, setAsideAtMs: NOW - HOUR })
  const { run } = world(
    open(1, 9 * HOUR, { releasedAtMs: NOW - HOUR }),
    open(2, 8 * HOUR, { sessionTakenAtMs: NOW - HOUR }),
    open(3, 3 * HOUR, {}),
    named,
  )
  expect(await run()).toMatchObject({ oldestAttemptMs: 4 * HOUR, out_contract_code: named._id })
})

it('an open attempt is found behind however many that were given up', async () => {
  const open = (attemptNo: number, changes: Partial<ContractRecord>) => ({
    ...aContract({ attemptNo, state: 'PRESIGNED', createdAtMs: NOW - 9 * HOUR + attemptNo, ...changes }),
    dueAtMs: NEVER_MS,
  })
  const givenUp = Array.from({ length: 250 }, (_, at) => open(at + 1, { sessionTakenAtMs: NOW - HOUR }))
  const last = open(300, {})
  const { run } = world(...givenUp, last)
  expect(await run()).toMatchObject({ oldestAttemptMs: 9 * HOUR - 300, out_contract_code: last._id })
})

it('tells which part was found by the timer, of what nobody else has told', async () => {
  const open = aContract({ state: 'PRESIGNED', session: SESSION })
  const { store, gateway, clock, run } = world(open)
  gateway.queries.push(tells('SIGNED'))
  clock.now += 2 * MINUTE
  for (const code of ['told1', 'told2', 'told3']) store.seed('contract_outbox', aRow(code, clock.now))
  store.seed('contract_outbox', aRow('again', clock.now - HOUR, { tries: 1, triedAtMs: NOW - HOUR }))
  expect(await run()).toMatchObject({ contractsFound: 1, foundShare: 0.25 })
})

it('times the database, but for transactions, and WeChat Pay', async () => {
  const { store, gateway, clock, run } = world(aContract({ state: 'PRESIGNED', session: SESSION }))
  const list = store.list.bind(store)
  store.list = async (...given) => {
    clock.now += 20
    return list(...given)
  }
  gateway.queries.push((contract) => {
    clock.now += 300
    return tells('NOT_SIGNED')(contract)
  })
  clock.now += 2 * MINUTE
  store.seed('contract_outbox', aRow('a', NOW))
  const transact = store.transact.bind(store)
  store.transact = async (work) => {
    clock.now += 5000
    return transact(work)
  }
  const { databaseP95Ms, ...figures } = await run()
  expect(figures).toMatchObject({ databaseP50Ms: 20, wechatPayP50Ms: 300, wechatPayP95Ms: 300 })
  // Two lists go side by side.
  expect(databaseP95Ms).toBeLessThanOrEqual(40)
})

it.each([
  [[], 0.5, undefined],
  [[7], 0.5, 7],
  [[3, 1, 2], 0.5, 2],
  [[1, 2, 3, 4], 0.5, 2],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0, 1],
])('of %j the part %d is at most %p', (values, part, expected) => {
  expect(percentile(values, part)).toBe(expected)
})
