// The last attempts of notifications, whole: what left, and what came back.
import { Kept } from '../../kept'
import type { Attempt, Notification } from './notification'
import type { SignedMessage } from './signing'

export interface RecordedAttempt {
  notification: Notification
  message: SignedMessage
  /** Once it is over. */
  attempt?: Attempt
  answerHeaders?: Record<string, string>
}

const LIMITS = { count: 500, bytes: 16 * 1024 * 1024 }

export class AttemptLog {
  readonly #attempts = new Kept<RecordedAttempt>(LIMITS)

  /** By the `Request-ID` it went out with, which no two attempts share. */
  keep(requestId: string, recorded: RecordedAttempt): void {
    this.#attempts.put(requestId, recorded, recorded.message.body.length * 2)
  }

  find(requestId: string): RecordedAttempt | undefined {
    return this.#attempts.get(requestId)
  }
}
