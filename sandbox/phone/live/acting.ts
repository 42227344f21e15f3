// LIVE: what a person is doing just now, for the lines that tell what it leads to.
import { AsyncLocalStorage } from 'node:async_hooks'

interface Acting {
  user?: string
  /** `hop` of the line that tells it. */
  cause?: string
}

const storage = new AsyncLocalStorage<Acting>()

/** Whatever happens inside is of this person's doing. */
export const whileActing = <Result>(acting: Acting, work: () => Result): Result => storage.run(acting, work)

export const actingNow = (): Acting => storage.getStore() ?? {}
