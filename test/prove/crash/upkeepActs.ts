// What the timer finds to do.
import type { Person } from '../../support/person'
import { HOUR_MS, MINUTE_MS, type ProveWorld } from '../world/proveWorld'
import { Shopper } from '../world/shopper'
import type { CrashAct } from './crashActs'
import { loseNotifications } from './losing'
import { runTimer } from './runTimer'

const timer = (prepare: (person: Person, world: ProveWorld) => Promise<void>, endsWithinMs?: number): CrashAct => ({
  functionName: 'upkeep',
  ...(endsWithinMs !== undefined && { endsWithinMs }),
  async prepare(person, world) {
    await prepare(person, world)
    return async () => runTimer(world)
  },
})

export const UPKEEP_ACTS: Readonly<Record<string, CrashAct>> = {
  'upkeep that finds a signature': timer(async (person, world) => {
    await person.openSession()
    await loseNotifications(world)
    await person.sign()
    await world.pass(3 * MINUTE_MS)
  }),
  'upkeep that tells a change': timer(async (person) => person.becomeSigned()),
  'upkeep that carries a wish to close on': timer(async (person, world) => {
    await person.becomeSigned()
    await loseNotifications(world)
    await world.wechatPay.control.armFault({
      fault: { kind: 'serverError', status: 503, when: 'before' },
      times: 'always',
    })
    await person.close()
    await world.wechatPay.control.clearFaults()
    await loseNotifications(world)
    await world.pass(MINUTE_MS)
  }),
  'upkeep that finds an end': timer(async (person, world) => {
    await person.becomeSigned()
    await world.leaveToTimer(MINUTE_MS)
    await loseNotifications(world)
    await person.closeInWechat()
    await world.pass(25 * HOUR_MS)
  }),
  'upkeep that finds a payment': timer(async (person, world) => {
    const shopper = await Shopper.withOrder(world, person)
    await shopper.checkout()
    await loseNotifications(world)
    await shopper.pay()
    await world.pass(2 * MINUTE_MS)
  }, 20 * HOUR_MS),
}
