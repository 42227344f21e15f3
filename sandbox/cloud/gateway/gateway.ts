import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import * as v from 'valibot'
import type { Clock } from '../clock'
import type { Database, Scope } from '../database/database'
import { GatewayError, invalidParam, systemError, transactionConflict } from '../errors'
import type { CallLog } from '../callLog'
import type { CloudEvents } from '../events'
import { readBody } from '../httpServer'
import type { Reply } from './actions'
import { DATABASE_ACTIONS, isDatabaseAction } from './actions'
import type { Faults, Struck } from './faults'
import { OneAtATime } from './oneAtATime'

/** What a function sends when it calls another one. */
export interface InvokeRequest {
  functionName: string
  /** The event as JSON; empty for none. */
  eventJson: string
  /** The caller's `WX_API_TOKEN`, which stands for the identity it was called with. */
  apiToken: string
  /** The caller's `X-TCB-Source`, already ending in `,scf`. */
  source: string
}

export interface GatewayOptions {
  environmentId: string
  database: Database
  faults: Faults
  clock: Clock
  events: CloudEvents
  calls: CallLog
  /** @returns the result as JSON; throws a `GatewayError` when the function fails */
  invokeFunction: (request: InvokeRequest) => Promise<string>
}

const bodySchema = v.looseObject({
  action: v.string(),
  envName: v.optional(v.string(), ''),
  collectionName: v.optional(v.string()),
  transactionId: v.optional(v.string()),
  wxCloudApiToken: v.optional(v.string(), ''),
})

type Body = v.InferOutput<typeof bodySchema>

const invokeSchema = v.object({ function_name: v.string(), request_data: v.optional(v.string(), '') })

const MAX_REQUEST_BYTES = 32 * 1024 * 1024

/**
 * The `/admin` endpoint that the unmodified server SDK talks to: one JSON object in, one out, always HTTP 200. The
 * signature is not verified, only that one of the right kind is there.
 */
export function createGateway(options: GatewayOptions) {
  const inTurn = new OneAtATime()
  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readBody(request, MAX_REQUEST_BYTES)
    const requestId = randomUUID()
    const reply = await replyTo(options, inTurn, request, raw).catch((error: unknown) => toReply(error))
    if (reply === LOST) {
      request.socket.destroy()
      return
    }
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end(JSON.stringify({ ...reply, requestId }))
  }
}

/** Stands for an answer that never arrives. */
const LOST = Symbol('lost')

async function replyTo(
  options: GatewayOptions,
  inTurn: OneAtATime,
  request: IncomingMessage,
  raw: Buffer | undefined,
): Promise<Reply | typeof LOST> {
  checkSignaturePresent(request)
  const body = readRequest(raw)
  if (body.envName !== options.environmentId) {
    throw new GatewayError('INVALIID_ENV', `Environment not found: ${body.envName || '(none)'}`)
  }
  const call = { body, scope: scopeOf(request, body), source: headerOf(request, 'x-tcb-source') }
  const startedMs = performance.now()
  const struck = options.faults.take({ action: body.action, collection: body.collectionName })
  const { transactionId } = body
  const outcome = await inTurn
    .run(transactionId, () => run(options, call, struck))
    .catch((error: unknown) => {
      if (transactionId !== undefined) options.database.failTransaction(transactionId, error)
      return toReply(error)
    })
  tell(options, call, outcome, Math.round(performance.now() - startedMs))
  return outcome
}

interface Call {
  body: Body
  scope: Scope
  source: string
}

async function run(options: GatewayOptions, call: Call, struck: Struck | undefined): Promise<Reply | typeof LOST> {
  const when = struck === undefined || struck.kind === 'conflict' ? 'before' : (struck.when ?? 'before')
  if (struck !== undefined && when === 'before' && (await strike(struck)) === LOST) return LOST
  const reply = await perform(options, call)
  if (struck !== undefined && when === 'after' && (await strike(struck)) === LOST) return LOST
  return reply
}

async function strike(struck: Struck): Promise<typeof LOST | undefined> {
  switch (struck.kind) {
    case 'error':
      throw new GatewayError(struck.code ?? 'SYS_ERR', struck.message ?? 'an injected fault')
    case 'conflict':
      throw transactionConflict()
    case 'reset':
      return LOST
    case 'wait':
      await struck.until()
      return undefined
  }
}

async function perform(options: GatewayOptions, { body, scope, source }: Call): Promise<Reply> {
  const { database, clock } = options
  if (isDatabaseAction(body.action)) {
    return DATABASE_ACTIONS[body.action](body, { database, nowMs: clock.now(), scope })
  }
  if (body.action !== 'functions.invokeFunction') {
    throw invalidParam(`the local cloud does not know the action ${body.action}`)
  }
  const invoke = v.parse(invokeSchema, body)
  const response_data = await options.invokeFunction({
    functionName: invoke.function_name,
    eventJson: invoke.request_data,
    apiToken: body.wxCloudApiToken,
    source,
  })
  return { data: { response_data } }
}

function checkSignaturePresent(request: IncomingMessage): void {
  if (!headerOf(request, 'authorization').startsWith('TC3-HMAC-SHA256 ')) {
    throw new GatewayError('SIGN_PARAM_INVALID', 'the header Authorization must start with TC3-HMAC-SHA256')
  }
}

function readRequest(raw: Buffer | undefined): Body {
  if (raw === undefined) throw invalidParam('the request is too large')
  try {
    return v.parse(bodySchema, JSON.parse(raw.toString('utf8')))
  } catch {
    throw invalidParam('the body must be one JSON object with an action')
  }
}

/** The SDK puts the invocation's id (`TCB_SEQID`) in front of each request's own number. */
function scopeOf(request: IncomingMessage, { transactionId }: Body): Scope {
  const sequence = new URL(request.url ?? '/', 'http://gateway').searchParams.get('seqId') ?? ''
  const end = sequence.lastIndexOf('-')
  return { transactionId, requestId: end > 0 ? sequence.slice(0, end) : undefined }
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

function toReply(error: unknown): Reply {
  const known = error instanceof GatewayError ? error : systemError(String(error))
  return { code: known.code, message: known.message }
}

function tell(options: GatewayOptions, { body, scope }: Call, outcome: Reply | typeof LOST, ms: number): void {
  const { clock, events, calls } = options
  const code = outcome === LOST ? 'lost' : outcome['code']
  const told = {
    atMs: clock.now(),
    action: body.action,
    outcome: typeof code === 'string' ? code : 'ok',
    ...(body.collectionName !== undefined && { collection: body.collectionName }),
    ...(body.transactionId !== undefined && { transactionId: body.transactionId }),
  }
  events.emit('gateway', { ...told, ...(scope.requestId !== undefined && { requestId: scope.requestId }) })
  const got = outcome === LOST ? '' : JSON.stringify(outcome)
  calls.asked(scope.requestId, { ...told, ms, sent: JSON.stringify(body), got })
}
