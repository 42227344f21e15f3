// A local WeChat in which a test decides when anything fails and when time passes. Nothing in it happens by itself: the
// cloud's clock stands still, and WeChat Pay repeats a notification only when told to.
import { LIMITS } from '../../sandbox/cloud/limits'
import { startLocalWechat, type LocalWechat, type LocalWechatOptions } from '../../sandbox/localWechat'
import { watchPromises } from './agreeWatch'
import { manualClock, type ManualClock } from './cloudClock'
import { databaseFaults, type DatabaseFaults } from './databaseFaults'
import { FUNCTIONS_ROOT } from './functionsRoot'
import { Person } from './person'

export interface FaultWorld extends LocalWechat {
  /**
   * Of CloudBase: time limits of functions and the life of transactions, unless the options bring another. The functions' own clock is the
   * real one.
   */
  clock: ManualClock
  /** Of its database. */
  faults: DatabaseFaults
  /** Promises seen broken since the last look, whoever made the call. */
  takeBroken(): Promise<string[]>
  /** Somebody who never asked for anything. */
  newPerson(): Person
  /** Everything is back: database, WeChat Pay, functions. What hung in the air has come to its end. */
  recover(): Promise<void>
}

/** Retries of the plan come so late that only `redeliver` makes any. */
const NO_REPEATS_BY_ITSELF = 1e-6
/** On a busy machine a cold start may take long; nobody waits for this to run out. */
const PATIENCE_MS = 60_000
/** Longer than any function may run and any transaction may stay open. */
const EVERYTHING_ENDS_MS = Math.max(LIMITS.transactionMs, LIMITS.maxTimeoutSec * 1000)

/** @param movedMs how far an instance's clock is ahead of the real one: not at all, unless told */
export async function startFaultWorld(
  options: Partial<LocalWechatOptions> = {},
  movedMs: (instanceId: string) => number = () => 0,
): Promise<FaultWorld> {
  const clock = manualClock(Date.now())
  const local = await startLocalWechat({
    functionsRoot: FUNCTIONS_ROOT,
    ...options,
    cloud: { ...options.cloud, clock: { ...(options.cloud?.clock ?? clock), movedMs } },
    wechatPay: { notifyTimeScale: NO_REPEATS_BY_ITSELF, answerLimitMs: PATIENCE_MS, ...options.wechatPay },
  })
  const broken = watchPromises(local)
  const faults = databaseFaults(local)
  let people = 0
  return {
    ...local,
    clock,
    faults,
    takeBroken: async () => broken.take(),
    newPerson: () => new Person(local, `oPerson${String(++people).padStart(4, '0')}`),
    async recover() {
      const { control } = local.wechatPay
      await control.clearFaults()
      await control.start()
      await faults.over()
      clock.advance(EVERYTHING_ENDS_MS)
      await control.releaseNotifications()
      await control.settled()
    },
  }
}

/** The same for a whole file: no promise may be broken by any of its tests. @param take is given it, once */
export function withFaultWorld(take: (world: FaultWorld) => void, options?: Partial<LocalWechatOptions>): void {
  let world: FaultWorld
  beforeAll(async () => {
    world = await startFaultWorld(options)
    take(world)
  })
  afterEach(async () => expect(await world.takeBroken()).toEqual([]))
  afterAll(async () => world.close())
}
