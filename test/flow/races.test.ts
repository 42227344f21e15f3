// Everything at once. One function is stopped at each of its database requests while others run past it; many calls of
// one user, and many users, start together. However they meet, both sides agree in the end.
import { agree, disagreements } from '../support/agree'
import { describeReply } from '../support/agreeAnswers'
import { ACTS, type Act } from '../support/faultActs'
import { atEach, operationsOf, strikeAfter } from '../support/faultPoints'
import { withFaultWorld, type FaultWorld } from '../support/faultWorld'
import type { Hold } from '../../sandbox/cloud/gateway/faults'
import type { Person, Reply } from '../support/person'

jest.setTimeout(120_000)

let world: FaultWorld
withFaultWorld((started) => (world = started), { cloud: { maxInstances: 6 } })

const many = (count: number): Person[] => Array.from({ length: count }, () => world.newPerson())
const settled = async () => world.wechatPay.control.settled()

/** Told to whoever comes second: nothing is wrong, and nothing was done twice. */
const WAITS = ['IN_PROGRESS', 'STORE_FAILED']

/** A tap that has its answer from WeChat Pay and has not written it down. @returns its reply, and what lets it go on */
async function holdAfterOpening(person: Person, settling: () => Hold): Promise<[reply: Promise<Reply>, () => void]> {
  let hold: Hold | undefined
  const opened = new Promise<void>((resolve) => {
    world.cloud.events.once('write', () => {
      // The lease is written: what is changed next is what settles.
      hold = settling()
      void hold.reached.then(resolve)
    })
  })
  const reply = person.ask()
  await opened
  return [reply, () => hold?.release()]
}

describe('one user taps twenty times at once', () => {
  it('gets one code and one session; each tap is told that session, or to wait', async () => {
    const person = world.newPerson()
    const replies = await Promise.all(Array.from({ length: 20 }, person.ask))
    const sessions = replies.flatMap((reply) => (reply.ok && 'pre_entrustweb_id' in reply ? [reply] : []))
    expect(new Set(sessions.map((one) => `${one.out_contract_code} ${one.pre_entrustweb_id}`)).size).toBe(1)
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error.code]))
    expect(refused.filter((code) => code !== 'IN_PROGRESS')).toEqual([])

    expect(await person.records()).toHaveLength(1)
    expect(await person.upstream()).toHaveLength(1)
    const requests = await world.wechatPay.control.requests({ last: 1000 })
    expect(requests.filter(({ body }) => body.includes(person.openid))).toHaveLength(1)
    await agree(world, person)
  })

  it('gets one new code when the old session ran out', async () => {
    const person = world.newPerson()
    await person.openSession()
    await person.letSessionLapse()
    await person.letTimePass()
    const replies = await Promise.all(Array.from({ length: 8 }, person.ask))
    expect(replies.filter((reply) => !reply.ok && !WAITS.includes(reply.error.code))).toEqual([])
    await person.openSession()
    expect(await person.records()).toHaveLength(2)
    await agree(world, person)
  })
})

it('an attempt that comes back late, with nothing, leaves the lease to the one that has taken over', async () => {
  const person = world.newPerson()
  const { control } = world.wechatPay
  const { db } = world.cloud
  const settling = () => db.hold({ action: 'database.modifyDocument' })
  await control.armFault({ fault: { kind: 'reset', when: 'before' }, times: 2, path: '*pre-entrust-sign*' })
  const [late, other] = await holdAfterOpening(person, settling)
  await person.letLeaseEnd()
  const [next, release] = await holdAfterOpening(person, settling)
  const lease = (await person.attempts())[0]?.leaseUntilMs

  other()
  expect(describeReply(await late)).toBe('WECHATPAY_UNREACHABLE')
  expect((await person.attempts())[0]?.leaseUntilMs).toBe(lease)
  expect(describeReply(await person.ask())).toBe('IN_PROGRESS')
  release()
  expect(describeReply(await next)).toBe('inProgress')
  await agree(world, person)
})

it('notification, query, closing here and a tap at once, of eight users: each contract is closed once', async () => {
  const people = many(8)
  // The tap may come last and open the next session: the contract to close is the one signed now.
  const codes = await Promise.all(people.map(async (person) => (await person.openSession()).out_contract_code))
  await world.wechatPay.control.holdNotifications()
  await Promise.all(people.map(async (person) => person.sign()))
  const calls = people.flatMap((person, index) => [person.query(), person.close(codes[index]), person.ask()])
  await Promise.all([world.wechatPay.control.releaseNotifications(), ...calls])
  await settled()
  await Promise.all(people.map(async (person) => person.redeliver()))
  await Promise.all(people.map(async (person, index) => person.closeSays('terminated', codes[index])))
  await settled()
  await agree(world, ...people)
})

it('closing twice at once sends one request', async () => {
  const person = world.newPerson()
  await person.becomeSigned()
  await Promise.all([person.close(), person.close(), person.query()])
  await person.closeSays('terminated')
  const requests = await world.wechatPay.control.requests({ last: 1000 })
  const code = await person.code()
  const accepted = requests.filter(({ path, status }) => path.endsWith(`${code}/terminate`) && status === 200)
  expect(accepted).toHaveLength(1)
  await settled()
  await agree(world, person)
})

