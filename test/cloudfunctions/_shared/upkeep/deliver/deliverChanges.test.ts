import { StoreError } from '../../../../../cloudfunctions/_shared/kernel/errors'
import { NEVER_MS, withDue } from '../../../../../cloudfunctions/_shared/records/due'
import { MAX_LISTED } from '../../../../../cloudfunctions/_shared/records/lists'
import { MAX_TRIES, type OutboxRecord } from '../../../../../cloudfunctions/_shared/records/outbox'
import { deliverChanges } from '../../../../../cloudfunctions/_shared/upkeep/deliver/deliverChanges'
import { NotTaken, type Change, type Receiver } from '../../../../../cloudfunctions/_shared/upkeep/ports'
import { summarise } from '../../../../../cloudfunctions/_shared/contracts/evidence/applyEvidence'
import { aContract, MINUTE, NOW } from '../../../../support/builders'
import { fakeDeps, tells, UNREACHABLE } from '../../../../support/fakeDeps'

const CONTRACT = aContract({ state: 'SIGNED', contract_id: 'c-1', signedAtMs: NOW, nextQueryAtMs: 0 })
const CODE = CONTRACT._id
const SECOND = 1000
const HOUR = 60 * MINUTE

type RowChanges = Partial<Pick<OutboxRecord, 'createdAtMs' | 'tries' | 'triedAtMs' | 'takenBy' | 'deadAtMs'>>
const aRow = (state: 'SIGNED' | 'TERMINATED', changes: RowChanges = {}, contract = CONTRACT): OutboxRecord => ({
  _id: `${CODE}:${state}`,
  code: CODE,
  state,
  contract: summarise(contract),
  createdAtMs: NOW,
  tries: 0,
  ...changes,
})

type Answer = (change: Change, withinMs: number) => Promise<void>

function world(...rows: OutboxRecord[]) {
  const base = fakeDeps()
  base.store.seed('contracts', CONTRACT)
  for (const row of rows) base.store.seed('contract_outbox', withDue('contract_outbox', row))
  const told: { to: string; change: Change }[] = []
  const answers = new Map<string, Answer>()
  const receiver = (name: Receiver['name']): Receiver => ({
    name,
    tell: async (change, withinMs) => {
      told.push({ to: name, change })
      await answers.get(name)?.(change, withinMs)
    },
  })
  const within = async <T>(work: Promise<T>, ms: number): Promise<T> =>
    Promise.race([
      work,
      new Promise<never>((_, refuse) => {
        if (ms <= 0) refuse(new Error('over'))
      }),
    ])
  const deps = { ...base, within, receivers: [receiver('onChange'), receiver('changeUrl')] }
  const row = (state: string) => base.store.all('contract_outbox').find((one) => one.state === state)
  return {
    ...base,
    told,
    row,
    /** From now on, this receiver does so. */
    make: (name: Receiver['name'], answer: Answer) => answers.set(name, answer),
    heals: (name: Receiver['name']) => answers.delete(name),
    deliver: async (withinMs = 5000) => deliverChanges(CODE, deps, withinMs),
    states: () => told.map(({ to, change }) => `${to} ${change.state}`),
  }
}

/** As JavaScript may. */
const rejectWithText = async (reason: Error): Promise<never> => Promise.reject(reason)

const refuse = async (): Promise<never> => Promise.reject(new NotTaken('HTTP 500'))

it('tells everybody, whole, and once', async () => {
  const { deliver, told, row } = world(aRow('SIGNED'))
  await deliver()
  await deliver()
  expect(told.map(({ to }) => to)).toEqual(['onChange', 'changeUrl'])
  expect(told[0]?.change).toEqual({
    id: `${CODE}:SIGNED`,
    code: CODE,
    state: 'SIGNED',
    revision: 2,
    createdAtMs: NOW,
    contract: summarise(CONTRACT),
  })
  expect(row('SIGNED')).toMatchObject({ tries: 1, deliveredAtMs: NOW, takenBy: ['onChange', 'changeUrl'] })
})

