// The calls in which a worker is killed: those of the flow tests, and what the timer does.
import { CloudCallError } from '../../../sandbox/cloud/functions/failures'
import { ACTS, type Act } from '../../support/faultActs'
import type { Person } from '../../support/person'
import { HOUR_MS, MINUTE_MS, type ProveWorld } from '../world/proveWorld'

export interface CrashAct {
  functionName: string
  prepare: (person: Person, world: ProveWorld) => Promise<void>
  run: (person: Person, world: ProveWorld) => Promise<unknown>
}

/** Time passes for all here, and is written into no record. */
const ofFlow = (act: Act): CrashAct => ({
  functionName: act.functionName,
  prepare: async (person, world) => act.prepare(person, world),
  run: async (person, world) => act.run(person, world),
})

async function runTimer(_: Person, { cloud }: ProveWorld): Promise<unknown> {
  return cloud.fireTimer('upkeep').catch((error: unknown) => {
    if (!(error instanceof CloudCallError)) throw error
  })
}

const timer = (prepare: CrashAct['prepare']): CrashAct => ({ functionName: 'upkeep', prepare, run: runTimer })

async function loseNotifications({ wechatPay: { control } }: ProveWorld): Promise<void> {
  await control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
}

const { 'preEntrustSign after a session ran out': lapsed, ...others } = ACTS

export const CRASH_ACTS: Readonly<Record<string, CrashAct>> = {
  ...Object.fromEntries(Object.entries(others).map(([name, act]) => [name, ofFlow(act)])),
  'preEntrustSign after a session ran out': {
    ...ofFlow(lapsed),
    prepare: async (person, world) => {
      await person.openSession()
      await world.pass(3 * HOUR_MS)
    },
  },
  'upkeep that finds a signature': timer(async (person, world) => {
    await person.openSession()
    await loseNotifications(world)
    await person.sign()
    await world.pass(3 * MINUTE_MS)
  }),
  'upkeep that tells a change': timer(async (person) => {
    await person.becomeSigned()
  }),
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
}
