// A caller that gives up earlier than we do must not be left waiting.
import { StoreError } from '../kernel/errors'

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/**
 * The result of `work`, or a failure after `ms`. The work itself goes on: what it then writes must be harmless to repeat.
 * @throws {StoreError} the time is over
 */
export async function withDeadline<T>(work: Promise<T>, ms: number, sleep: Sleep): Promise<T> {
  const settled = new AbortController()
  const alarm = sleep(ms, settled.signal).then(() => {
    throw new StoreError('finish', `it took more than ${ms} ms`)
  })
  try {
    return await Promise.race([work, alarm])
  } finally {
    settled.abort()
  }
}
