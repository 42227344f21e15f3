// FORGET: what nobody needs any more does not stay. Contracts that were signed stay, whatever became of them.
import { askContract } from '../contracts/ask/askContract'
import { sinceMs } from '../kernel/stamps'
import type { CollectionName } from '../records/documents'
import { overAtMs, type ContractRecord, type ContractState } from '../records/contracts'
import type { ListCursor } from '../records/lists'
import { countSilence } from './countSilence'
import { eachOf } from './eachOf'
import type { UpkeepDeps } from './ports'

const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2
/** At most so many of each a minute. */
const BATCH = 100
/** Of each state, to find them behind those that have to wait. */
const LOOKED_AT = 500
/** A call is good for five minutes: an older nonce keeps nothing out. */
const NONCE_MS = 60 * 60 * 1000

/** By a plan of their own some are asked about sooner (records/due.ts). */
const UNANSWERED_MS = 60 * 60 * 1000

/** @returns how many documents are gone @throws {StoreError} a list could not be read */
export async function forget(deps: UpkeepDeps, untilMs: number): Promise<number> {
  const { store, clock, retention } = deps
  const nowMs = clock.nowMs()
  const before = (ms: number) => ({ upTo: nowMs - ms, limit: BATCH })
  const pace = { ...deps, untilMs }
  const remove = (collection: CollectionName) => async (document: { _id: string }) =>
    store.transact(async (tx) => tx.delete(collection, document._id))
  const gone = [
    await eachOf(await store.list('usedNonces', before(NONCE_MS)), 'forget a nonce', remove('call_nonces'), pace),
    await eachOf(
      await store.list('notificationsByAge', before(retention.notificationDays * DAY_MS)),
      'forget a notification',
      remove('contract_notifications'),
      pace,
    ),
    await eachOf(
      await store.list('deliveredChanges', before(retention.outboxDays * DAY_MS)),
      'forget a change',
      remove('contract_outbox'),
      pace,
    ),
    await forgetAttempts(deps, before(retention.attemptDays * DAY_MS), untilMs),
  ]
  return gone.reduce((sum, count) => sum + count, 0)
}

const NEVER_SIGNED: readonly ContractState[] = ['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED']

async function forgetAttempts(deps: UpkeepDeps, { upTo }: { upTo: number }, untilMs: number): Promise<number> {
  let gone = 0
  const work = async (contract: ContractRecord) => {
    if (await forgetAttempt(contract, deps)) gone += 1
  }
  for (const state of NEVER_SIGNED) {
    const old = (await oldOf(state, upTo, deps)).slice(0, BATCH)
    await eachOf(old, 'forget an attempt', work, { ...deps, untilMs })
  }
  return gone
}

/**
 * Those that stay may be more than are looked at: codes offered anew beside every order, and attempts nobody answers for. Behind
 * them it is looked at another place every minute, and so at every place in time.
 */
async function oldOf(state: ContractState, upTo: number, { store, clock }: UpkeepDeps): Promise<ContractRecord[]> {
  const nowMs = clock.nowMs()
  const look = async (after?: ListCursor): Promise<ContractRecord[]> =>
    store.list('contractsOfState', { of: state, upTo, limit: LOOKED_AT, ...(after && { after }) })
  const canGo = (one: ContractRecord): boolean => isLongOver(one, nowMs) && !isWaiting(one, nowMs)
  const first = await look()
  const found = first.filter(canGo)
  const last = first.at(-1)
  if (found.length >= BATCH || first.length < LOOKED_AT || !last) return found
  const at = last.createdAtMs + Math.ceil((upTo - last.createdAtMs) * placeOf(nowMs))
  return [...found, ...(await look({ at, _id: '' })).filter(canGo)]
}

/** From 0 to 1: another one every minute, and all of them evenly apart. */
const placeOf = (nowMs: number): number => (Math.floor(nowMs / MINUTE_MS) * GOLDEN_RATIO) % 1

/** However old the code: an offer beside a payment is made anew under it for each order, and may be signed as long as its session lives. */
export const isLongOver = (contract: ContractRecord, nowMs: number): boolean => nowMs >= overAtMs(contract) + DAY_MS

/** The last question was in vain: else it would be asked again at every run, and nothing behind it. */
const isWaiting = ({ unansweredCount = 0, nextQueryAtMs }: ContractRecord, nowMs: number): boolean =>
  unansweredCount > 0 && sinceMs(nextQueryAtMs, nowMs) < UNANSWERED_MS

/**
 * Only after one more question, whose answer is "not signed". The slot stays: it knows which numbers are used up.
 * @returns whether it is gone
 */
export async function forgetAttempt(contract: ContractRecord, deps: UpkeepDeps): Promise<boolean> {
  const asked = await askContract(contract, deps, { isOurs: true })
  if (asked.answer === 'notAsked') return false
  if (asked.answer !== 'notSigned' && asked.answer !== 'spent') {
    await countSilence('contracts', asked.contract, asked.answer !== 'failed' && asked.answer !== 'setAside', deps)
    return false
  }
  return deps.store.transact(async (tx) => {
    const current = await tx.get('contracts', contract._id)
    // A notification may have come in between, or another order.
    if (!current || !NEVER_SIGNED.includes(current.state) || current.setAsideAtMs !== undefined) return false
    if (!isLongOver(current, deps.clock.nowMs())) return false
    await tx.delete('contracts', contract._id)
    return true
  })
}
