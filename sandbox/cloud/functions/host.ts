import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock'
import { GatewayError } from '../errors'
import type { CallLog } from '../callLog'
import type { CloudEvents } from '../events'
import type { InvokeRequest } from '../gateway/gateway'
import { LIMITS } from '../limits'
import { createContext } from './context'
import type { Settings } from './environment'
import { inheritedEnvironment, platformEnvironment, settingsProblems } from './environment'
import type { Failure } from './failures'
import { FAILURE_FORMS } from './failures'
import type { Identity, Trigger } from './identity'
import { identityOf, invocationEnvironment } from './identity'
import type { Outcome } from './instance'
import type { FunctionManifest } from './manifest'
import { readFunctions } from './manifest'
import { Pool } from './pool'
import { Standstill } from './standstill'
import type { Timer } from './timers'

/** What differs from `config.json` and the common settings for one function. */
export interface FunctionOverrides {
  settings?: Settings
  timeoutSec?: number
  memorySizeMb?: number
  maxInstances?: number
}

interface FunctionHostOptions {
  /** Folder of the built functions; none are hosted when it is left out. */
  root: string | undefined
  environmentId: string
  gatewayUrl: () => string
  settings: Settings
  /** Which of the settings a function gets. */
  settingsOf: (functionName: string, all: Settings) => Settings
  overrides: Readonly<Record<string, FunctionOverrides>>
  maxInstances: number
  clock: Clock
  events: CloudEvents
  calls: CallLog
}

interface Invocation {
  requestId: string
  outcome: Outcome
}

/** Runs the built functions as the platform does. Simpler than it: an idle instance is never frozen or retired. */
export class FunctionHost {
  #functions = new Map<string, { manifest: FunctionManifest; pool: Pool }>()
  /** Identities of invocations under way, by the token they hold. */
  readonly #identities = new Map<string, Identity | undefined>()
  readonly #standstill = new Standstill()
  #settings: Settings

  constructor(private readonly options: FunctionHostOptions) {
    this.#settings = options.settings
  }

