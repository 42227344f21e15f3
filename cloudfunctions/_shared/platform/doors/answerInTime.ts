// Every call has one deadline, which everything inside shares; and the door answers, even where something inside does not.
import * as v from 'valibot'
import type { Deadline, Within } from '../../kernel/ports'
import { deadlineUnder } from '../deadline'
import { nowMs, within } from '../runtime'

/** The clock of a door. */
export interface DoorClock {
  nowMs: () => number
  within: Within
}

export const systemClock: DoorClock = { nowMs, within }

/** What cloudbaserc.json gives to functions that are called. */
const USUAL_LIMIT_MS = 20_000
/** Whatever waits in time says itself what it waited for; this is for what does not. */
const GRACE_MS = 500

/**
 * @param context of the invocation: the platform tells in it when it ends the function
 * @throws {StoreError} the time is over
 */
export async function answerInTime<T>(
  context: unknown,
  clock: DoorClock,
  answer: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const deadline = deadlineUnder(readLimitMs(context), clock.nowMs)
  return clock.within(answer(deadline), deadline.leftMs() + GRACE_MS)
}

const ContextSchema = v.object({ time_limit_in_ms: v.pipe(v.number(), v.finite(), v.minValue(1000)) })

function readLimitMs(context: unknown): number {
  const parsed = v.safeParse(ContextSchema, context)
  return parsed.success ? parsed.output.time_limit_in_ms : USUAL_LIMIT_MS
}
