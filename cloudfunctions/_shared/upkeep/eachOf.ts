// Work on what a list finds, a few at a time, until the time is over.
import { kindOf, StoreError } from '../kernel/errors'
import type { Clock, Log, LogFields } from '../kernel/ports'

interface Pace {
  clock: Clock
  log: Log
  /** Nothing is begun later than this. */
  untilMs: number
}

/** Side by side: enough to get on, and few enough to be no burden to WeChat Pay and the database. */
const AT_ONCE = 4

/**
 * One that fails is told, and is nobody else's trouble: its turn comes again.
 * @returns how many were done
 */
export async function eachOf<Item extends { _id: string } | string>(
  items: readonly Item[],
  what: string,
  work: (item: Item) => Promise<unknown>,
  { clock, log, untilMs }: Pace,
): Promise<number> {
  const waiting = [...items]
  let done = 0
  const worker = async (): Promise<void> => {
    while (clock.nowMs() < untilMs) {
      const item = waiting.shift()
      if (item === undefined) return
      try {
        await work(item)
        done += 1
      } catch (error) {
        log.alert('upkeep failed at one', { operation: what, explanation: idOf(item), ...fieldsOf(error) })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return done
}

/** A code, a number, or the id of a notification: nobody's name. */
const idOf = (item: { _id: string } | string): string => (typeof item === 'string' ? item : item._id)

/** The text of an error nobody foresaw may hold anything. */
const fieldsOf = (error: unknown): LogFields => ({
  errorName: kindOf(error),
  ...(error instanceof StoreError && { reason: error.message }),
})
