// What the journey needs from the phone. Everything real is in `wx/`.
import type { AskingPorts } from './asking/ports'
import type { JumpFailure, Told } from './journey/events'
import type { Attempt } from './journey/state'
import type { JumpTarget } from './steps/openSignPage'

export interface JourneyPorts extends AskingPorts {
  /** May not throw: a phone whose storage is full can still sign. */
  readonly saveAttempt: (attempt: Attempt) => void
  readonly dropAttempt: () => void
  /** Must call WeChat at once: a jump after an `await` can lose the tap. */
  readonly jump: (target: JumpTarget, done: JumpDone) => void
  readonly callPhone: (phoneNumber: string) => void
  readonly tell: (told: Told) => void
}

export interface JumpDone {
  readonly jumped: () => void
  readonly failed: (reason: JumpFailure, errMsg: string) => void
}
