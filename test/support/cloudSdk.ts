import type { CloudStandIn } from '../../sandbox/cloud/standIn'

/** The parts of the real server SDK that the stand-in's tests use; its own types lack some and get others wrong. */
export interface Sdk {
  init(options: { env: string }): void
  database(options?: { throwOnNotFound?: boolean }): SdkDatabase
  callFunction(options: { name: string; data?: unknown }): Promise<{ result: unknown; errMsg: string }>
  getWXContext(): Record<string, unknown>
}

export interface SdkDatabase {
  collection(name: string): SdkCollection
  createCollection(name: string): Promise<unknown>
  startTransaction(): Promise<SdkTransaction>
  runTransaction<Result>(run: (transaction: SdkTransaction) => Promise<Result>, retries?: number): Promise<Result>
  serverDate(options?: { offset: number }): unknown
  RegExp(options: { regexp: string; options?: string }): unknown
  command: SdkCommand
}

export interface SdkCommand {
  readonly aggregate: { sum(expression: unknown): unknown }
  gt(value: unknown): SdkCommand
  and(other: SdkCommand): SdkCommand
  lt(value: unknown): SdkCommand
  in(values: unknown[]): SdkCommand
  or(...conditions: unknown[]): SdkCommand
  exists(value: boolean): SdkCommand
  inc(by: number): unknown
  push(values: unknown): unknown
  addToSet(value: unknown): unknown
  set(value: unknown): unknown
  remove(): unknown
}

export interface SdkQuery {
  get(): Promise<{ data: Record<string, unknown>[] }>
  count(): Promise<{ total: number }>
  update(options: { data: object; multi?: boolean }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
  where(query: object): SdkQuery
  orderBy(field: string, direction: 'asc' | 'desc'): SdkQuery
  limit(count: number): SdkQuery
  skip(count: number): SdkQuery
  field(fields: object): SdkQuery
}

export interface SdkCollection extends SdkQuery {
  add(options: { data: object }): Promise<{ _id: string; _ids?: string[] }>
  doc(id: string | number): SdkDocument
  aggregate(): SdkPipeline
}

export interface SdkDocument {
  get(): Promise<{ data: Record<string, unknown> | null }>
  set(options: { data: object }): Promise<{ _id: string; stats: { updated: number; created: number } }>
  update(options: { data: object }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
}

export interface SdkPipeline {
  match(query: object): SdkPipeline
  group(stage: object): SdkPipeline
  sort(stage: object): SdkPipeline
  lookup(stage: object): SdkPipeline
  end(): Promise<{ list: Record<string, unknown>[] }>
}

export interface SdkTransaction {
  collection(name: string): SdkCollection
  commit(): Promise<unknown>
  rollback(reason?: unknown): Promise<unknown>
}

/** Loads the unmodified SDK into this process, pointed at the stand-in. */
export function loadSdk(cloud: CloudStandIn): Sdk {
  Object.assign(process.env, cloud.sdkEnvironment())
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only now is the environment as the SDK needs it
  const sdk = require('wx-server-sdk') as Sdk
  sdk.init({ env: cloud.environmentId })
  return sdk
}

/** What a rejected SDK call carries. */
export interface SdkError {
  errCode?: number
  errMsg?: string
  code?: string
  message: string
}

/** Waits for the refusal and returns it; fails when there is none. */
export async function refusal(promise: Promise<unknown>): Promise<SdkError> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    return error as SdkError
  }
  throw new Error(`expected a refusal, got ${JSON.stringify(value)}`)
}
