// What lies there after a run: figures a person can be alerted on (docs/operations.md).
import { isGivenUp } from '../contracts/ask/pageState'
import type { Store } from '../kernel/ports'
import type { ContractRecord, ContractState } from '../records/contracts'
import { NEVER_MS } from '../records/due'
import type { UpkeepDeps } from './ports'

export interface Backlog {
  /** Notifications that are set aside. */
  setAside: number
  /** Changes that somebody has not taken yet, and how old the oldest is of those that are next. */
  undelivered: number
  undeliveredAgeMs: number
  /** How long ago the oldest attempt was begun that is neither signed, nor known not to be, nor given up. */
  oldestAttemptMs: number
  /** Which one that is. */
  out_contract_code?: string
}

/** As many as are looked at for their age. */
const LOOKED_AT = 200

const OPEN: readonly ContractState[] = ['REQUESTED', 'PRESIGNED']
/** Of each, to find the oldest that is not given up: that takes a person, and few are. */
const GIVEN_UP_AT_MOST = 20

/** @throws {StoreError} the database failed */
export async function backlogOf({ store, clock }: UpkeepDeps): Promise<Backlog> {
  const setAside = await store.count('notificationsByOutcome', { of: 'setAside' })
  const undelivered = await store.count('dueChanges', { upTo: NEVER_MS - 1 })
  const next = undelivered === 0 ? [] : await store.list('dueChanges', { upTo: NEVER_MS - 1, limit: LOOKED_AT })
  const oldest = await oldestAttempt(store)
  const nowMs = clock.nowMs()
  return {
    setAside,
    undelivered,
    undeliveredAgeMs: ageOf(next, nowMs),
    oldestAttemptMs: ageOf(oldest ? [oldest] : [], nowMs),
    ...(oldest && { out_contract_code: oldest._id }),
  }
}

async function oldestAttempt(store: Store): Promise<ContractRecord | undefined> {
  const ofEach = await Promise.all(
    OPEN.map(async (of) => store.list('contractsOfState', { of, limit: GIVEN_UP_AT_MOST })),
  )
  const open = ofEach.flat().filter((contract) => !isGivenUp(contract))
  return open.sort((one, other) => one.createdAtMs - other.createdAtMs)[0]
}

const ageOf = (found: readonly { createdAtMs: number }[], nowMs: number): number =>
  Math.max(0, ...found.map(({ createdAtMs }) => nowMs - createdAtMs))
