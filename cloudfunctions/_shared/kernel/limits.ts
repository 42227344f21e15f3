// How often one user may do what costs WeChat Pay, or the merchant, something. Times are kept, not sums: so no minute and
// no day has an edge at which twice as much goes through.
import { CallFailure } from './errors'
import { sinceMs } from './stamps'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

interface Limit {
  atMost: number
  withinMs: number
}

/** New codes and closings are counted in the user's slot, questions to WeChat Pay on the contract they are about. */
const LIMITS = {
  newCodes: [
    { atMost: 5, withinMs: MINUTE_MS },
    { atMost: 20, withinMs: DAY_MS },
  ],
  closings: [{ atMost: 5, withinMs: MINUTE_MS }],
  questions: [{ atMost: 30, withinMs: MINUTE_MS }],
} as const satisfies Record<string, readonly Limit[]>

/**
 * @param times of the earlier ones
 * @returns those that still count, and this one
 * @throws {CallFailure} RATE_LIMITED, with how long to wait
 */
export function countOne(what: keyof typeof LIMITS, times: readonly number[] | undefined, nowMs: number): number[] {
  const limits: readonly Limit[] = LIMITS[what]
  const longestMs = Math.max(...limits.map(({ withinMs }) => withinMs))
  const counted = (times ?? []).filter((atMs) => isWithin(atMs, longestMs, nowMs))
  const retryAfterMs = Math.max(...limits.map((limit) => waitFor(limit, counted, nowMs)))
  if (retryAfterMs > 0) throw tooOften(what, retryAfterMs)
  return [...counted, nowMs]
}

const isWithin = (atMs: number, withinMs: number, nowMs: number): boolean => sinceMs(atMs, nowMs) < withinMs

function waitFor({ atMost, withinMs }: Limit, times: readonly number[], nowMs: number): number {
  const recent = times.filter((atMs) => isWithin(atMs, withinMs, nowMs)).sort((a, b) => a - b)
  const freedBy = recent.at(-atMost)
  return freedBy === undefined ? 0 : freedBy + withinMs - nowMs
}

const tooOften = (what: string, retryAfterMs: number): CallFailure =>
  new CallFailure('RATE_LIMITED', `Too many ${what} by one user; wait before the next call`, retryAfterMs)
