// A worker is killed at each of its database requests, whatever function it is; and where it is about money, somebody else writes before
// each of them. Then every notification is lost and no user comes back: the timer alone has to bring the record to what WeChat Pay holds,
// and tell it.
import type { FamilyChoice, StoreChoice } from '../../../sandbox/choices'
import { orThrow } from '../../support/agree'
import { about, must, stopIfAborted, type Proof, type Run } from '../proof'
import { randomFrom } from '../random'
import { badEnds } from '../world/endsWell'
import { nameOn, onStore, type StartWorld } from '../world/onStore'
import { HOUR_MS, MINUTE_MS, type ProveWorld } from '../world/proveWorld'
import { CRASH_ACTS, type CrashAct } from './crashActs'
import { conflictAtRequest, killAtRequest, requestsOf } from './killing'
import { loseNotifications } from './losing'
import { MONEY_ACTS } from './moneyActs'

const ENDS_WITHIN_MS = 27 * HOUR_MS
/** WeChat Pay's books only grow: after so many points they are new ones. */
const PER_WORLD = 60

/** Whoever had no money has some. */
const NOTHING_REFUSED = { payer: 'pays', refunds: 'succeed' } as const

interface Point {
  name: string
  act: CrashAct
  index: number
  /** Of a kill; or a conflict in its place. */
  when: 'before' | 'after' | 'conflict'
}

const FAMILIES: readonly FamilyChoice[] = ['password-exempt', 'combine-papay']

export const crash = crashOn('document', { whole: 3000, choice: 55 })

export function crashOn(store: StoreChoice, counts: Proof['counts']): Proof {
  return {
    name: nameOn('crash', store),
    claim: `killed at every database request of every function, or met there by another’s write, and then only the timer: nothing is lost, nothing is done twice (${store})`,
    unit: 'points at most',
    counts,
    run: async (run) => onStore(store, async (start) => strikeAll(run, start)),
  }
}

async function strikeAll(run: Run, start: StartWorld): Promise<string[]> {
  const points = await choiceOf(run, start)
  let done = 0
  for (const family of FAMILIES) {
    const own = points.filter(({ act }) => familyOf(act) === family)
    for (let from = 0; from < own.length; from += PER_WORLD) {
      await inWorld(start, family, async (world) => {
        for (const point of own.slice(from, from + PER_WORLD)) {
          stopIfAborted(run)
          run.progress(done++, points.length)
          await strike(world, point)
        }
      })
    }
  }
  return [`${points.length} points in ${new Set(points.map(({ name }) => name)).size} kinds of calls`]
}

const familyOf = ({ family = 'password-exempt' }: CrashAct): FamilyChoice => family

async function inWorld(
  start: StartWorld,
  family: FamilyChoice,
  use: (world: ProveWorld) => Promise<void>,
): Promise<void> {
  const world = await start({ family })
  try {
    await use(world)
  } finally {
    await world.close()
  }
}

/** Where there is no time for all, a choice in which each kind of call has its share. */
async function choiceOf({ count, seed }: Run, start: StartWorld): Promise<Point[]> {
  const points: Point[] = []
  for (const family of FAMILIES) {
    await inWorld(start, family, async (world) => void points.push(...(await pointsOf(world, family))))
  }
  const random = randomFrom(seed)
  const drawn = points.map((point) => ({ point, place: random.below(2 ** 30) })).sort((a, b) => a.place - b.place)
  const turns = new Map<string, number>()
  const ranked = drawn.map(({ point }) => {
    const turn = turns.get(point.name) ?? 0
    turns.set(point.name, turn + 1)
    return { point, turn }
  })
  return ranked
    .sort((a, b) => a.turn - b.turn)
    .slice(0, count)
    .map(({ point }) => point)
}

/** Every request of every act, and every commit once more while it is on its way. */
async function pointsOf(world: ProveWorld, family: FamilyChoice): Promise<Point[]> {
  const points: Point[] = []
  for (const [name, act] of Object.entries(CRASH_ACTS).filter(([, one]) => familyOf(one) === family)) {
    const run = await about(name, async () => act.prepare(world.newPerson(), world))
    for (const [index, { isCommit }] of (await requestsOf(world, act.functionName, run)).entries()) {
      points.push({ name, act, index, when: 'after' })
      if (isCommit) points.push({ name, act, index, when: 'before' })
      if (!(name in MONEY_ACTS)) continue
      points.push({ name: `${name}, in conflict`, act, index, when: 'conflict' })
    }
    await world.recover()
    await world.wechatPay.control.setSwitches(NOTHING_REFUSED)
    await world.clear()
  }
  return points
}

async function strike(world: ProveWorld, { name, act, index, when }: Point): Promise<void> {
  const { control } = world.wechatPay
  const person = world.newPerson()
  const { functionName, endsWithinMs = ENDS_WITHIN_MS } = act
  const run = await act.prepare(person, world)
  if (when === 'before' || when === 'after') await killAtRequest(world, { functionName, index, when, run })
  else
    await about(`${name}, request ${index}`, async () =>
      mustBeHonest(await conflictAtRequest(world, { functionName, index, run })),
    )
  // What WeChat Pay was about to tell is lost too, and whatever the worker held in the database is let go.
  await loseNotifications(world)
  await control.releaseNotifications()
  await control.setSwitches(NOTHING_REFUSED)
  world.clock.advance(MINUTE_MS)
  await world.leaveToTimer(endsWithinMs)
  await about(`${name}, request ${index}, ${when}`, async () => orThrow(await badEnds(world, [person])))
  await control.clearFaults()
  await world.clear()
}

/** Whoever meets another's write does it again; where it was but a read, the database may be said to have failed. */
function mustBeHonest({ reply, isCommit }: { reply: unknown; isCommit: boolean }): void {
  const text = JSON.stringify(reply ?? null)
  const mayNotBe = /"(INTERNAL|PLATFORM_\w+|STORE_FAILED)"/.exec(text)?.[1]
  const isHonest = mayNotBe === undefined || (mayNotBe === 'STORE_FAILED' && !isCommit)
  must(isHonest, () => `answered ${text}`)
}
