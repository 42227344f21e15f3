// What a call has changed is told before its answer goes out, and never in its way.
import { writeEvidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/writeEvidence'
import type { ContractDeps } from '../../../../../cloudfunctions/_shared/contracts/ports'
import { StoreError } from '../../../../../cloudfunctions/_shared/kernel/errors'
import type { Within } from '../../../../../cloudfunctions/_shared/kernel/ports'
import { tellAfter } from '../../../../../cloudfunctions/_shared/upkeep/deliver/tellAfter'
import { NotTaken } from '../../../../../cloudfunctions/_shared/upkeep/ports'
import { aContract, NOW, SESSION, sha256 } from '../../../../support/builders'
import { deadlineFrom, fakeDeps } from '../../../../support/fakeDeps'

const OPEN = aContract({ state: 'PRESIGNED', session: SESSION })
const FACTS = { contract_id: 'c-1', openid: OPEN.openid ?? '', signedAtMs: NOW }

const sign = async ({ store }: ContractDeps) =>
  store.transact(async (tx) =>
    writeEvidence(tx, OPEN, { source: 'query', atMs: NOW, what: 'SIGNED', state: 'SIGNED', facts: FACTS }, sha256),
  )

function world(tell: () => Promise<void> = async () => Promise.resolve(), isTimeOver = false) {
  const deps = fakeDeps()
  deps.store.seed('contracts', OPEN)
  const told: string[] = []
  const limits: number[] = []
  const within: Within = async (work, ms) => {
    limits.push(ms)
    return isTimeOver ? Promise.reject(new StoreError('finish', `it took more than ${ms} ms`)) : work
  }
  const receiver = {
    name: 'onChange' as const,
    tell: async ({ id }: { id: string }) => {
      told.push(id)
      await tell()
    },
  }
  const during = async <Result>(work: (deps: ContractDeps) => Promise<Result>) =>
    tellAfter<ContractDeps, Result>({ ...deps, deadline: deadlineFrom(deps) }, { receivers: [receiver], within }, work)
  return { ...deps, told, limits, during, row: () => deps.store.all('contract_outbox')[0] }
}

it('tells what was changed, inside a second, before the answer', async () => {
  const { during, told, limits, row } = world()
  const answer = await during(async (deps) => {
    await sign(deps)
    expect(told).toEqual([])
    return 'answer'
  })
  expect([answer, told, limits]).toEqual(['answer', [`${OPEN._id}:SIGNED`], [1000, 800]])
  expect(row()).toMatchObject({ deliveredAtMs: NOW, tries: 1 })
})

it('costs nothing where nothing changed', async () => {
  const { during, store, limits } = world()
  store.failNext('list')
  await during(async (deps) => deps.store.transact(async (tx) => tx.put('contracts', OPEN)))
  expect(limits).toEqual([])
})

it('tells what was changed by a call that fails after it, and the call fails as it failed', async () => {
  const { during, told } = world()
  const failing = during(async (deps) => {
    await sign(deps)
    throw new RangeError('as it failed')
  })
  await expect(failing).rejects.toThrow(new RangeError('as it failed'))
  expect(told).toHaveLength(1)
})

it.each<[what: string, tell: () => Promise<void>]>([
  ['does not take it', async () => Promise.reject(new NotTaken('HTTP 500'))],
  ['throws', async () => Promise.reject(new TypeError('oAlice'))],
])('a receiver that %s changes no answer, and hears again', async (_, tell) => {
  const { during, row } = world(tell)
  expect(await during(async (deps) => (await sign(deps)).kind)).toBe('applied')
  expect(row()).toMatchObject({ tries: 1, dueAtMs: NOW + 10_000 })
  expect(row()?.deliveredAtMs).toBeUndefined()
})

it.each(['list', 'begin', 'commit'] as const)('a database that fails then (%s) changes no answer', async (fault) => {
  const { during, row, store, logged } = world()
  const kind = await during(async (deps) => {
    const applied = await sign(deps)
    store.failNext(fault)
    return applied.kind
  })
  expect(kind).toBe('applied')
  expect(row()?.deliveredAtMs).toBeUndefined()
  expect(logged.map(({ event }) => event)).toEqual(['changes are told by the timer'])
})

it('a receiver that never answers holds no answer up', async () => {
  const never = async () => new Promise<void>(() => undefined)
  const { during, logged } = world(never, true)
  expect(await during(async (deps) => (await sign(deps)).kind)).toBe('applied')
  expect(logged).toMatchObject([{ level: 'info', event: 'changes are told by the timer' }])
})

it('a change that was never committed is told to nobody', async () => {
  const { during, told, store } = world()
  const failing = during(async (deps) => {
    store.failNext('commit')
    return sign(deps)
  })
  await expect(failing).rejects.toThrow(StoreError)
  expect(told).toEqual([])
})

it.each([
  [15_000, 1],
  [15_001, 0],
])('tells where three of eighteen seconds are left: after %i ms, %i', async (ms, count) => {
  const { during, told, clock } = world()
  await during(async (deps) => {
    await sign(deps)
    clock.now += ms
  })
  expect(told).toHaveLength(count)
})
