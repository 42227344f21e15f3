// What asking the server needs of the phone.
import type { CallableName, CallableResult, Callables } from '../../../typings/contract/callables'

/** @throws what WeChat rejects with, when the call itself failed */
export type Call = <Name extends CallableName>(
  name: Name,
  data: Callables[Name]['input'],
) => Promise<CallableResult<Name>>

/** Runs something later. @returns cancels it */
export type After = (ms: number, run: () => void) => () => void

export interface AskingPorts {
  readonly call: Call
  readonly nowMs: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly after: After
  /** For the developer's console. */
  readonly warn: (text: string) => void
}
