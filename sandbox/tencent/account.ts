// What an account holds: environments, and in each its functions, collections, routes, triggers and permissions.
import type { IncomingMessage } from 'node:http'

export interface CloudFunction {
  name: string
  handler: string
  runtime: string
  timeoutSec: number
  memoryMb: number
  variables: Record<string, string>
  status: 'Active' | 'Updating' | 'Creating' | 'UpdateFailed'
  /** What it answers over HTTP access, whatever its code would. */
  answer?: HttpAnswer
  /** The zip that was uploaded. */
  code: Buffer
  triggers: { name: string; type: string; config: string; isOn: boolean }[]
}

export interface HttpAnswer {
  status: number
  headers?: Readonly<Record<string, string>>
  body: string
}

export interface Collection {
  name: string
  /** 权限: who may read and write from a client. */
  access: 'READONLY' | 'PRIVATE' | 'ADMINWRITE' | 'ADMINONLY'
  indexes: { name: string; unique: boolean; keys: { name: string; direction: string }[] }[]
}

export interface Environment {
  id: string
  region: string
  appId: string
  /** One of PostgreSQL has no collections, and its rules are a policy. */
  kind: 'document' | 'postgresql'
  functions: Map<string, CloudFunction>
  collections: Map<string, Collection>
  isHttpAccessOn: boolean
  /** Its OPA policy lets nobody in over HTTP access. */
  deniesHttpAccess: boolean
  /** By path. */
  routes: Map<string, { functionName: string; isAuthSwitchedOn: boolean }>
  /** 安全规则 of functions, as text; undefined until somebody wrote it. */
  functionRule: string | undefined
  /** What runs when a function is called by the API; nothing does unless told otherwise. */
  run?: (name: string, event: unknown) => Promise<unknown>
  /** The same over HTTP access; as one of the kit's does to what nobody signed, where nothing is said. */
  answerHttp?: (request: IncomingMessage, body: Buffer) => Promise<HttpAnswer>
}

export class Account {
  readonly environments = new Map<string, Environment>()
  /** Uploaded and not yet made a function of, by name of the object. */
  readonly uploads = new Map<string, Buffer>()
  /** Secret key by secret id. */
  readonly credentials = new Map<string, string>()
  /** What a login by a browser is renewed to, by its refresh token. */
  readonly logins = new Map<string, { tmpSecretId: string; tmpSecretKey: string; tmpToken: string }>()

  addEnvironment(id: string, kind: Environment['kind'] = 'document'): Environment {
    const environment: Environment = {
      id,
      region: 'ap-shanghai',
      appId: '1250000000',
      kind,
      functions: new Map(),
      collections: new Map(),
      isHttpAccessOn: true,
      deniesHttpAccess: false,
      routes: new Map(),
      functionRule: undefined,
    }
    this.environments.set(id, environment)
    return environment
  }
}

/** Of an environment, by HTTP access. */
export const domainOf = ({ id, appId, region }: Environment): string => `${id}-${appId}.${region}.app.tcloudbase.com`

/** What an API is asked for. */
export type Body = Readonly<Record<string, unknown>>
export type Actions = Readonly<Record<string, (account: Account, body: Body) => object | Promise<object>>>

/** As the API tells of a refusal: with HTTP 200. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** @param name of the field that names it: services call it differently */
export function environmentOf({ environments }: Account, body: Body, name: string): Environment {
  const found = environments.get(String(body[name]))
  if (!found) throw new ApiError('ResourceNotFound', `[${name}] ${String(body[name])} not found`)
  return found
}
