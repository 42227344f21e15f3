// What lies there after a run: figures a person can be alerted on (docs/operations.md).
import { isGivenUp } from '../contracts/ask/pageState'
import { pagesOf } from '../kernel/allOf'
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
/** Given up are few: one page has the oldest that is not. */
const OPEN_PAGE = 100

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
  const ofEach = await Promise.all(OPEN.map(async (state) => oldestOf(state, store)))
  return ofEach
    .filter((contract) => contract !== undefined)
    .sort((one, other) => one.createdAtMs - other.createdAtMs)[0]
}

/** Behind however many that are given up: else nobody would be told of the open ones. */
async function oldestOf(state: ContractState, store: Store): Promise<ContractRecord | undefined> {
  for await (const page of pagesOf(store, 'contractsOfState', { of: state, limit: OPEN_PAGE })) {
    const open = page.find((contract) => !isGivenUp(contract))
    if (open) return open
  }
  return undefined
}

const ageOf = (found: readonly { createdAtMs: number }[], nowMs: number): number =>
  Math.max(0, ...found.map(({ createdAtMs }) => nowMs - createdAtMs))
