// What the journey needs from the phone. Everything real is in `wx/`.
import type { CallableName, CallableResult, Callables } from '../../typings/contract/callables'
import type { JumpFailure, Told } from './journey/events'
import type { Attempt } from './journey/state'

/** @throws what WeChat rejects with, when the call itself failed */
export type Call = <Name extends CallableName>(
  name: Name,
  data: Callables[Name]['input'],
) => Promise<CallableResult<Name>>

export interface JumpTarget {
  appId: string
  path: string
  extraData: Record<string, string>
}

/** Runs something later. @returns cancels it */
export type After = (ms: number, run: () => void) => () => void

export interface JourneyPorts {
  readonly call: Call
  readonly nowMs: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly after: After
  /** May not throw: a phone whose storage is full can still sign. */
  readonly saveAttempt: (attempt: Attempt) => void
  readonly dropAttempt: () => void
  /** Must call WeChat at once: a jump after an `await` can lose the tap. */
  readonly jump: (target: JumpTarget, done: JumpDone) => void
  readonly callPhone: (phoneNumber: string) => void
  /** For the developer's console. */
  readonly warn: (text: string) => void
  readonly tell: (told: Told) => void
}

export interface JumpDone {
  readonly jumped: () => void
  readonly failed: (reason: JumpFailure, errMsg: string) => void
}