it('tells the oldest first, by its number and not by the clock of whoever wrote it', async () => {
  const { deliver, states } = world(aRow('TERMINATED', { createdAtMs: NOW - 5 }), aRow('SIGNED'))
  await deliver()
  expect(states()).toEqual(['onChange SIGNED', 'changeUrl SIGNED', 'onChange TERMINATED', 'changeUrl TERMINATED'])
})

it('tells again only whom has not taken it, when the time has come', async () => {
  const { deliver, states, make, heals, clock, row, logged } = world(aRow('SIGNED'))
  make('changeUrl', refuse)
  await deliver()
  expect(row('SIGNED')).toMatchObject({ tries: 1, takenBy: ['onChange'], lastError: 'changeUrl: HTTP 500' })
  expect(row('SIGNED')?.deliveredAtMs).toBeUndefined()
  expect(logged).toMatchObject([{ level: 'info', fields: { out_contract_code: CODE, reason: 'changeUrl: HTTP 500' } }])
  heals('changeUrl')
  clock.now += 10 * SECOND - 1
  await deliver()
  expect(states()).toHaveLength(2)
  clock.now += 1
  await deliver()
  expect(states()).toEqual(['onChange SIGNED', 'changeUrl SIGNED', 'changeUrl SIGNED'])
  expect(row('SIGNED')).toMatchObject({ tries: 2, deliveredAtMs: clock.now })
})

it('holds a later change back, and lets no list find it meanwhile', async () => {
  const { deliver, states, make, heals, clock, row } = world(aRow('SIGNED'), aRow('TERMINATED'))
  make('onChange', refuse)
  await deliver()
  await deliver()
  expect(states()).toEqual(['onChange SIGNED', 'changeUrl SIGNED'])
  expect(row('TERMINATED')).toMatchObject({ tries: 0, dueAtMs: NOW + 10 * SECOND })
  heals('onChange')
  clock.now += 10 * SECOND
  await deliver()
  expect(states().slice(2)).toEqual(['onChange SIGNED', 'onChange TERMINATED', 'changeUrl TERMINATED'])
})

it('tries at 10 s, 1, 5, 30 min, 2, 6, 12, 24 h and a day after, then gives up with an alert, and goes on behind it', async () => {
  const { deliver, states, make, heals, clock, row, logged } = world(aRow('SIGNED'), aRow('TERMINATED'))
  make('onChange', refuse)
  const waits = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR]
  for (const [index, wait] of waits.entries()) {
    await deliver()
    expect(row('SIGNED')).toMatchObject({ tries: index + 1, dueAtMs: clock.now + wait })
    clock.now += wait
  }
  expect(states().filter((told) => told === 'onChange TERMINATED')).toEqual([])
  expect(logged.some(({ level }) => level === 'alert')).toBe(false)
  await deliver()
  expect(row('SIGNED')).toMatchObject({ tries: MAX_TRIES, deadAtMs: clock.now })
  expect(logged.filter(({ level }) => level === 'alert')).toMatchObject([{ fields: { state: 'SIGNED' } }])
  heals('onChange')
  await deliver()
  expect(states().at(-1)).toBe('changeUrl TERMINATED')
  expect(states().filter((told) => told === 'onChange SIGNED')).toHaveLength(MAX_TRIES)
})

it('gives one up whose tries were all begun, and the last never ended, and goes on behind it', async () => {
  const dying = aRow('SIGNED', { tries: MAX_TRIES, triedAtMs: NOW - 24 * HOUR })
  const { deliver, states, row, logged } = world(dying, aRow('TERMINATED'))
  expect(await deliver()).toEqual({ told: 1, notTaken: 0 })
  expect(row('SIGNED')).toMatchObject({ tries: MAX_TRIES, deadAtMs: NOW, dueAtMs: NEVER_MS })
  expect(states()).toEqual(['onChange TERMINATED', 'changeUrl TERMINATED'])
  expect(logged).toMatchObject([
    { level: 'alert', fields: { out_contract_code: CODE, state: 'SIGNED', reason: 'its last try never ended' } },
  ])
})

