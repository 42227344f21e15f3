// The same through the real functions and the database: each user has signed and closed inside WeChat, and hears of it in an
// order of their own. Who has not heard of all leaves the rest to the timer.
import { orThrow } from '../../support/agree'
import type { Person } from '../../support/person'
import { badEnds } from '../world/endsWell'
import { HOUR_MS, MINUTE_MS, startProveWorld, type ProveWorld } from '../world/proveWorld'
import { stopIfAborted, type Proof } from '../proof'
import { sequencesCount, sequencesUpTo } from './sequences'

type Event = (person: Person, world: ProveWorld) => Promise<unknown>

const EVENTS: readonly Event[] = [
  async (person, world) => deliver(person, world, 0),
  async (person, world) => deliver(person, world, 1),
  async (person) => person.query(),
  async (_, world) => Promise.all([world.cloud.fireTimer('upkeep'), world.cloud.fireTimer('upkeep')]),
]

/** A day later a signed contract is asked about again, and its end found out; and a little for telling it. */
const ENDS_WITHIN_MS = 26 * HOUR_MS

export const realOrder: Proof = {
  name: 'any-order-real',
  claim: 'the same through the built functions and the database',
  unit: 'events at most',
  counts: { whole: 4, choice: 2 },
  async run(run) {
    const world = await startProveWorld()
    const all = sequencesCount(run.count, EVENTS.length)
    try {
      let tried = 0
      for (const sequence of sequencesUpTo(run.count, EVENTS.length)) {
        stopIfAborted(run)
        run.progress(tried++, all)
        const person = world.newPerson()
        await signAndCloseUnheard(person, world)
        for (const index of sequence) await hear(EVENTS[index], person, world)
      }
      await world.leaveToTimer(ENDS_WITHIN_MS)
      orThrow(await badEnds(world))
      const states = new Set((await world.records.all('contracts')).map(({ state }) => state))
      if (states.size !== 1) throw new Error(`ended ${[...states].join(' and ')}`)
      return [`${all} users, each in an order of their own; ${world.changes.told.length} changes told`]
    } finally {
      await world.close()
    }
  },
}

async function signAndCloseUnheard(person: Person, { wechatPay: { control } }: ProveWorld): Promise<void> {
  await person.openSession()
  await control.holdNotifications()
  await person.sign()
  await person.closeInWechat()
}

/** Far enough apart that a question may be asked, and that the timer finds it due. */
async function hear(event: Event | undefined, person: Person, world: ProveWorld): Promise<void> {
  await world.pass(3 * MINUTE_MS)
  await event?.(person, world)
}

async function deliver(person: Person, { wechatPay: { control } }: ProveWorld, which: 0 | 1): Promise<void> {
  const id = (await person.notifications())[which]?.id ?? ''
  await control.duplicateNotification({ id, copies: 1 })
}
