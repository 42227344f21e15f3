// A function called by the page: who calls, what with, and never an exception across `callFunction`.
import type * as v from 'valibot'
import type { CallableName } from '../../../../typings/contract/callables'
import type { CallResult } from '../../../../typings/contract/results'
import type { ContractDeps } from '../../contracts/ports'
import type { Caller } from '../../kernel/ports'
import type { CallableHost } from '../hosts/ports'
import { answerInTime, systemClock, type DoorClock } from './answerInTime'
import { toCallError } from './callError'
import { toCaller, toIdentity } from './identity'
import { readInput, readRequestId } from './readEvent'

interface CallableDefinition<Input, Output extends object, Deps extends ContractDeps> {
  name: CallableName
  /** Strict: a key it does not know is refused by name. */
  input: v.GenericSchema<unknown, Input>
  run(input: Input, caller: Caller, deps: Deps): Promise<Output>
}

type Main<Output extends object> = (event: unknown, context?: unknown) => Promise<CallResult<Output>>

/** Makes the `main` of a callable function. Building it does nothing yet. */
export function callable<Input, Output extends object, Deps extends ContractDeps>(
  definition: CallableDefinition<Input, Output, Deps>,
  host: CallableHost<Deps>,
  clock: DoorClock = systemClock,
): Main<Output> {
  return async (event, context) => {
    const requestId = readRequestId(context)
    const log = host.log(definition.name, requestId)
    try {
      return await answerInTime(context, clock, async (deadline) => {
        const identity = toIdentity(host.wxContext())
        const input = readInput(definition.input, event)
        const deps = host.deps(log, deadline)
        const caller = toCaller(identity, deps.settings)
        return { ok: true, ...(await host.telling(deps, async (given) => definition.run(input, caller, given))) }
      })
    } catch (error) {
      return { ok: false, error: toCallError(error, requestId, log) }
    }
  }
}
