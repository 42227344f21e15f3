// A function that only servers call. That no user is there proves nothing, since anybody may call without one: what proves
// who calls is a mac, made with a key that servers have, good for five minutes and once.
import * as v from 'valibot'
import type { CallResult } from '../../../../typings/contract/results'
import { CallFailure, invalidInput } from '../../kernel/errors'
import type { Deadline, Log } from '../../kernel/ports'
import type { ServerDeps, ServerHost } from '../hosts/ports'
import { SETTING } from '../settings/names'
import { answerInTime, systemClock, type DoorClock } from './answerInTime'
import { isHttp } from './appRequest'
import { toCallError } from './callError'
import { isGenuine, type SignedCall } from './callMac'
import { toHttpReply, type HttpReply } from './http'
import { readData, readInput, readRequestId } from './readEvent'

/** What one action takes and does. Its own schema makes what `run` is given. */
interface ServerAction<Deps> {
  /** Strict: a key it does not know is refused by name. */
  input: v.GenericSchema
  run(input: never, deps: Deps): Promise<object>
}

interface ServerCallableDefinition<Deps> {
  /** Signed with the call: a call of another function is refused. */
  name: string
  actions: Readonly<Record<string, ServerAction<Deps>>>
}

type Main = (event: unknown, context?: unknown) => Promise<CallResult<object> | HttpReply>

/**
 * Makes the `main` of a function that is called with a {@link SignedCall}. The identity of a user beside it is allowed, as a
 * merchant's function that serves one has it, and is never used. Building it does nothing yet.
 */
export function serverCallable<Deps extends ServerDeps>(
  definition: ServerCallableDefinition<Deps>,
  host: ServerHost<Deps>,
  clock: DoorClock = systemClock,
): Main {
  return async (event, context) => {
    const requestId = readRequestId(context)
    const log = host.log(definition.name, requestId)
    if (isHttp(event)) return toHttpReply(403, { ok: false, error: toCallError(NOT_OVER_HTTP, requestId, log) })
    try {
      return await answerInTime(context, clock, async (deadline) => ({
        ok: true,
        ...(await perform(event, definition, host, log, deadline)),
      }))
    } catch (error) {
      return { ok: false, error: toCallError(error, requestId, log) }
    }
  }
}

const notAuthenticated = (message: string) => new CallFailure('UNAUTHENTICATED', message)

const NOT_OVER_HTTP = notAuthenticated('Not over HTTP access: take its route away, and call with cloud.callFunction')

async function perform<Deps extends ServerDeps>(
  event: unknown,
  { name, actions }: ServerCallableDefinition<Deps>,
  host: ServerHost<Deps>,
  log: Log,
  deadline: Deadline,
): Promise<object> {
  const call = readInput(eventSchema, event)
  if (!isGenuine(host.callKey(), name, call)) throw notAuthenticated(NOT_GENUINE)
  const deps = host.deps(log, deadline)
  refuseUntimely(call, deps.clock.nowMs())
  await spendNonce(call, name, deps)
  const action = Object.hasOwn(actions, call.action) ? actions[call.action] : undefined
  if (!action) throw invalidInput('action', `expected ${Object.keys(actions).join(' or ')}`)
  const input = readData(action.input, call.input, 'input')
  log.info('action begun', { action: call.action })
  const output = await host.telling(deps, async (given) => action.run(input as never, given))
  log.info('action done', { action: call.action })
  return output
}

const text = v.pipe(v.string('expected text'), v.nonEmpty('expected text'))
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && isWithin(value, MAX_LEVELS)

/** Far more than any action needs, and few enough to be walked through before anybody knows who sent it. */
const MAX_LEVELS = 32
const isWithin = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((part) => isWithin(part, levels - 1)))

const IN_MS = 'expected milliseconds since 1970'

/** What is not looked at here is signed, and looked at once it has proved genuine. */
const eventSchema = v.pipe(
  v.strictObject({
    action: text,
    input: v.custom<object>(isObject, `expected a JSON object, at most ${MAX_LEVELS} levels deep`),
    at: v.pipe(v.number(IN_MS), v.safeInteger(IN_MS)),
    nonce: v.pipe(v.string('expected text'), v.regex(/^[\w-]{16,64}$/, 'expected 16 to 64 letters, digits, _ and -')),
    mac: text,
  }),
  v.transform((call): SignedCall => call),
)

const NOT_GENUINE = `mac: does not fit this call of this function under ${SETTING.adminKey}; sign with the same key, and send what was signed`

const GOOD_FOR_MS = 5 * 60 * 1000

function refuseUntimely({ at }: SignedCall, nowMs: number): void {
  if (Math.abs(nowMs - at) <= GOOD_FOR_MS) return
  const where = at < nowMs ? 'ago' : 'ahead'
  const seconds = Math.round(Math.abs(nowMs - at) / 1000)
  throw notAuthenticated(
    `at: signed ${seconds} s ${where}, and good for ${GOOD_FOR_MS / 1000} s; check the clock, or sign anew`,
  )
}

/** Before anything is done: what failed after this is signed anew. @throws {StoreError} nothing was done */
async function spendNonce(
  { at, nonce }: SignedCall,
  functionName: string,
  { store, sha256 }: ServerDeps,
): Promise<void> {
  const added = await store.add('call_nonces', { _id: sha256(`${functionName}:${nonce}`), atMs: at })
  if (added === 'exists') throw notAuthenticated('nonce: used already; sign a new call')
}
