// UPKEEP: one run of the timer. Records come to agree with WeChat Pay, and the merchant's own code is told, whatever got lost.
// Two runs at once do no harm: whoever asks takes the turn of the record, whoever tells begins a try of the row.
import { reread } from '../notify/reread'
import type { ListName } from '../records/lists'
import type { OutboxRecord } from '../records/outbox'
import { deliverChanges } from './deliver/deliverChanges'
import { askDueCharge, askDueContract, askDueOrder, askDueRefund } from './askDue'
import { backlogOf, type Backlog } from './backlog'
import { eachOf } from './eachOf'
import { forget } from './forget'
import { percentile, timed, type Latencies } from './latency'
import { Parts } from './parts'
import type { UpkeepDeps } from './ports'

/** At most so many of each a minute. */
const BATCH = 200
/** A receiver that takes longer has not taken it. */
const DELIVER_WITHIN_MS = 9000
const DAY_MS = 24 * 60 * 60 * 1000

/** What one run did (docs/operations.md). */
interface UpkeepReport {
  /** How long what was due longest had been due: a run that keeps up finds little above a minute. */
  lateMs: number
  contractsAsked: number
  /** Of contracts that were signed long ago. */
  contractsRechecked: number
  /** Signed or ended, and no notification had told. */
  contractsFound: number
  /** Of all that was learnt since the last run but by users' own calls, the part found here, from 0 to 1. Nothing where nothing was. */
  foundShare?: number
  ordersAsked: number
  chargesAsked: number
  refundsAsked: number
  /** Set aside before, and understood now. */
  notificationsUnderstood: number
  changesTold: number
  /** Tried, and not taken by everybody. */
  changesNotTaken: number
  forgotten: number
  /** Of this run's requests, in milliseconds. */
  databaseP50Ms?: number
  databaseP95Ms?: number
  wechatPayP50Ms?: number
  wechatPayP95Ms?: number
}

/**
 * @param untilMs nothing is begun later; what is left is done by the next run
 * @throws {StoreError} a list could not be read; all that hangs on others was done
 */
export async function runUpkeep(given: UpkeepDeps, untilMs: number): Promise<UpkeepReport & Backlog> {
  const { deps, latencies } = timed(given)
  const did = await work(deps, untilMs)
  return { ...did, ...(await backlogOf(deps)), ...latencyFigures(latencies) }
}

function latencyFigures({ database, wechatPay }: Latencies): Partial<UpkeepReport> {
  const figures = {
    databaseP50Ms: percentile(database, 0.5),
    databaseP95Ms: percentile(database, 0.95),
    wechatPayP50Ms: percentile(wechatPay, 0.5),
    wechatPayP95Ms: percentile(wechatPay, 0.95),
  }
  return Object.fromEntries(Object.entries(figures).filter(([, ms]) => ms !== undefined))
}

async function work(deps: UpkeepDeps, untilMs: number): Promise<UpkeepReport> {
  const startMs = deps.clock.nowMs()
  /** Each part ends in time for those behind it: none can starve them. */
  const share = (part: number): number => startMs + (untilMs - startMs) * part
  const parts = new Parts()
  // Money that may have been taken comes first.
  const charges = await parts.run(NONE, async () =>
    askAll(await dueNow('dueCharges', deps), 'ask about a charge', askDueCharge, deps, share(0.15)),
  )
  const contracts = await parts.run(NONE, async () =>
    askContracts(await dueNow('dueContracts', deps), deps, share(0.4)),
  )
  const orders = await parts.run(NONE, async () =>
    askAll(await dueNow('duePayments', deps), 'ask about an order', askDueOrder, deps, share(0.47)),
  )
  const refunds = await parts.run(NONE, async () =>
    askAll(await dueNow('dueRefunds', deps), 'ask about a refund', askDueRefund, deps, share(0.52)),
  )
  const understood = await parts.run(0, async () => rereadDue(await dueNow('dueNotifications', deps), deps, share(0.6)))
  const rechecked = await parts.run(NONE, async () => askContracts(await longSigned(deps), deps, share(0.65)))
  const changes = await parts.run(NOTHING_TOLD, async () => tellChanges(deps, share(0.95)))
  const forgotten = await parts.run(0, async () => forget(deps, untilMs))
  parts.tellFailed()
  return {
    lateMs: Math.max(contracts.lateMs, charges.lateMs, orders.lateMs, refunds.lateMs, changes.lateMs),
    contractsAsked: contracts.asked,
    contractsRechecked: rechecked.asked,
    contractsFound: contracts.found + rechecked.found,
    ...shareOf(contracts.found + rechecked.found, changes.news),
    ordersAsked: orders.asked,
    chargesAsked: charges.asked,
    refundsAsked: refunds.asked,
    notificationsUnderstood: understood,
    changesTold: changes.told,
    changesNotTaken: changes.notTaken,
    forgotten,
  }
}

