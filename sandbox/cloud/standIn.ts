import type { Clock } from './clock'
import type { CollectionSchema } from './database/schema'
import type { DatabaseControl } from './databaseControl'
import type { CallLog } from './callLog'
import type { CloudEvents } from './events'
import type { CallAnswer, Caller } from './front/clientCall'
import type { HttpAccessOptions, HttpAnswer } from './front/httpAccess'
import type { Routes } from './front/routes'
import type { InvokeAnswer } from './front/serverInvoke'
import type { Settings } from './functions/environment'
import type { FunctionOverrides } from './functions/host'
import type { SecurityRules } from './functions/securityRules'

export interface CloudOptions {
  /** Folder of the built functions, such as `dist/cloudfunctions`; without it there is a database and no functions. */
  functionsRoot?: string
  /** Collections and their indexes; those of `database/collections.json` unless told otherwise. */
  collections?: readonly CollectionSchema[]
  /** Environment variables of the functions (at most 4 KB each), as entered in the console. */
  settings?: Settings
  /** Which of these a function gets; all of them unless told otherwise. */
  settingsOf?: (functionName: string, all: Settings) => Settings
  /** What differs for single functions. */
  functions?: Readonly<Record<string, FunctionOverrides>>
  /** HTTP access: path to function name. */
  routes?: Routes
  /** Function security rules; signed-in callers may call everything unless told otherwise. */
  rules?: SecurityRules
  httpAccess?: Partial<HttpAccessOptions>
  /** Whether timers start functions by themselves; by hand only (`fireTimer`) unless told otherwise. */
  runsTimers?: boolean
  environmentId?: string
  /** Instances per function at the same time; further events wait. */
  maxInstances?: number
  frontPort?: number
  clock?: Clock
  documentBytes?: number
}

/** A request to HTTP access without a socket; `body` is sent as the bytes it is. */
export interface HttpCall {
  method?: string
  path: string
  headers?: Readonly<Record<string, string>>
  body?: Buffer | string
}

export interface CloudStandIn {
  readonly environmentId: string
  /** Where the mini-program and HTTP access come in, such as `http://127.0.0.1:40123`. */
  readonly frontUrl: string
  /** Where the server SDK goes. */
  readonly gatewayUrl: string
  readonly events: CloudEvents
  /** What was recorded of the latest calls, by the request id events tell. */
  readonly calls: Pick<CallLog, 'find' | 'behind' | 'running'>
  readonly db: DatabaseControl
  /** How HTTP access spells headers and encodes bodies; may be changed at any time. */
  readonly httpAccess: HttpAccessOptions
  readonly functionNames: readonly string[]
  /** Variables with which the SDK in any process talks to this stand-in. Set them before its first `require`. */
  sdkEnvironment(): Record<string, string>
  /** `wx.cloud.callFunction`. Rejects with `CloudCallError`. */
  call(functionName: string, data: unknown, caller?: Caller): Promise<CallAnswer>
  http(call: HttpCall): Promise<HttpAnswer>
  /**
   * The cloud API, as `tcb fn invoke`: no user, no rules for clients. Rejects with `CloudCallError`.
   * @param requestId to find the call by; one of its own unless told otherwise
   */
  invoke(functionName: string, data?: unknown, requestId?: string): Promise<InvokeAnswer>
  /** Resolves to what the function returned. Rejects with `CloudCallError`. */
  fireTimer(functionName: string, triggerName?: string): Promise<unknown>
  /**
   * Moves the clock while no function runs but those named, then starts each timer the move has passed over, once. Resolves when
   * those have ended.
   * @param move of the clock that was given
   */
  whileTimePasses(move: () => Promise<void>, but: readonly string[]): Promise<void>
  instanceCount(functionName: string): number
  queueLength(functionName: string): number
  /** Ends instances in the middle of what they do: of one function, or all. Resolves to how many. */
  killInstances(functionName?: string): Promise<number>
  /** As after an upload: instances end, the folder is read again, settings are replaced if given. */
  redeploy(settings?: Settings): Promise<void>
  /** The same, once what is under way has come to its end; what comes meanwhile waits for the new ones. */
  upload(): Promise<void>
  /** Leaves nothing running. */
  close(): Promise<void>
}
