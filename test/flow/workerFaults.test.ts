// Functions are stopped in the middle: killed at any moment, or ended by the platform's time limit while something hangs.
// Whatever they had begun is taken up again, under the same code and with the same body.
import { disagreements } from '../support/agree'
import { ACTS, goOn, type Act, type ActName } from '../support/faultActs'
import { atEach, operationsOf, stopAtRequest } from '../support/faultPoints'
import { withFaultWorld, type FaultWorld } from '../support/faultWorld'
import type { Person } from '../support/person'

jest.setTimeout(120_000)

let world: FaultWorld
withFaultWorld((started) => (world = started))

/** The platform's word that the function did not end by itself: to the page, and as the answer to a notification. */
const STOPPED = ['PLATFORM_exited', 'PLATFORM_timeout', '500', '504']
/** Longer than any function may run. */
const ANY_LIMIT_MS = 60_000

type Stop = (functionName: string) => Promise<unknown>

const STOPS: Readonly<Record<'is killed' | 'meets its time limit', Stop>> = {
  'is killed': async (functionName) => world.cloud.killInstances(functionName),
  'meets its time limit': async (functionName) => {
    const stopped = stoppedInstance(functionName)
    world.clock.advance(ANY_LIMIT_MS)
    await stopped
  },
}

async function stoppedInstance(functionName: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (event: { functionName: string; change: string }) => {
      if (event.functionName !== functionName || event.change !== 'stopped') return
      world.cloud.events.off('instance', look)
      resolve()
    }
    world.cloud.events.on('instance', look)
  })
}

/** The `index`-th database request arrives, the function is stopped, and the request is carried out or has been. */
async function stopActAt(act: Act, index: number, when: 'before' | 'after', stop: Stop, meanwhile?: Meanwhile) {
  const person = world.newPerson()
  await act.prepare(person, world)
  let end = ''
  await stopAtRequest(world.cloud, {
    functionName: act.functionName,
    index,
    when,
    stop: async () => {
      await stop(act.functionName)
      await meanwhile?.(person)
    },
    run: async () => {
      end = await act.run(person, world)
    },
  })
  await world.recover()
  expect(STOPPED).toContain(end)
  return async () => goOn(act, person, world)
}

type Meanwhile = (person: Person) => Promise<void>

/** Requests of the function, as it runs undisturbed. */
async function requestsOf(act: Act) {
  const person = world.newPerson()
  await act.prepare(person, world)
  const operations = await operationsOf(world.cloud, act.functionName, async () => act.run(person, world))
  await world.recover()
  return operations
}

/** What was changed is told by a list of its own, behind the change: the first request about the outbox outside of a transaction. */
function beginningOfTelling(requests: Awaited<ReturnType<typeof requestsOf>>): number {
  const first = requests.findIndex((one) => one.collection === 'contract_outbox' && one.transactionId === undefined)
  return first === -1 ? requests.length : first
}

describe.each(Object.entries(ACTS))('%s', (_, act) => {
  it('is killed after each of its database requests, before it hears the answer', async () => {
    const { length } = await requestsOf(act)
    await atEach(length, async (index) => stopActAt(act, index, 'after', STOPS['is killed']))
  })

  it('is killed while a commit is on its way: it is carried out for a worker that is gone', async () => {
    const requests = await requestsOf(act)
    const commits = requests.flatMap(({ action }, index) => (action === 'database.commitTransaction' ? [index] : []))
    const told = beginningOfTelling(requests)
    await atEach(commits.length, async (index) =>
      stopActAt(act, commits[index] ?? 0, 'before', STOPS['is killed'], async (person) => {
        // The change itself is over then: whoever asks begins anew.
        if ((commits[index] ?? 0) >= told) return
        // Someone asks in between: held up by the open transaction, told so, and nothing is decided twice.
        const reply = await person.ask()
        expect(reply.ok || ['STORE_FAILED', 'IN_PROGRESS'].includes(reply.error.code)).toBe(true)
      }),
    )
  })

  it('meets its time limit while the database hangs', async () => {
    const { length } = await requestsOf(act)
    await (
      await stopActAt(act, length - 1, 'before', STOPS['meets its time limit'])
    )()
  })
})

/** Requests to WeChat Pay, by the acts that make them. */
const UPSTREAM: readonly [call: string, act: ActName, method: string, path: string][] = [
  ['pre-sign', 'preEntrustSign', 'POST', '*pre-entrust-sign*'],
  ['pre-sign', 'preEntrustSign after a session ran out', 'POST', '*pre-entrust-sign*'],
  ['query', 'preEntrustSign after a session ran out', 'GET', '*out-contract-code*'],
  ['query', 'queryContract', 'GET', '*out-contract-code*'],
  ['terminate', 'terminateContract', 'POST', '*terminate'],
  ['query', 'terminateContract', 'GET', '*out-contract-code*'],
]

