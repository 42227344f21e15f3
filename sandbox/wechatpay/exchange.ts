// One request from its last byte to its answer: faults, headers, Authorization, body, endpoint, signed answer.
import { performance } from 'node:perf_hooks'
import { makeAnswer, makeRequestId, type Answer, type AnswerContent } from './answers'
import { checkAuthorization, type Nonces } from './authorization'
import { findEndpoint, type Endpoint } from './endpoint'
import { matchesPattern, type AnswerFault, type ArmedFaults, type FaultScope } from './faults'
import { Refusal } from './refusal'
import { checkHeaders, readBody, readQuery } from './requestChecks'
import type { RawRequest } from './rawRequest'
import type { RequestLog } from './requestLog'
import type { World } from './world'

/** What the server does with the socket. `silence`: nothing, ever. */
export type Reaction = { kind: 'answer'; answer: Answer } | { kind: 'reset' } | { kind: 'silence' }

export interface ExchangeDeps {
  world: World
  endpoints: readonly Endpoint[]
  nonces: Nonces
  faults: ArmedFaults<AnswerFault, FaultScope>
  log: RequestLog
}

/** Never rejects. */
export async function exchange(deps: ExchangeDeps, request: RawRequest): Promise<Reaction> {
  const startedMs = performance.now()
  const requestId = makeRequestId()
  const faults = deps.faults.take((scope) => isInScope(scope, request))
  for (const fault of faults) if (fault.kind === 'delay') await sleep(fault.ms)
  const fault = faults.find(({ kind }) => kind !== 'delay')
  const { reaction, code } = react(deps, request, requestId, fault)
  const status = reaction.kind === 'answer' ? reaction.answer.status : 0
  const ms = Math.round(performance.now() - startedMs)
  const answer = reaction.kind === 'answer' ? reaction.answer : undefined
  deps.log.add(request, { requestId, status, code, ms, faults: faults.map(({ kind }) => kind), answer })
  return reaction
}

interface Reacted {
  reaction: Reaction
  /** `code` of a refusal, kept for the log even when the answer is lost. */
  code?: string | undefined
}

function react(deps: ExchangeDeps, request: RawRequest, requestId: string, fault: AnswerFault | undefined): Reacted {
  const before = beforeFault(fault)
  if (before) return { reaction: withoutProcessing(deps, request, requestId, before) }
  const { status, content } = process(deps, request)
  const said = Buffer.isBuffer(content) ? undefined : content?.['code']
  const code = typeof said === 'string' ? said : undefined
  if (fault?.kind === 'drop') return { reaction: { kind: 'silence' }, code }
  if (fault?.kind === 'reset') return { reaction: { kind: 'reset' }, code }
  if (fault?.kind === 'serverError') return { reaction: systemError(deps, request, requestId, fault.status), code }
  const answer = makeAnswer(status, content, contextOf(deps, request, requestId), fault)
  return { reaction: { kind: 'answer', answer }, code }
}

type BeforeFault = Extract<AnswerFault, { kind: 'tooManyRequests' | 'drop' | 'reset' | 'serverError' }>

/** The fault, when it strikes before the request is processed. */
function beforeFault(fault: AnswerFault | undefined): BeforeFault | undefined {
  if (fault?.kind === 'tooManyRequests') return fault
  return fault !== undefined && 'when' in fault && fault.when === 'before' ? fault : undefined
}

/** What the fault makes of a request that is not processed. */
function withoutProcessing(deps: ExchangeDeps, request: RawRequest, requestId: string, fault: BeforeFault): Reaction {
  switch (fault.kind) {
    case 'drop':
      return { kind: 'silence' }
    case 'reset':
      return { kind: 'reset' }
    case 'serverError':
      return systemError(deps, request, requestId, fault.status)
    case 'tooManyRequests':
      return tooManyRequests(deps, request, requestId, fault.retryAfterSec)
  }
}

function tooManyRequests(deps: ExchangeDeps, request: RawRequest, requestId: string, retryAfterSec: number): Reaction {
  const refusal = new Refusal(429, 'FREQUENCY_LIMITED', 'too many requests; wait and send the same again')
  const answer = makeAnswer(429, refusal.toBody(), contextOf(deps, request, requestId))
  answer.headers['Retry-After'] = String(retryAfterSec)
  return { kind: 'answer', answer }
}

function systemError(deps: ExchangeDeps, request: RawRequest, requestId: string, status: number): Reaction {
  const body = new Refusal(status, 'SYSTEM_ERROR', 'the system is busy; send the same request again').toBody()
  return { kind: 'answer', answer: makeAnswer(status, body, contextOf(deps, request, requestId)) }
}

function process(deps: ExchangeDeps, request: RawRequest): { status: number; content: AnswerContent } {
  try {
    const content = handle(deps, request)
    return { status: content ? 200 : 204, content }
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, content: error.toBody() }
    // A mistake in the stand-in must not look like one of WeChat Pay's answers.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { status: 500, content: { code: 'STAND_IN_BUG', message } }
  }
}

/** The order of the checks: nobody learns anything before proving who they are. */
function handle({ world, endpoints, nonces }: ExchangeDeps, request: RawRequest): AnswerContent {
  const { method, url, headers, body, isTooLarge } = request
  if (isTooLarge) throw new Refusal(413, 'PAYLOAD_TOO_LARGE', 'the body is larger than any endpoint takes')
  checkHeaders(method, headers)
  const nowSec = Math.floor(world.timeline.nowMs() / 1000)
  const merchant = { mchid: world.keys.mchid, key: world.keys.merchant }
  checkAuthorization({ method, url, authorization: headers.authorization, body }, merchant, nonces, nowSec)
  const [pathname = '', search = ''] = url.split(/\?(.*)/s)
  const { endpoint, path } = findEndpoint(endpoints, method, pathname)
  const call = { path, query: readQuery(search), body: readBody(method, body), wechatpaySerial: serialOf(request) }
  return endpoint.run(call)
}

function contextOf({ world }: ExchangeDeps, request: RawRequest, requestId: string) {
  return { keys: world.keys, requestId, nowMs: world.timeline.nowMs(), wechatpaySerial: serialOf(request) }
}

function serialOf({ headers }: RawRequest): string | undefined {
  const serial = headers['wechatpay-serial']
  return typeof serial === 'string' ? serial : undefined
}

function isInScope(scope: FaultScope, { host, method, url }: RawRequest): boolean {
  const isHost = scope.host === undefined || scope.host === host
  const isMethod = scope.method === undefined || scope.method.toUpperCase() === method
  return isHost && isMethod && matchesPattern(scope.path, url)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