  get functionNames(): string[] {
    return [...this.#functions.keys()]
  }

  /**
   * Reads the deployment folder and makes ready; instances start when they are needed.
   * @throws {Error} listing everything that is wrong with folder, `config.json` or settings
   */
  deploy(): void {
    const { root, overrides } = this.options
    const manifests = root === undefined ? [] : readFunctions(root)
    const problems = [
      ...unknownNames(overrides, manifests),
      ...manifests.flatMap(({ name }) => settingsProblems(name, this.#settingsOf(name))),
    ]
    if (problems.length > 0) throw new Error(`the local cloud cannot start:\n  ${problems.join('\n  ')}`)
    this.#functions = new Map(manifests.map((manifest) => [manifest.name, this.#host(manifest)]))
  }

  /**
   * As after an upload: folder and settings are read again, every instance ends.
   * @throws {Error} as `deploy`; then all is as it was
   */
  async redeploy(settings: Settings = this.#settings): Promise<void> {
    const before = { functions: this.#functions, settings: this.#settings }
    this.#settings = settings
    try {
      this.deploy()
    } catch (error) {
      this.#settings = before.settings
      throw error
    }
    await Promise.all([...before.functions.values()].map(({ pool }) => pool.close()))
  }

  /** Never rejects: a failure is an outcome. @param requestId to find it by; one of its own unless told otherwise */
  async invoke(
    functionName: string,
    eventJson: string,
    trigger: Trigger,
    requestId: string = randomUUID(),
  ): Promise<Invocation> {
    return this.#standstill.enter({ functionName, isPartOfAnother: trigger.kind === 'function' }, () =>
      this.#invoke(functionName, eventJson, trigger, requestId),
    )
  }

  /** Runs `work` while no function runs but those named: what is under way comes to its end first, what comes meanwhile waits. */
  standStill(work: () => Promise<void>, but: readonly string[]): Promise<void> {
    return this.#standstill.during(work, but)
  }

  async #invoke(functionName: string, eventJson: string, trigger: Trigger, requestId: string): Promise<Invocation> {
    const { clock, events, calls } = this.options
    const startedMs = clock.now()
    const openid = identityOf(trigger)?.openid
    const told = { requestId, functionName, trigger: trigger.kind }
    const who = { ...told, ...(openid !== undefined && { openid }) }
    calls.began({ ...who, startedAtMs: startedMs, input: eventJson })
    events.emit('call', { atMs: startedMs, ...who })
    const outcome = await this.#run(functionName, eventJson, trigger, requestId)
    const atMs = clock.now()
    calls.ended(requestId, atMs, outcome)
    events.emit('done', { atMs, ...told, durationMs: atMs - startedMs, ...summary(outcome) })
    return { requestId, outcome }
  }

  /** A function calls another one through the gateway; the first caller's identity goes along. */
  async invokeForFunction({ functionName, eventJson, apiToken, source }: InvokeRequest): Promise<string> {
    const identity = this.#identities.get(apiToken)
    const trigger: Trigger = { kind: 'function', identity, source: source.replace(/^,/, '') }
    const { outcome } = await this.invoke(functionName, eventJson === '' ? '{}' : eventJson, trigger)
    if (outcome.ok) return outcome.json
    throw new GatewayError(FAILURE_FORMS[outcome.failure.kind].code, outcome.failure.message)
  }

  /** Of all functions that are deployed now. */
  get timers(): Timer[] {
    return [...this.#functions].flatMap(([functionName, { manifest }]) =>
      manifest.timers.map((timer) => ({ functionName, ...timer })),
    )
  }

  /** Fires a timer of the function: its first one unless named. */
  fireTimer(functionName: string, triggerName?: string): Promise<Invocation> {
    const timers = this.#functions.get(functionName)?.manifest.timers ?? []
    const event = {
      Type: 'Timer',
      TriggerName: triggerName ?? timers[0]?.name ?? functionName,
      Time: new Date(this.options.clock.now()).toISOString(),
      Message: '',
    }
    return this.invoke(functionName, JSON.stringify(event), { kind: 'timer' })
  }

  instanceCount(functionName: string): number {
    return this.#functions.get(functionName)?.pool.instanceCount ?? 0
  }

  queueLength(functionName: string): number {
    return this.#functions.get(functionName)?.pool.queueLength ?? 0
  }

  /** @returns how many instances were ended */
  async killInstances(functionName?: string): Promise<number> {
    const hosted = [...this.#functions].filter(([name]) => functionName === undefined || name === functionName)
    const death: Failure = { kind: 'exited', message: 'User process exit when running: killed' }
    const counts = await Promise.all(hosted.map(([, { pool }]) => pool.killInstances(death)))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#functions.values()].map(({ pool }) => pool.close()))
  }

  async #run(functionName: string, eventJson: string, trigger: Trigger, requestId: string): Promise<Outcome> {
    const hosted = this.#functions.get(functionName)
    if (hosted === undefined) return failed('notFound', 'FunctionName parameter could not be found.')
    const bytes = Buffer.byteLength(eventJson)
    if (bytes > LIMITS.payloadBytes) {
      return failed('eventTooLarge', `The event has ${bytes} bytes; ${LIMITS.payloadBytes} are allowed (6MB)`)
    }
    const token = randomUUID()
    this.#identities.set(token, identityOf(trigger))
    const environment = invocationEnvironment(trigger, requestId, token)
    const context = createContext(hosted.manifest, this.options.environmentId, requestId, environment)
    const outcome = await hosted.pool.invoke(requestId, { eventJson, context, environment })
    this.#identities.delete(token)
    return outcome
  }

  #settingsOf(name: string): Settings {
    const { settingsOf, overrides } = this.options
    return { ...settingsOf(name, this.#settings), ...overrides[name]?.settings }
  }

  #host(read: FunctionManifest): { manifest: FunctionManifest; pool: Pool } {
    const { environmentId, gatewayUrl, overrides, maxInstances, clock, events } = this.options
    const own = overrides[read.name] ?? {}
    const manifest: FunctionManifest = {
      ...read,
      timeoutSec: own.timeoutSec ?? read.timeoutSec,
      memorySizeMb: own.memorySizeMb ?? read.memorySizeMb,
    }
    const environment = {
      ...inheritedEnvironment(process.env),
      ...platformEnvironment(environmentId, gatewayUrl()),
      ...this.#settingsOf(read.name),
    }
    const pool = new Pool({ manifest, environment, maxInstances: own.maxInstances ?? maxInstances, clock, events })
    return { manifest, pool }
  }
}

const failed = (kind: Failure['kind'], message: string): Outcome => ({ ok: false, failure: { kind, message } })

function unknownNames(overrides: Readonly<Record<string, unknown>>, manifests: readonly FunctionManifest[]): string[] {
  const names = new Set(manifests.map(({ name }) => name))
  return Object.keys(overrides)
    .filter((name) => !names.has(name))
    .map((name) => `${name}: no such function; there are ${[...names].join(', ') || 'none'}`)
}

const summary = (outcome: Outcome): { outcome: string; message?: string } =>
  outcome.ok ? { outcome: 'ok' } : { outcome: outcome.failure.kind, message: outcome.failure.message }
