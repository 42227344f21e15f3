// A file that is of no use before it is whole, and names people: whatever stops its making takes it away again.
import { rmSync } from 'node:fs'
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** @param path of the file, until `make` has given it another name */
export async function untilWhole<T>(path: string, make: () => Promise<T>): Promise<T> {
  const takeAway = (): void => rmSync(path, { force: true })
  const stop = (signal: NodeJS.Signals): void => {
    takeAway()
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of SIGNALS) process.once(signal, stop)
  try {
    return await make()
  } catch (error) {
    takeAway()
    throw error
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
  }
}
