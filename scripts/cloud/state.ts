// What an environment of CloudBase holds, as far as the kit has business with it.

export interface CloudState {
  environment: CloudEnvironment
  /** Of those asked for, those there are. */
  functions: readonly CloudFunction[]
  /** Likewise; undefined in an environment without a document database. */
  collections: readonly CloudCollection[] | undefined
  access: HttpAccess
  /** Who may call which function from a page; undefined where such rules are not looked at. */
  rules: FunctionRules | undefined
}

export interface CloudEnvironment {
  id: string
  region: string
  kind: 'document' | 'postgresql'
  /** Name of the document database, as its API wants it. */
  databaseTag: string | undefined
}

export interface CloudFunction {
  name: string
  handler: string
  runtime: string
  timeoutSec: number
  memoryMb: number
  /** `Active` once it can be called. */
  status: string
  /** SHA-256 of each value, by name: values are not kept. */
  variableHashes: Readonly<Record<string, string>>
  timers: readonly Timer[]
}

export interface Timer {
  name: string
  /** Seven fields, seconds first. */
  cron: string
  isOn: boolean
}

export interface CloudCollection {
  name: string
  /** Such as `ADMINONLY`; undefined where the cloud did not say. */
  access: string | undefined
  indexes: readonly CloudIndex[]
}

export interface CloudIndex {
  name: string
  unique: boolean
  keys: readonly { name: string; direction: string }[]
}

export interface HttpAccess {
  isOn: boolean
  /** Without `https://`; undefined where there is none yet. */
  defaultDomain: string | undefined
  routes: readonly CloudRoute[]
}

export interface CloudRoute {
  /** As the API wants it to change the route. */
  id: string
  path: string
  functionName: string
  /** Authentication of the platform's, which WeChat Pay could not pass. */
  isAuthOn: boolean
}

/** By name of the function, `*` for all others; what is said of each is kept as it is. */
export type FunctionRules = Readonly<Record<string, unknown>>