it('signature and end are told at once, in copies and last one first: the end stays', async () => {
  const people = many(4)
  const { control } = world.wechatPay
  for (const person of people) {
    await person.openSession()
    await control.holdNotifications()
    await person.sign()
    await person.closeInWechat()
    const ids = (await person.notifications()).map(({ id }) => id).reverse()
    await Promise.all(ids.map(async (id) => control.duplicateNotification({ id, copies: 3 })))
    await control.releaseNotifications()
  }
  await Promise.all(people.map(async (person) => person.redeliver()))
  const records = await Promise.all(people.map(async (person) => person.records()))
  expect(records.flat().map(({ state }) => state)).toEqual(people.map(() => 'TERMINATED'))
  await agree(world, ...people)
})

describe('many users at once', () => {
  it('go all the way through, and nobody is told of another one', async () => {
    const people = many(20)
    await Promise.all(
      people.map(async (person) => {
        await person.becomeSigned()
        await person.querySays('signed')
        await person.closeSays('terminated')
      }),
    )
    await settled()
    await agree(world, ...people)
  })

  it('find nothing under the code of another, who is in the middle of it', async () => {
    const [own, other] = [world.newPerson(), world.newPerson()]
    await Promise.all([own.openSession(), other.becomeSigned()])
    const code = await other.code()
    const replies = await Promise.all([
      own.call('queryContract', { out_contract_code: code }),
      other.query(),
      own.call('terminateContract', { out_contract_code: code }),
      other.query(),
      own.query(),
    ])
    expect(replies.map(describeReply)).toEqual(['NOT_FOUND', 'signed', 'NOT_FOUND', 'signed', 'inProgress'])
    await agree(world, own, other)
  })
})

/** Two hours have gone by here and not yet there: the session can still be signed while a new one is asked for. */
const AFTER_ITS_TIME: Act = {
  ...ACTS['preEntrustSign after a session ran out'],
  prepare: async (person) => {
    await person.openSession()
    await person.ageSession()
  },
}

type Meanwhile = (person: Person) => Promise<unknown>[]

/** What goes on while an act is held up: all that the user, and WeChat Pay, can do at that moment. */
const MEANWHILE: readonly [name: string, act: Act, others: Meanwhile][] = [
  ['preEntrustSign', ACTS.preEntrustSign, (person) => [signElsewhere(person), person.ask(), person.query()]],
  ['preEntrustSign while the old session is signed', AFTER_ITS_TIME, (person) => [signFirst(person)]],
  [
    'contractNotify',
    ACTS['contractNotify of a signature'],
    (person) => [person.query(), heard(person.closeInWechat()), person.ask()],
  ],
  [
    'queryContract',
    ACTS.queryContract,
    (person) => [world.wechatPay.control.releaseNotifications(), heard(person.closeInWechat()), person.query()],
  ],
  [
    'terminateContract',
    ACTS.terminateContract,
    (person) => [heard(person.closeInWechat()), person.query(), person.ask()],
  ],
]

/** And WeChat Pay has told of it, whatever came of that. */
async function heard(done: Promise<void>): Promise<void> {
  await done
  await settled()
}

const signFirst = async (person: Person) => heard(person.sign((await person.records())[0]?._id))

/** A tap whose lease is over was taken up by another one, whose session the user has signed. */
async function signElsewhere(person: Person): Promise<void> {
  await person.letLeaseEnd()
  if ((await person.upstream()).some(({ session }) => session === 'open')) await heard(person.sign())
}

/** Holds the `index`-th request of the act up until the others have had their turn. */
async function passBy(act: Act, index: number, others: Meanwhile) {
  const person = world.newPerson()
  await act.prepare(person, world)
  let passed: Promise<unknown> = Promise.resolve()
  const arm = () => {
    const hold = world.cloud.db.hold()
    passed = hold.reached
      // What cannot be done at this point, such as closing what has ended, is no news.
      .then(async () => Promise.allSettled(others(person)))
      .finally(hold.release)
  }
  await strikeAfter(world.cloud, act.functionName, index, arm, async () => act.run(person, world))
  await passed
  await world.recover()
  return async () => {
    await agree(world, person)
    // Who taps after the end starts anew.
    const ended = (await person.records()).filter(({ state }) => state === 'TERMINATED').length
    expect((await person.records()).length).toBeLessThanOrEqual((act.attempts ?? 1) + ended)
  }
}

describe('held up at each of its database requests while others go past:', () => {
  it.each(MEANWHILE)('%s', async (_, act, others) => {
    const first = world.newPerson()
    await act.prepare(first, world)
    const { length } = await operationsOf(world.cloud, act.functionName, async () => act.run(first, world))
    await world.recover()
    await atEach(length, async (index) => passBy(act, index, others))
  })
})

it('leaves nothing on which both sides differ', async () => {
  expect(await disagreements(world)).toEqual([])
})
