// A caller that gives up earlier than we do must not be left waiting.
import { StoreError } from '../kernel/errors'
import type { Deadline } from '../kernel/ports'

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** Under the limit of the function, for the answer to travel. */
const HEADROOM_MS = 2000
/** Of a shorter limit than any we deploy with it is a tenth: else nothing could be done at all. */
const SHORT_LIMIT_MS = 10_000

/**
 * The one deadline of a call, from now on.
 * @param limitMs after which the platform ends the function
 */
export function deadlineUnder(limitMs: number, nowMs: () => number): Deadline {
  const headroomMs = limitMs < SHORT_LIMIT_MS ? limitMs / 10 : HEADROOM_MS
  const endsAtMs = nowMs() + limitMs - headroomMs
  return { leftMs: () => Math.max(0, endsAtMs - nowMs()) }
}

/** The port `Within` on a clock that is handed in. */
export async function withDeadline<T>(work: Promise<T>, ms: number, sleep: Sleep): Promise<T> {
  const settled = new AbortController()
  const alarm = sleep(ms, settled.signal).then(() => {
    throw new StoreError('finish', `it took more than ${Math.round(ms)} ms`)
  })
  try {
    return await Promise.race([work, alarm])
  } finally {
    settled.abort()
  }
}
