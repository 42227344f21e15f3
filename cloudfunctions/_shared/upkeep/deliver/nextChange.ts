// Which change of a contract or an order is told next: the oldest first, and none before it. One that was given up holds
// nothing up.
import { withDue } from '../../records/due'
import { REVISION, type OutboxRecord } from '../../records/outbox'

type NextChange =
  /** To be told now. */
  | { kind: 'due'; row: OutboxRecord }
  /** The oldest is not due: another call is at it, or it was tried a moment ago. `behind` are due, and have to wait for it. */
  | { kind: 'later'; dueAtMs: number; behind: OutboxRecord[] }
  /** All is told, or given up. */
  | { kind: 'none' }

/** @param rows of one code, in any order */
export function nextChange(rows: readonly OutboxRecord[], nowMs: number): NextChange {
  const [row, ...behind] = rows.filter(isOpen).sort(byAge)
  if (!row) return { kind: 'none' }
  const dueAtMs = dueAtMsAsOldest(row)
  if (dueAtMs <= nowMs) return { kind: 'due', row }
  return {
    kind: 'later',
    dueAtMs,
    behind: behind.filter((other) => withDue('contract_outbox', other).dueAtMs <= nowMs),
  }
}

const isOpen = ({ deliveredAtMs, deadAtMs }: OutboxRecord): boolean => (deliveredAtMs ?? deadAtMs) === undefined

/** By their place, and not by when they were learnt: the clocks of two instances may differ. */
const byAge = (one: OutboxRecord, other: OutboxRecord): number =>
  REVISION[one.state] - REVISION[other.state] || one.createdAtMs - other.createdAtMs

/** The one it has waited for is told, or given up. */
function dueAtMsAsOldest(row: OutboxRecord): number {
  const oldest = { ...row }
  delete oldest.waitsUntilMs
  return withDue('contract_outbox', oldest).dueAtMs
}
