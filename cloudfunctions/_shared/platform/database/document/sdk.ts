// The one door to wx-server-sdk. It is loaded at first use: in a bundle this keeps 1 MB of code unread until someone
// needs the database, so contractNotify turns forged messages away without it.

/** What we use of the SDK's database, with the types it does not ship. */
export interface CloudDatabase {
  collection(name: string): CloudCollection
  command: CloudCommand
  runTransaction<T>(work: (transaction: CloudTransaction) => Promise<T>, retries: number): Promise<T>
}

export interface CloudTransaction {
  collection(name: string): CloudCollection
}

export interface CloudCollection extends Pick<CloudQuery, 'orderBy'> {
  doc(id: string): CloudDocument
  add(options: { data: object }): Promise<unknown>
  /** A field that is undefined is dropped from the query without a word. In a transaction this is outside of it. */
  where(query: object): CloudQuery
}

export interface CloudQuery {
  update(options: { data: object }): Promise<{ stats: { updated: number } }>
  orderBy(field: string, direction: 'asc' | 'desc'): CloudQuery
  limit(count: number): CloudQuery
  get(): Promise<{ data: object[] }>
  count(): Promise<{ total: number }>
}

export interface CloudCommand {
  /** By `update`: replaces a field as a whole; without, the fields of an object are merged. */
  set(value: unknown): object
  remove(): object
  /** In a query: numbers are compared with numbers only, so a field that is not there matches none. */
  gt(value: number | string): object
  gte(value: number): object
  lte(value: number): object
  and(conditions: readonly object[]): object
  or(conditions: readonly object[]): object
}

interface CloudDocument {
  /** `data` is null where there is no such document. */
  get(): Promise<{ data: object | null }>
  set(options: { data: object }): Promise<unknown>
  remove(): Promise<unknown>
}

interface CloudSdk {
  DYNAMIC_CURRENT_ENV: symbol
  init(options: { env: symbol; timeout: number }): void
  database(options: { throwOnNotFound: boolean }): CloudDatabase
  callFunction(options: { name: string; data: object }): Promise<{ result?: unknown }>
}

/** Per request to another function. */
const CALL_TIMEOUT_MS = 5000

// The types shipped with wx-server-sdk 4.0.2 lack DYNAMIC_CURRENT_ENV for `init`, `timeout` and `throwOnNotFound`: this
// cast is the one place that says so.
const load = async (): Promise<CloudSdk> => (await import('wx-server-sdk')).default as unknown as CloudSdk

/** The database of the environment the function runs in. @param timeoutMs per request */
export async function openCloudDatabase(timeoutMs: number): Promise<CloudDatabase> {
  const cloud = await load()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: timeoutMs })
  return cloud.database({ throwOnNotFound: false })
}

/** Another function of the environment; the identity of a user this invocation has goes along. @returns what it answered */
export async function callCloudFunction(name: string, data: object): Promise<unknown> {
  const cloud = await load()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: CALL_TIMEOUT_MS })
  return (await cloud.callFunction({ name, data })).result
}
