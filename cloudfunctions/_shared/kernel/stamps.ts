// Stamps on record are of many instances' clocks, and one of these may have gone wrong. A stamp from further ahead of now than
// clocks may differ tells nothing: what it would hold up, or call fresh, for as long as it is ahead, it does not.
import { SESSION_MS, type Session } from '../records/contracts'

const CLOCKS_DIFFER_MS = 5 * 60_000

const isAhead = (atMs: number, nowMs: number): boolean => atMs - nowMs > CLOCKS_DIFFER_MS

/** Milliseconds since then, or until then where it is a little ahead; Infinity where it tells nothing. */
export const sinceMs = (atMs: number, nowMs: number): number =>
  isAhead(atMs, nowMs) ? Infinity : Math.abs(nowMs - atMs)

/** Whether something that was to hold until then, and for `longestMs` at most, holds still. */
export const stillHolds = (untilMs: number, longestMs: number, nowMs: number): boolean =>
  nowMs < untilMs && !isAhead(untilMs, nowMs + longestMs)

interface Stamped {
  createdAtMs?: number
  renewedAtMs?: number
  resentAtMs?: number
  session?: Session
}

const STAMPS = ['createdAtMs', 'renewedAtMs', 'resentAtMs'] as const

/**
 * A record on which stamps that tell nothing are of now instead: from then on they hold for as long as true ones would. A session
 * of such a clock is handed out no more, and may have been opened as late as now.
 */
export function withoutAhead<Document extends object>(document: Document & Stamped, nowMs: number): Document {
  const ahead = STAMPS.filter((name) => isAhead(document[name] ?? 0, nowMs)).map((name) => [name, nowMs])
  const mended = { ...document, ...(Object.fromEntries(ahead) as Stamped) }
  const { session } = document
  return session && isAhead(session.expiresAtMs, nowMs + SESSION_MS)
    ? { ...mended, session: { ...session, expiresAtMs: nowMs }, resentAtMs: nowMs }
    : mended
}
