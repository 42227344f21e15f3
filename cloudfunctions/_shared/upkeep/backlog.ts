// What lies there after a run: figures a person can be alerted on (docs/operations.md).
import type { ContractState } from '../records/contracts'
import { NEVER_MS } from '../records/due'
import type { UpkeepDeps } from './ports'

export interface Backlog {
  /** Notifications that are set aside. */
  setAside: number
  /** Changes that somebody has not taken yet, and how old the oldest is of those that are next. */
  undelivered: number
  undeliveredAgeMs: number
  /** How long ago the oldest attempt was begun that is neither signed nor known not to be. */
  oldestAttemptMs: number
}

/** As many as are looked at for their age. */
const LOOKED_AT = 200

const OPEN: readonly ContractState[] = ['REQUESTED', 'PRESIGNED']

/** @throws {StoreError} the database failed */
export async function backlogOf({ store, clock }: UpkeepDeps): Promise<Backlog> {
  const setAside = await store.count('notificationsByOutcome', { of: 'setAside' })
  const undelivered = await store.count('dueChanges', { upTo: NEVER_MS - 1 })
  const next = undelivered === 0 ? [] : await store.list('dueChanges', { upTo: NEVER_MS - 1, limit: LOOKED_AT })
  const oldest = await Promise.all(OPEN.map(async (of) => store.list('contractsOfState', { of, limit: 1 })))
  const nowMs = clock.nowMs()
  return {
    setAside,
    undelivered,
    undeliveredAgeMs: ageOf(next, nowMs),
    oldestAttemptMs: ageOf(oldest.flat(), nowMs),
  }
}

const ageOf = (found: readonly { createdAtMs: number }[], nowMs: number): number =>
  Math.max(0, ...found.map(({ createdAtMs }) => nowMs - createdAtMs))
