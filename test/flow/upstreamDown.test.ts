// WeChat Pay goes down before, while and after it deals with each request the functions make. What is unknown stays
// unknown, and once it is back the same code leads to the same end.
import { disagreements } from '../support/agree'
import { describeReply } from '../support/agreeAnswers'
import { ACTS, goOn, type ActName } from '../support/faultActs'
import { withFaultWorld, type FaultWorld } from '../support/faultWorld'

jest.setTimeout(120_000)

let world: FaultWorld
withFaultWorld((started) => (world = started))

const PRE_SIGN = { method: 'POST', path: '*pre-entrust-sign*' }
const QUERY = { method: 'GET', path: '*out-contract-code*' }
const TERMINATE = { method: 'POST', path: '*terminate' }

type On = typeof QUERY

/** Each request to WeChat Pay, by the acts that make it. */
const REQUESTS: readonly [call: string, act: ActName, on: On][] = [
  ['pre-sign', 'preEntrustSign', PRE_SIGN],
  ['query', 'preEntrustSign after a session ran out', QUERY],
  ['pre-sign', 'preEntrustSign after a session ran out', PRE_SIGN],
  ['query', 'queryContract', QUERY],
  ['terminate', 'terminateContract', TERMINATE],
  ['query', 'terminateContract', QUERY],
]

/** How a call may end while nobody is there: never INTERNAL, never refused. */
const HONEST = ['ok', 'WECHATPAY_UNREACHABLE']

type Down = (on: On) => Promise<unknown>

/** Goes down as soon as `on` has been dealt with, its answer unsent: connections break, a second try finds nobody. */
const downAt = async (on: On, when: 'before' | 'after') => {
  const { control, events } = world.wechatPay
  await control.armFault({ fault: { kind: 'drop', when }, ...on })
  const look = ({ faults }: { faults: string[] }) => {
    if (!faults.includes('drop')) return
    events.off('request', look)
    void control.stop()
  }
  events.on('request', look)
}

const DOWNS: Readonly<Record<string, Down>> = {
  'is down before the call': async () => world.wechatPay.control.stop(),
  'goes down with the request unread': async (on) => downAt(on, 'before'),
  'goes down after it did what was asked, before it answers': async (on) => downAt(on, 'after'),
}

describe.each(REQUESTS)('asked for a %s by %s, WeChat Pay', (_, name, on) => {
  const act = ACTS[name]

  it.each(Object.entries(DOWNS))('%s', async (_down, goDown) => {
    const person = world.newPerson()
    await act.prepare(person, world)
    await goDown(on)
    expect(HONEST).toContain(await act.run(person, world))
    // Nothing is taken for refused or over because nobody answered.
    const guesses = (await person.records()).filter(({ state }) => state === 'REJECTED' || state === 'EXPIRED')
    expect(guesses.length).toBeLessThanOrEqual(name.includes('ran out') && on === PRE_SIGN ? 1 : 0)
    await world.recover()
    await goOn(act, person, world)
  })
})

it('a user signs while nobody can be asked and the notification is lost: found when WeChat Pay is back', async () => {
  const person = world.newPerson()
  await person.openSession()
  await world.wechatPay.control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
  await person.sign()
  await person.ageSession()
  await world.wechatPay.control.stop()
  expect(describeReply(await person.ask())).toBe('WECHATPAY_UNREACHABLE')
  expect(await person.records()).toHaveLength(1)
  await world.wechatPay.control.start()
  await person.letTimePass()
  expect(describeReply(await person.ask())).toBe('signed')
  await world.recover()
  await goOn(ACTS.queryContract, person, world)
})

it('leaves nothing on which both sides differ', async () => {
  expect(await disagreements(world)).toEqual([])
})
