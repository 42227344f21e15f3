// The API counts calls by the second, and a connection may be cut: what was not answered is asked again, a few times.
import { CloudRefusal, CloudUnreachable, type CallCloud } from './tc3Client'

const WAITS_MS = [1_000, 3_000]

export const patient =
  (call: CallCloud, wait: (ms: number) => Promise<void>): CallCloud =>
  async (...input) => {
    for (const ms of WAITS_MS) {
      try {
        return await call(...input)
      } catch (error) {
        if (!mayPass(error)) throw error
        await wait(ms)
      }
    }
    return call(...input)
  }

const mayPass = (error: unknown): boolean =>
  error instanceof CloudUnreachable || (error instanceof CloudRefusal && /^RequestLimitExceeded/.test(error.code))
