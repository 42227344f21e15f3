import { setImmediate as turnOfTheLoop, setTimeout as wait } from 'node:timers/promises'
import { transactionBusy } from '../errors'
import { LIMITS } from '../limits'

/** The requests under way, by transaction: of each the cloud takes one at a time. */
export class OneAtATime {
  readonly #busy = new Set<string>()

  /** @throws {GatewayError} another request of this transaction is not answered yet */
  async run<Answer>(transactionId: string | undefined, request: () => Promise<Answer>): Promise<Answer> {
    if (transactionId === undefined) return request()
    if (this.#busy.has(transactionId)) throw transactionBusy()
    this.#busy.add(transactionId)
    try {
      await wait(LIMITS.transactionRequestMs)
      // On a busy machine the time may be over before what has arrived meanwhile is read.
      await turnOfTheLoop()
      return await request()
    } finally {
      this.#busy.delete(transactionId)
    }
  }
}
