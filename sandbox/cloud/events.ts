import { EventEmitter } from 'node:events'

/** Who an invocation came from. */
export type TriggerKind = 'client' | 'function' | 'http' | 'timer' | 'server'

/** One document changed for good (a transaction's changes are told when it commits). */
export interface WriteEvent {
  atMs: number
  collection: string
  id: string | number
  change: 'insert' | 'update' | 'remove'
  before: Readonly<Record<string, unknown>> | undefined
  after: Readonly<Record<string, unknown>> | undefined
  transactionId?: string
  /** The invocation that wrote, when a function of this host did; PostgreSQL knows none, and tells its transaction. */
  requestId?: string
}

export interface TransactionEvent {
  atMs: number
  transactionId: string
  change: 'started' | 'committed' | 'aborted' | 'failed' | 'expired'
  /** Why it failed. */
  reason?: string
}

/** One request the gateway answered, or refused, or left without an answer (`lost`). */
export interface GatewayEvent {
  atMs: number
  action: string
  collection?: string
  transactionId?: string
  requestId?: string
  outcome: 'ok' | 'lost' | (string & {})
}

interface CallEvent {
  atMs: number
  requestId: string
  functionName: string
  trigger: TriggerKind
  openid?: string
}

export interface DoneEvent {
  atMs: number
  requestId: string
  functionName: string
  trigger: TriggerKind
  /** `ok`, or the kind of failure. */
  outcome: string
  /** From asking to answering, waiting for an instance included. */
  durationMs: number
  message?: string
}

/** One line a function printed. */
export interface LogEvent {
  atMs: number
  functionName: string
  instanceId: string
  stream: 'stdout' | 'stderr'
  line: string
  /** The invocation under way when it was printed, if any. */
  requestId?: string
}

interface InstanceEvent {
  atMs: number
  functionName: string
  instanceId: string
  change: 'started' | 'stopped'
  reason?: string
}

interface CloudEventMap {
  write: [WriteEvent]
  transaction: [TransactionEvent]
  gateway: [GatewayEvent]
  call: [CallEvent]
  done: [DoneEvent]
  log: [LogEvent]
  instance: [InstanceEvent]
}

/** Everything that happens in the stand-in, for tests and for a live view. */
export type CloudEvents = EventEmitter<CloudEventMap>

export const createCloudEvents = (): CloudEvents => new EventEmitter<CloudEventMap>()