/** WeChat Pay has the request, has dealt with it or not, and stays silent; then the function is stopped. */
async function stopAtUpstream(act: Act, on: { method: string; path: string }, when: 'before' | 'after', stop: Stop) {
  const person = world.newPerson()
  await act.prepare(person, world)
  const { control, events } = world.wechatPay
  await control.armFault({ fault: { kind: 'drop', when }, ...on })
  const silent = new Promise<void>((resolve) => {
    const look = ({ faults }: { faults: string[] }) => {
      if (!faults.includes('drop')) return
      events.off('request', look)
      resolve()
    }
    events.on('request', look)
  })
  const stopped = silent.then(async () => stop(act.functionName))
  const end = await act.run(person, world)
  await stopped
  expect(STOPPED).toContain(end)
  return person
}

describe.each(UPSTREAM)('at the %s of %s, WeChat Pay is silent and the function', (_, name, method, path) => {
  const act = ACTS[name]
  it.each(Object.entries(STOPS))('%s', async (_stop, stop) => {
    for (const when of ['before', 'after'] as const) {
      const person = await stopAtUpstream(act, { method, path }, when, stop)
      await world.recover()
      await goOn(act, person, world)
    }
  })
})

describe('an attempt whose worker is gone', () => {
  const act = ACTS.preEntrustSign
  const preSign = { method: 'POST', path: '*pre-entrust-sign*' }
  const preSignsOf = async ({ openid }: Person) =>
    (await world.wechatPay.control.requests({ last: 1000 })).filter(({ body }) => body.includes(openid))

  it.each(['before', 'after'] as const)('is left alone for its lease of 20 s, then sent again (%s)', async (when) => {
    const startedAtMs = Date.now()
    const person = await stopAtUpstream(act, preSign, when, STOPS['is killed'])
    const code = await person.code()
    const [attempt] = await person.attempts()
    expect(attempt?.leaseUntilMs).toBeGreaterThanOrEqual(startedAtMs + 20_000)
    expect(attempt?.leaseUntilMs).toBeLessThanOrEqual(Date.now() + 20_000)

    expect(await person.ask()).toMatchObject({ ok: false, error: { code: 'IN_PROGRESS' } })
    expect(await preSignsOf(person)).toHaveLength(1)

    await person.letTimePass()
    expect(await person.ask()).toMatchObject({ ok: true, state: 'inProgress', out_contract_code: code })
    const sent = await preSignsOf(person)
    expect(sent).toHaveLength(2)
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1)
    expect(await person.upstream()).toMatchObject([{ out_contract_code: code, session: 'open' }])
  })
})

describe('a wish to close whose worker is gone', () => {
  const act = ACTS.terminateContract
  it.each(['before', 'after'] as const)('is not forgotten, and carried out when asked for again (%s)', async (when) => {
    const person = await stopAtUpstream(act, { method: 'POST', path: '*terminate' }, when, STOPS['is killed'])
    // Not even while nobody at WeChat Pay can be asked.
    await world.wechatPay.control.stop()
    expect(await person.query()).toMatchObject({ ok: true, state: 'closing' })
    expect(await person.ask()).toMatchObject({ ok: true, state: 'closing' })
    await world.recover()
    await goOn(act, person, world)
  })
})

it('all workers die at once in the middle of the work of many users, and everyone gets there', async () => {
  const people = Array.from({ length: 12 }, () => world.newPerson())
  const [waiting, asking, signed] = [people.slice(0, 4), people.slice(4, 8), people.slice(8)]
  for (const person of waiting) await person.openSession()
  for (const person of signed) await person.becomeSigned()
  const busy = [
    ...waiting.map(async (person) => person.sign()),
    ...asking.map(async (person) => person.ask()),
    ...signed.map(async (person) => person.close()),
  ]
  const committed = new Promise<void>((resolve) => {
    let commits = 0
    world.cloud.events.on('transaction', ({ change }) => {
      if (change === 'committed' && ++commits === 5) resolve()
    })
  })
  await committed
  await world.cloud.killInstances()
  await Promise.all(busy)
  await world.recover()
  const ends: [Person[], Act['end']][] = [
    [[...waiting, ...asking], 'signed'],
    [signed, 'terminated'],
  ]
  for (const [group, end] of ends) {
    await Promise.all(group.map(async (person) => goOn({ ...ACTS.queryContract, end }, person, world)))
  }
})

it('leaves nothing on which both sides differ', async () => {
  expect(await disagreements(world)).toEqual([])
})