it.each<[string, Answer, string]>([
  ['throws at once', () => { throw new TypeError('oAlice') }, 'onChange: TypeError'], // prettier-ignore
  ['rejects with no error', async () => rejectWithText('oAlice' as unknown as Error), 'onChange: string'], // prettier-ignore
  ['rejects with a text of its own', async () => Promise.reject(new RangeError('oAlice')), 'onChange: RangeError'],
])('a receiver that %s has not taken it, and its words are kept nowhere', async (_, answer, lastError) => {
  const { deliver, make, row, logged } = world(aRow('SIGNED'))
  make('onChange', answer)
  await deliver()
  expect(row('SIGNED')).toMatchObject({ lastError, takenBy: ['changeUrl'] })
  expect(JSON.stringify([row('SIGNED')?.lastError, logged])).not.toContain('oAlice')
})

/** A class with a field `name;`, or an error that was given the fields of an answer. */
const named = (name: unknown): Error => Object.assign(new Error('oAlice'), { name })

it.each([[undefined], [null], [''], [{ of: 'oAlice' }]])(
  'a receiver whose error is named %p has not taken it, and the name is kept nowhere',
  async (name) => {
    const { deliver, make, row } = world(aRow('SIGNED'))
    make('onChange', async () => Promise.reject(named(name)))
    expect(await deliver()).toEqual({ told: 0, notTaken: 1 })
    expect(row('SIGNED')).toMatchObject({ lastError: 'onChange: Error', takenBy: ['changeUrl'] })
    expect(row('SIGNED')?.deliveredAtMs).toBeUndefined()
  },
)

it('a receiver that is too slow is said to be so, and not the database', async () => {
  const { deliver, make, row } = world(aRow('SIGNED'))
  make('onChange', async (_, withinMs) => Promise.reject(new StoreError('finish', `it took more than ${withinMs} ms`)))
  await deliver(1000)
  expect(row('SIGNED')).toMatchObject({ lastError: 'onChange: no answer in 1000 ms' })
})

it('finds what is new however often it was told of the same before: a refund may be refused again and again', async () => {
  const { deliver, told, store } = world()
  const refund = { out_refund_no: CODE, out_trade_no: 'a', refund: 1, total: 1 }
  const row = { code: CODE, refund, tries: 1 }
  for (let count = 1; count <= MAX_LISTED; count += 1) {
    const refused = { ...row, state: 'REFUND_REFUSED' as const, createdAtMs: NOW - 2000 + count, deliveredAtMs: NOW }
    const _id = `${CODE}:REFUND_REFUSED:${count}`
    store.seed('contract_outbox', withDue('contract_outbox', { ...refused, _id }))
  }
  const success = {
    ...row,
    _id: `${CODE}:REFUND_SUCCESS`,
    state: 'REFUND_SUCCESS' as const,
    createdAtMs: NOW,
    tries: 0,
  }
  store.seed('contract_outbox', withDue('contract_outbox', success))
  expect(await deliver()).toEqual({ told: 1, notTaken: 0 })
  expect(told.map(({ change }) => change.id)).toEqual([success._id, success._id])
})

it('tells nobody twice at once', async () => {
  const { deliver, told, make } = world(aRow('SIGNED'))
  make('onChange', async () => new Promise((resolve) => setImmediate(resolve)))
  await Promise.all([deliver(), deliver(), deliver()])
  expect(told.map(({ to }) => to)).toEqual(['onChange', 'changeUrl'])
})

it('begins nothing when the time is over', async () => {
  const { deliver, told, row } = world(aRow('SIGNED'))
  await deliver(0)
  expect(told).toEqual([])
  expect(row('SIGNED')).toMatchObject({ tries: 0 })
})