const NONE = { lateMs: 0, asked: 0, found: 0 }
const NOTHING_TOLD = { lateMs: 0, told: 0, notTaken: 0, news: 0 }

const shareOf = (found: number, news: number): { foundShare?: number } =>
  news === 0 ? {} : { foundShare: Math.min(1, Math.round((found / news) * 100) / 100) }

type Due<Name extends ListName> = Awaited<ReturnType<typeof dueNow<Name>>>

const dueNow = async <Name extends ListName>(name: Name, { store, clock }: UpkeepDeps) =>
  store.list(name, { upTo: clock.nowMs(), limit: BATCH })

/** SIGNED, and WeChat Pay was last asked so long ago. */
async function longSigned({ store, clock, recheckDays }: UpkeepDeps): Promise<Due<'dueContracts'>> {
  if (recheckDays === undefined) return []
  const upTo = clock.nowMs() - recheckDays * DAY_MS
  return store.list('contractsByLastQuery', { of: 'SIGNED', upTo, limit: BATCH })
}

/** Lists come oldest first. */
const lateMs = ([first]: readonly { dueAtMs?: number }[], { clock }: UpkeepDeps): number =>
  first?.dueAtMs === undefined ? 0 : clock.nowMs() - first.dueAtMs

async function askContracts(due: Due<'dueContracts'>, deps: UpkeepDeps, untilMs: number) {
  let found = 0
  const ask = async (contract: (typeof due)[number]) => {
    if (await askDueContract(contract, deps)) found += 1
  }
  const late = lateMs(due, deps)
  const asked = await eachOf(due, 'ask about a contract', ask, { ...deps, untilMs })
  return { lateMs: late, asked, found }
}

async function askAll<Item extends { _id: string; dueAtMs?: number }>(
  due: readonly Item[],
  what: string,
  ask: (item: Item, deps: UpkeepDeps) => Promise<void>,
  deps: UpkeepDeps,
  untilMs: number,
) {
  const late = lateMs(due, deps)
  const asked = await eachOf(due, what, async (item) => ask(item, deps), { ...deps, untilMs })
  return { lateMs: late, asked, found: 0 }
}

/** Set aside, and perhaps to be understood by now. */
async function rereadDue(due: Due<'dueNotifications'>, deps: UpkeepDeps, untilMs: number): Promise<number> {
  let understood = 0
  const read = async (notification: (typeof due)[number]) => {
    const now = await reread(notification, deps)
    if (now && now.outcome !== 'setAside') understood += 1
  }
  await eachOf(due, 'read a notification again', read, { ...deps, untilMs })
  return understood
}

async function tellChanges(deps: UpkeepDeps, untilMs: number) {
  const due = await dueNow('dueChanges', deps)
  const figures = { lateMs: lateMs(due, deps), told: 0, notTaken: 0, news: due.filter(isNews).length }
  const tell = async (code: string) => {
    const { told, notTaken } = await deliverChanges(code, deps, DELIVER_WITHIN_MS)
    figures.told += told
    figures.notTaken += notTaken
  }
  await eachOf([...new Set(due.map(({ code }) => code))], 'tell a change', tell, { ...deps, untilMs })
  return figures
}

/** Of a contract, and nobody has begun to tell it: users' own calls tell what they have changed. */
const isNews = ({ state, tries, waitsUntilMs }: OutboxRecord): boolean =>
  (state === 'SIGNED' || state === 'TERMINATED') && tries === 0 && waitsUntilMs === undefined
