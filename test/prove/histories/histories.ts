// Random histories through the built functions: users, instances, WeChat Pay, the database, the merchant's server and bad luck.
// Then every fault ends, the users never come back, and the timer alone has to bring the record to the truth.
import * as fc from 'fast-check'
import { orThrow } from '../../support/agree'
import type { StoreChoice } from '../../../sandbox/choices'
import { about, must, stopIfAborted, type Proof, type Run } from '../proof'
import { heardIn, type Said } from '../secrets/canaries'
import { askInCharge, bundles, listen, moneyCanaries, settingsCanaries, userCanaries } from '../secrets/worldCanaries'
import { badEnds } from '../world/endsWell'
import { nameOn, onStore, type StartWorld } from '../world/onStore'
import { HOUR_MS, MINUTE_MS, type ProveWorld } from '../world/proveWorld'
import { proveActions, type ProveAction } from './proveActions'
import { ProveHistory } from './proveHistory'

const PEOPLE = 3
/** A signed contract is asked about again a day later; what a receiver did not take may wait as long. */
const ENDS_WITHIN_MS = 27 * HOUR_MS
/** Long enough for much to happen while money is on its way back. */
const REFUND_TAKES_MS = 4 * MINUTE_MS
/** WeChat Pay's books only grow: after so many histories they are new ones. */
const PER_WORLD = 25
const FAMILIES = ['password-exempt', 'combine-papay'] as const
/** Worlds side by side: a charge that hangs is waited for, a minute long, and others go on meanwhile. */
const WORLDS = 2 * FAMILIES.length

export const histories = historiesOn('document', { whole: 500, choice: 40 })

export function historiesOn(store: StoreChoice, counts: Proof['counts']): Proof {
  return {
    name: nameOn('histories', store),
    claim: `whatever happens, in the end the record is the truth, and told, and no secret was said: the built functions (${store})`,
    unit: 'histories',
    counts,
    run: async (run) => onStore(store, async (start) => playAll(run, start)),
  }
}

async function playAll(run: Run, start: StartWorld): Promise<string[]> {
  const figures = { played: 0, contracts: 0, charges: 0, refunds: 0, orders: 0, told: 0, said: 0 }
  for (let from = 0; from < run.count; from += WORLDS * PER_WORLD) {
    const count = Math.min(WORLDS * PER_WORLD, run.count - from)
    const seeds = Array.from({ length: count }, (_, index) => run.seed + from + index)
    const played = sharesOf(seeds).map(async ({ family, own }) => {
      const startOne = async () => start({ family, wechatPay: { refundTakesMs: REFUND_TAKES_MS } })
      await inOneWorld(startOne, run, own, figures)
    })
    const ends = await Promise.allSettled(played)
    const [failed] = ends.filter(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }
  const { contracts, orders, charges, refunds, told, said } = figures
  return [
    `${run.count} histories of ${PEOPLE} users; ${contracts} contracts, ${told} changes told`,
    `${orders} orders, ${charges} charges, ${refunds} refunds: what WeChat Pay holds is what our records say, to the fen`,
    `${said.toLocaleString('en')} lines, answers, deliveries and exports, and the bundles: no secret of the settings, no openid, session, body or word of a charge or refund`,
  ]
}

/** The family follows from the seed alone: one number plays it again. */
function sharesOf(seeds: readonly number[]) {
  const shares = Array.from({ length: WORLDS }, (_, at) => ({
    family: FAMILIES[at % FAMILIES.length] ?? FAMILIES[0],
    own: seeds.filter((seed) => seed % WORLDS === at),
  }))
  return shares.filter(({ own }) => own.length > 0)
}

interface Figures {
  played: number
  contracts: number
  orders: number
  charges: number
  refunds: number
  told: number
  said: number
}

async function inOneWorld(
  start: () => Promise<ProveWorld>,
  run: Run,
  seeds: readonly number[],
  figures: Figures,
): Promise<void> {
  const world = await start()
  try {
    const said = listen(world)
    orThrow(heardIn(bundles(), settingsCanaries(world)))
    for (const seed of seeds) {
      stopIfAborted(run)
      run.progress(figures.played, run.count)
      await playOut(world, seed, said)
      figures.played += 1
      const count = async (collection: string) => (await world.records.all(collection)).length
      figures.contracts += await count('contracts')
      figures.orders += await count('payments')
      figures.charges += await count('charges')
      figures.refunds += await count('refunds')
      figures.told += world.changes.told.length
      figures.said += said.splice(0).length
      await world.clear()
    }
  } finally {
    await world.close()
  }
}

async function playOut(world: ProveWorld, seed: number, said: Said[]): Promise<void> {
  const [actions = []] = fc.sample(proveActions(PEOPLE), { seed, numRuns: 1 })
  const people = Array.from({ length: PEOPLE }, () => world.newPerson())
  const history = new ProveHistory(world, people)
  await about(`seed ${seed}`, async () => {
    try {
      for (const action of actions) await history.playOne(action)
      await history.leave()
      await world.leaveToTimer(ENDS_WITHIN_MS)
      world.time.drift([0])
      const ends = [...history.wrong, ...(await badEnds(world, people))]
      await askInCharge(world, people, said)
      const canaries = [...settingsCanaries(world), ...(await userCanaries(world)), ...(await moneyCanaries(world))]
      orThrow([...ends, ...heardIn(said, canaries)])
    } catch (error) {
      must(false, () => `${error instanceof Error ? error.message : String(error)}\n${describe(actions)}`)
    }
  })
}

const describe = (actions: readonly ProveAction[]): string => actions.map((action) => JSON.stringify(action)).join('\n')