it('a receiver that hangs takes no time from the others', async () => {
  const { deliver, states, make, row, clock } = world(aRow('SIGNED'))
  make('onChange', async (_, withinMs) => {
    await new Promise((resolve) => setImmediate(resolve))
    clock.now += withinMs
    throw new NotTaken(`no answer in ${withinMs} ms`)
  })
  await deliver(1000)
  expect(states()).toEqual(['onChange SIGNED', 'changeUrl SIGNED'])
  expect(row('SIGNED')).toMatchObject({ takenBy: ['changeUrl'], lastError: 'onChange: no answer in 1000 ms' })
})

it('what a receiver does with what it was told is seen by nobody else, and not written down', async () => {
  const { deliver, told, make, row } = world(aRow('SIGNED'))
  make('onChange', async ({ contract }) => Promise.resolve(void Object.assign(contract ?? {}, { contract_id: 'mine' })))
  await deliver()
  expect(told.map(({ to, change }) => [to, change.contract?.contract_id])).toEqual([
    ['onChange', 'mine'],
    ['changeUrl', 'c-1'],
  ])
  expect(row('SIGNED')).toMatchObject({ contract: { contract_id: 'c-1' } })
})

describe('a row SIGNED without its contract_id', () => {
  const { contract_id, ...unnamed } = CONTRACT
  const start = (recorded = unnamed) => {
    const started = world(aRow('SIGNED', {}, unnamed))
    started.store.seed('contracts', recorded)
    return started
  }

  it('gets it from the record', async () => {
    const { deliver, told, gateway } = start({ ...unnamed, contract_id } as never)
    await deliver()
    expect(told[0]?.change.contract).toMatchObject({ contract_id })
    expect(gateway.made).toEqual([])
  })

  it('gets it from WeChat Pay, before anybody is told', async () => {
    const { deliver, told, gateway, row } = start()
    gateway.queries.push(tells('SIGNED', { contract_id: 'asked-for' }))
    await deliver()
    expect(told[0]?.change.contract).toMatchObject({ contract_id: 'asked-for' })
    expect(row('SIGNED')).toMatchObject({ contract: { contract_id: 'asked-for' }, deliveredAtMs: NOW })
  })

  it('waits while WeChat Pay cannot be asked', async () => {
    const { deliver, told, gateway, row, clock } = start()
    gateway.queries.push(UNREACHABLE)
    await deliver()
    expect(told).toEqual([])
    expect(row('SIGNED')).toMatchObject({ tries: 1, dueAtMs: NOW + 10 * SECOND })
    clock.now += 10 * SECOND
    gateway.queries.push(tells('SIGNED', { contract_id: 'asked-for' }))
    await deliver()
    expect(told).toHaveLength(2)
  })

  it('comes again where asking took all the time', async () => {
    const { deliver, told, gateway, row, clock } = start()
    gateway.queries.push((contract) => {
      clock.now += 5 * SECOND
      return tells('SIGNED', { contract_id: 'asked-for' })(contract)
    })
    await deliver(5 * SECOND)
    expect(told).toEqual([])
    expect(row('SIGNED')?.lastError).toBe('onChange: no time was left; changeUrl: no time was left')
  })

  it('is told as it is where WeChat Pay has none', async () => {
    const { deliver, told, gateway } = start()
    gateway.queries.push(tells('SIGNED', { contract_id: null }))
    await deliver()
    expect(told).toHaveLength(2)
  })
})

it('what was told and could not be written down is told once more, and nothing is lost', async () => {
  const { deliver, told, store, make, heals, clock, row } = world(aRow('SIGNED'))
  make('changeUrl', async () => {
    store.failNext('commit')
    return Promise.resolve()
  })
  await expect(deliver()).rejects.toThrow('commit')
  expect(row('SIGNED')?.deliveredAtMs).toBeUndefined()
  heals('changeUrl')
  clock.now += 10 * SECOND
  await deliver()
  expect(told.map(({ to }) => to)).toEqual(['onChange', 'changeUrl', 'onChange', 'changeUrl'])
  expect(row('SIGNED')?.deliveredAtMs).toBe(clock.now)
})
