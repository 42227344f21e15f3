// A function for the merchant's own app: over HTTP access with a bearer token, or from another function with the token in
// its data. Nothing but the token says who calls.
import type * as v from 'valibot'
import type { CallErrorCode, CallResult } from '../../../../typings/contract/results'
import type { ContractDeps } from '../../contracts/ports'
import type { Caller } from '../../kernel/ports'
import type { AppHost } from '../hosts/ports'
import { once } from '../once'
import type { TokenRules } from '../settings/load'
import { answerInTime, systemClock, type DoorClock } from './answerInTime'
import { readCall, readHttpRequest, isHttp } from './appRequest'
import { createTokenVerifier, type VerifyToken } from './appToken'
import { toCallError } from './callError'
import { toHttpReply, type HttpReply } from './http'
import { readInput, readRequestId } from './readEvent'

interface AppCallableDefinition<Input, Output extends object> {
  name: string
  /** Strict: a key it does not know is refused by name. */
  input: v.GenericSchema<unknown, Input>
  run(input: Input, caller: Caller, deps: ContractDeps): Promise<Output>
}

type Main<Output extends object> = (event: unknown, context?: unknown) => Promise<CallResult<Output> | HttpReply>

/** Makes the `main` of a function for the app. Building it does nothing yet. @param createVerifier called at first use */
export function appCallable<Input, Output extends object>(
  definition: AppCallableDefinition<Input, Output>,
  host: AppHost,
  createVerifier: (rules: TokenRules) => VerifyToken = createTokenVerifier,
  clock: DoorClock = systemClock,
): Main<Output> {
  const verifyToken = once(() => createVerifier(host.tokenRules()))

  async function answer(event: unknown, context: unknown): Promise<CallResult<Output>> {
    const requestId = readRequestId(context)
    const log = host.log(definition.name, requestId)
    try {
      return await answerInTime(context, clock, async (deadline) => {
        const { token, input } = isHttp(event) ? readHttpRequest(event) : readCall(event)
        const caller = await verifyToken()(token)
        const wish = readInput(definition.input, input)
        const work = async (deps: ContractDeps) => definition.run(wish, caller, deps)
        return { ok: true, ...(await host.telling(host.deps(log, deadline), work)) }
      })
    } catch (error) {
      return { ok: false, error: toCallError(error, requestId, log) }
    }
  }

  return async (event, context) => {
    const result = await answer(event, context)
    return isHttp(event) ? toHttp(result) : result
  }
}

const STATUS: Readonly<Record<CallErrorCode, number>> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  NOT_FOUND: 404,
  NOT_SIGNED: 409,
  IN_FORCE: 409,
  IN_PROGRESS: 409,
  RATE_LIMITED: 429,
  WECHATPAY_REJECTED: 502,
  WECHATPAY_UNREACHABLE: 502,
  WECHATPAY_UNTRUSTED: 502,
  NOT_CONFIGURED: 500,
  STORE_FAILED: 500,
  INTERNAL: 500,
}

function toHttp(result: CallResult<object>): HttpReply {
  if (result.ok) return toHttpReply(200, result)
  const { code, retryAfterMs } = result.error
  const reply = toHttpReply(STATUS[code], result)
  if (code === 'UNAUTHENTICATED') reply.headers['www-authenticate'] = 'Bearer'
  if (retryAfterMs !== undefined) reply.headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
  return reply
}
