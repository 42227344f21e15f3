// The calls in which a worker is killed: those of the flow tests, those about orders and money, of the app and of a person in charge, and
// what the timer does.
import type { FamilyChoice } from '../../../sandbox/localWechat'
import { ACTS, type Act } from '../../support/faultActs'
import type { Person } from '../../support/person'
import { HOUR_MS, type ProveWorld } from '../world/proveWorld'
import { ADMIN_ACTS } from './adminActs'
import { APP_ACTS } from './appActs'
import { MONEY_ACTS } from './moneyActs'
import { ORDER_ACTS } from './orderActs'
import { UPKEEP_ACTS } from './upkeepActs'

export interface CrashAct {
  functionName: string
  /** `password-exempt` unless told otherwise. */
  family?: FamilyChoice
  /** Leads up to the call. @returns makes it */
  prepare: (person: Person, world: ProveWorld) => Promise<() => Promise<unknown>>
  /** How long only the timer is there; a day and more unless told otherwise. */
  endsWithinMs?: number
}

/** Time passes for all here, and is written into no record. */
const ofFlow = (act: Act): CrashAct => ({
  functionName: act.functionName,
  async prepare(person, world) {
    await act.prepare(person, world)
    return async () => act.run(person, world)
  },
})

const { 'preEntrustSign after a session ran out': lapsed, ...others } = ACTS

export const CRASH_ACTS: Readonly<Record<string, CrashAct>> = {
  ...Object.fromEntries(Object.entries(others).map(([name, act]) => [name, ofFlow(act)])),
  'preEntrustSign after a session ran out': {
    functionName: lapsed.functionName,
    async prepare(person, world) {
      await person.openSession()
      await world.pass(3 * HOUR_MS)
      return async () => lapsed.run(person, world)
    },
  },
  ...ORDER_ACTS,
  ...MONEY_ACTS,
  ...APP_ACTS,
  ...ADMIN_ACTS,
  ...UPKEEP_ACTS,
}
