// One request from call to answer: serialise once > sign > send > verify > parse, with the tries around it. All call
// styles end here.
import type { AxiosResponse } from 'axios'
import { buildAuthorization, type Signer } from './authorization'
import { serialiseBody } from './body'
import { readReply, type CheckReply } from './readReply'
import type { Runtime } from './options'
import { addedHeaders, checkConfig, type RequestConfig } from './requestConfig'
import { backoffMs, connectLimitMs, decideRetry, MAX_TRIES, mayHaveTakenEffect, repeatable } from './retry'
import { buildTarget } from './target'
import type { Transport } from './transport'
import { WechatPayTransportError } from './wechatpayErrors'

interface EngineParts {
  signer: Signer
  /** Base URLs without a trailing slash, main first; at least one. */
  hosts: readonly string[]
  /** Sent with every request: Accept, User-Agent, and Wechatpay-Serial when a public key is configured. */
  headers: Readonly<Record<string, string>>
  tryTimeoutMs: number
  totalTimeoutMs: number
  transport: Transport
  check: CheckReply
  runtime: Runtime
}

interface Call {
  /** Upper case. */
  method: string
  /** `v3/...`, with `{name}` for path parameters. */
  template: string
  body?: unknown
  config?: RequestConfig | undefined
  /** Replaces the engine's own check of answers. */
  check?: CheckReply
}

export type Execute = (call: Call) => Promise<AxiosResponse<unknown>>

/** A request in its final form: what a second try repeats to the byte, apart from time, nonce and signature. */
interface Prepared {
  method: string
  target: string
  body: string
  headers: Record<string, string>
  check: CheckReply
  signal: RequestConfig['signal']
  tryTimeoutMs: number
  totalTimeoutMs: number
  repeatable: () => ReturnType<typeof repeatable>
  /** Gathers the texts of the request, longest first, that no error message may quote. */
  sent: () => string[]
}

export function createEngine(parts: EngineParts): Execute {
  return async (call) => withTries(prepare(call, parts), parts)
}

function prepare(call: Call, parts: EngineParts): Prepared {
  const config = call.config ?? {}
  checkConfig(config)
  const body = serialiseBody(call.body)
  return {
    method: call.method,
    target: buildTarget(call.template, config.pathParams, config.params),
    body,
    headers: {
      ...parts.headers,
      ...addedHeaders(config),
      ...(body !== '' && { 'content-type': 'application/json' }),
    },
    check: call.check ?? parts.check,
    signal: config.signal,
    tryTimeoutMs: config.tryTimeout ?? config.timeout ?? parts.tryTimeoutMs,
    totalTimeoutMs: config.timeout ?? parts.totalTimeoutMs,
    repeatable: () => repeatable(call.method, call.template),
    sent: () => sentTexts(call.body, config),
  }
}

function sentTexts(body: unknown, config: RequestConfig): string[] {
  const texts: string[] = []
  JSON.stringify([body, config.pathParams, config.params], (_, value: unknown) => {
    if (typeof value === 'string' && isTelling(value)) texts.push(value)
    return value
  })
  return texts.sort((a, b) => b.length - a.length)
}

/** `CNY` in a message is no secret, and cutting it out would spoil the message; a name in Chinese has two characters. */
const isTelling = (text: string): boolean => text.length >= 6 || (text.length >= 2 && /[^\x00-\x7f]/.test(text))

async function withTries(request: Prepared, parts: EngineParts): Promise<AxiosResponse<unknown>> {
  const { runtime, hosts } = parts
  const endsAtMs = runtime.nowMs() + request.totalTimeoutMs
  let host = 0
  let isOpen = false
  for (let tries = 1; ; tries++) {
    const leftMs = endsAtMs - runtime.nowMs()
    const timeoutMs = Math.min(request.tryTimeoutMs, leftMs)
    try {
      return await tryOnce(request, hosts[host % hosts.length] ?? '', { tries, timeoutMs, leftMs }, parts)
    } catch (error) {
      isOpen ||= mayHaveTakenEffect(error)
      const decision = decideRetry(error, request.repeatable())
      if (!decision.retry || tries >= MAX_TRIES) throw ofAllTries(error, isOpen)
      const waitMs = backoffMs(decision.minimumWaitMs, runtime.randomBytes(1).readUInt8() / 256)
      // A try that has no time left to succeed only delays the answer.
      if (runtime.nowMs() + waitMs + MINIMUM_TRY_MS > endsAtMs) throw ofAllTries(error, isOpen)
      if (decision.isOtherHost) host += 1
      await runtime.sleep(waitMs)
    }
  }
}

const MINIMUM_TRY_MS = 500

/** The last try may not have been sent; that says nothing of one before it. */
function ofAllTries(error: unknown, isOpen: boolean): unknown {
  if (!(error instanceof WechatPayTransportError) || error.isSent || !isOpen) return error
  return new WechatPayTransportError(error.phase, error.timeoutMs, error.networkCode)
}

async function tryOnce(
  request: Prepared,
  host: string,
  { tries, timeoutMs, leftMs }: { tries: number; timeoutMs: number; leftMs: number },
  parts: EngineParts,
): Promise<AxiosResponse<unknown>> {
  const nowSec = Math.floor(parts.runtime.nowMs() / 1000)
  const nonce = parts.runtime.randomBytes(16).toString('hex')
  const authorization = buildAuthorization(parts.signer, request, nowSec, nonce)
  const { response, body } = await parts.transport(host, {
    method: request.method,
    target: request.target,
    headers: { ...request.headers, authorization },
    body: request.body,
    timeoutMs,
    connectTimeoutMs: Math.min(timeoutMs, connectLimitMs(tries, leftMs)),
    signal: request.signal,
  })
  const raw = { status: response.status, headers: response.headers, body }
  return { ...response, data: readReply(raw, request.check, request.sent) }
}
