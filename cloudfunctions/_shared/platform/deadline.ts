// A caller that gives up earlier than we do must not be left waiting.
import { StoreError } from '../kernel/errors'

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** The port `Within` on a clock that is handed in. */
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
