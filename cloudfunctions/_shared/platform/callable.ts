// The one place where errors of a function called by the page become `{ ok: false, error }`. Nothing is thrown across
// `callFunction`.
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { CallableName } from '../../../typings/contract/callables'
import type { CallError, CallResult } from '../../../typings/contract/results'
import { CallFailure, invalidInput, StoreError } from '../entrust/errors'
import type { Caller, EntrustDeps, Log } from '../entrust/ports'
import { ConfigError } from '../wechatpay/errors'
import { toCaller, toIdentity } from './identity'
import { describeBug } from './log'
import { systemHost } from './systemHost'

export interface CallableDefinition<Input, Output extends object, Deps extends EntrustDeps> {
  name: CallableName
  /** Strict: a key it does not know is refused by name. */
  input: v.GenericSchema<unknown, Input>
  run(input: Input, caller: Caller, deps: Deps): Promise<Output>
}

/** What the platform gives to one invocation. */
export interface CallableHost<Deps extends EntrustDeps = EntrustDeps> {
  log(functionName: string, requestId: string): Log
  readWxContext(): Promise<Record<string, unknown>>
  /** @throws {ConfigError} */
  deps(log: Log): Deps
}

type Main<Output extends object> = (event: unknown, context?: unknown) => Promise<CallResult<Output>>

/** Makes the `main` of a callable function. Building it does nothing yet. */
export function callable<Input, Output extends object>(
  definition: CallableDefinition<Input, Output, EntrustDeps>,
): Main<Output>
export function callable<Input, Output extends object, Deps extends EntrustDeps>(
  definition: CallableDefinition<Input, Output, Deps>,
  host: CallableHost<Deps>,
): Main<Output>
export function callable<Input, Output extends object>(
  definition: CallableDefinition<Input, Output, EntrustDeps>,
  host: CallableHost = systemHost,
): Main<Output> {
  return async (event, context) => {
    const requestId = readRequestId(context)
    const log = host.log(definition.name, requestId)
    try {
      const identity = toIdentity(await host.readWxContext())
      const input = readInput(definition.input, event)
      const deps = host.deps(log)
      return { ok: true, ...(await definition.run(input, toCaller(identity, deps.settings), deps)) }
    } catch (error) {
      return { ok: false, error: toCallError(error, requestId, log) }
    }
  }
}

function readRequestId(context: unknown): string {
  const parsed = v.safeParse(v.object({ request_id: v.pipe(v.string(), v.nonEmpty()) }), context)
  return parsed.success ? parsed.output.request_id : randomUUID()
}

/** Put into every event by the platform beside the page's own data, and never believed. */
const ADDED_BY_PLATFORM = ['userInfo', 'tcbContext']

function readInput<Input>(schema: v.GenericSchema<unknown, Input>, event: unknown): Input {
  const given = Object.entries(typeof event === 'object' && event !== null ? event : {})
  const data = Object.fromEntries(given.filter(([name]) => !ADDED_BY_PLATFORM.includes(name)))
  const parsed = v.safeParse(schema, data)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = v.getDotPath(issue) ?? 'event'
  throw invalidInput(field, explain(issue))
}

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not known to this function; remove it'
  if (issue.received === 'undefined') return 'is missing'
  // Messages of our own schemas; the library's default ones quote what was received.
  return issue.message.startsWith('expected ') ? issue.message : 'is of the wrong form'
}

function toCallError(error: unknown, requestId: string, log: Log): CallError {
  const told = tell(error, log)
  return { ...told, requestId }
}

function tell(error: unknown, log: Log): Omit<CallError, 'requestId'> {
  if (error instanceof CallFailure) {
    const { code, message, retryAfterMs } = error
    log.info('refused', { errorCode: code, explanation: message })
    return { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  if (error instanceof ConfigError) {
    log.alert('settings need attention', { problems: error.problems })
    return {
      code: 'NOT_CONFIGURED',
      message: "The function's settings need attention; its log names each one and the cure",
    }
  }
  if (error instanceof StoreError) {
    log.alert('database failed', { operation: error.operation, reason: error.reason })
    return { code: 'STORE_FAILED', message: 'The database failed; call again' }
  }
  log.alert('unexpected error', describeBug(error))
  return { code: 'INTERNAL', message: 'Something unexpected happened; the log has it under this requestId' }
}
