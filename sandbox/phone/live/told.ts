// LIVE: what the merchant's code is told: each row of the outbox, who has taken it, and what the sample receiver saw of it. Pure.
import type { Received } from '../../receiver/sampleReceiver'
import { say } from '../texts/texts'
import type { NewEntry, ToldView } from '../wire'
import { userOf } from './describe'

type Row = Readonly<Record<string, unknown>>

/** As the record says: later than any clock. */
const NEVER_MS = 9e15

/** @param owner whom the order or contract belongs to, where the row itself does not say */
export function describeTold(row: Row, received: readonly Received[], owner: string | undefined): ToldView {
  const { _id, code, state, createdAtMs, tries, takenBy, lastError, dueAtMs, deliveredAtMs, deadAtMs } = row
  const isOver = deliveredAtMs !== undefined || deadAtMs !== undefined
  const nextAtMs = !isOver && Number(tries) > 0 && Number(dueAtMs) < NEVER_MS ? Number(dueAtMs) : undefined
  return {
    user: owner ?? userOf((row['contract'] ?? {}) as Row),
    id: String(_id),
    code: String(code),
    state: String(state),
    writtenAtMs: Number(createdAtMs),
    tries: Number(tries),
    takenBy: (takenBy ?? []) as string[],
    ...(typeof lastError === 'string' && !isOver && { lastError }),
    ...(nextAtMs !== undefined && { nextAtMs }),
    outcome: deliveredAtMs !== undefined ? 'told' : deadAtMs !== undefined ? 'given up' : 'open',
    posts: received.filter(({ id }) => id === _id).map(({ atMs, status, problem }) => ({ atMs, status, problem })),
  }
}

export function describeReceived({ state, status, problem, revision }: Received): NewEntry {
  return {
    lane: 'merchant',
    tone: status === 204 ? 'good' : 'bad',
    text: say('merchantTold', { state: state || '?' }),
    detail: problem === undefined ? [say('verified'), say('revision', { revision })] : [problem],
    pill: status === 0 ? 'noAnswer' : String(status),
  }
}
