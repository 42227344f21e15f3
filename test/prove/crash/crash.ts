// A worker is killed at each of its database requests, whatever function it is. Then every notification is lost and no user comes
// back: the timer alone has to bring the record to what WeChat Pay holds, and tell it.
import { orThrow } from '../../support/agree'
import { operationsOf, stopAtRequest } from '../../support/faultPoints'
import { must, stopIfAborted, type Proof } from '../proof'
import { randomFrom } from '../random'
import { badEnds } from '../world/endsWell'
import { HOUR_MS, MINUTE_MS, startProveWorld, type ProveWorld } from '../world/proveWorld'
import { CRASH_ACTS, type CrashAct } from './crashActs'

const ENDS_WITHIN_MS = 27 * HOUR_MS
/** WeChat Pay's books only grow: after so many points they are new ones. */
const PER_WORLD = 60

interface Point {
  name: string
  act: CrashAct
  index: number
  when: 'before' | 'after'
}

export const crash: Proof = {
  name: 'crash',
  claim:
    'killed at every database request of every function, and then only the timer: nothing is lost, nothing is done twice',
  unit: 'points at most',
  counts: { whole: 2000, choice: 24 },
  async run(run) {
    const points = await pointsOf(run.count, run.seed)
    for (let from = 0; from < points.length; from += PER_WORLD) {
      const world = await startProveWorld()
      try {
        for (const [index, point] of points.slice(from, from + PER_WORLD).entries()) {
          stopIfAborted(run)
          run.progress(from + index, points.length)
          await strike(world, point)
        }
      } finally {
        await world.close()
      }
    }
    return [`${points.length} points in ${new Set(points.map(({ name }) => name)).size} kinds of calls`]
  },
}

/** Every request of every act, and every commit once more while it is on its way; where there is no time for all, a choice. */
async function pointsOf(count: number, seed: number): Promise<Point[]> {
  const world = await startProveWorld()
  const points: Point[] = []
  try {
    for (const [name, act] of Object.entries(CRASH_ACTS)) {
      const person = world.newPerson()
      await act.prepare(person, world)
      const requests = await operationsOf(world.cloud, act.functionName, async () => act.run(person, world))
      for (const [index, { action }] of requests.entries()) {
        points.push({ name, act, index, when: 'after' })
        if (action === 'database.commitTransaction') points.push({ name, act, index, when: 'before' })
      }
      await world.recover()
      await world.clear()
    }
  } finally {
    await world.close()
  }
  const random = randomFrom(seed)
  while (points.length > count) points.splice(random.below(points.length), 1)
  return points
}

async function strike(world: ProveWorld, { name, act, index, when }: Point): Promise<void> {
  const { control } = world.wechatPay
  const person = world.newPerson()
  await act.prepare(person, world)
  await stopAtRequest(world.cloud, {
    functionName: act.functionName,
    index,
    when,
    stop: async () => world.cloud.killInstances(act.functionName),
    run: async () => act.run(person, world),
  })
  // What WeChat Pay was about to tell is lost too, and whatever the worker held in the database is let go.
  await control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
  await control.releaseNotifications()
  world.clock.advance(MINUTE_MS)
  await world.leaveToTimer(ENDS_WITHIN_MS)
  try {
    orThrow(await badEnds(world, [person]))
  } catch (error) {
    must(false, () => `${name}, request ${index}, ${when}: ${error instanceof Error ? error.message : String(error)}`)
  }
  await control.clearFaults()
  await world.clear()
}
