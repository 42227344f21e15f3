// The three call styles, typed and built from one route table. Only declared segments exist: no proxy answers to `then`,
// `toJSON` or a misspelling, so a client can be awaited, printed and compared, and chaining never makes it grow.
import type { AxiosResponse } from 'axios'
import type { Execute } from './engine'
import { looksLikeConfig, type RequestConfig } from './requestConfig'
import type { Endpoint, HttpMethod, Operation, RouteTable } from './routes'
import { InputError } from './wechatpayErrors'

// ---- Types ---------------------------------------------------------------------------------------------------------

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text
/** `pre-entrust-sign` -> `preEntrustSign`; `{service_id}` -> `_service_id_`. */
type Segment<Text extends string> = Text extends `{${infer Name}}` ? `_${Name}_` : CamelCase<Text>

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never

type WithoutBody = (typeof WITHOUT_BODY)[number]

/** Path parameters are required exactly where the path has them. A path built by the caller may have any. */
type PathParamsOf<Path extends string> = string extends Path
  ? { pathParams?: Readonly<Record<string, string | number>> }
  : [ParamNames<Path>] extends [never]
    ? { pathParams?: never }
    : { pathParams: Readonly<Record<ParamNames<Path>, string | number>> }

/** Whether nothing in it is required. */
type IsOptional<T> = Partial<T> extends T ? true : false

/** The query is required where a member of it is. */
type ParamsOf<Op extends Operation> = Op extends { params: infer Params extends object }
  ? IsOptional<Params> extends true
    ? { params?: Params }
    : { params: Params }
  : Pick<RequestConfig, 'params'>

export type CallConfig<Path extends string, Op extends Operation> = Omit<RequestConfig, 'params' | 'pathParams'> &
  ParamsOf<Op> &
  PathParamsOf<Path>

/** The config may be left out where nothing in it is required. */
type ConfigArgs<Path extends string, Op extends Operation> =
  IsOptional<CallConfig<Path, Op>> extends true ? [config?: CallConfig<Path, Op>] : [config: CallConfig<Path, Op>]

/** Where a method takes a body and this endpoint has none, its place stays empty: `post(undefined, config)`. */
type NoBodyArgs<Path extends string, Op extends Operation> =
  IsOptional<CallConfig<Path, Op>> extends true
    ? [body?: undefined, config?: CallConfig<Path, Op>]
    : [body: undefined, config: CallConfig<Path, Op>]

type Args<Path extends string, Op extends Operation, M> = Op extends { body: infer Body }
  ? [body: Body, ...config: ConfigArgs<Path, Op>]
  : M extends WithoutBody
    ? ConfigArgs<Path, Op>
    : NoBodyArgs<Path, Op>

type Invoke<Path extends string, Op extends Operation, M> = (
  ...args: Args<Path, Op, M>
) => Promise<AxiosResponse<Op['reply']>>

type Methods<Path extends string, E extends Endpoint> = {
  readonly [M in keyof E & HttpMethod]: E[M] extends Operation ? Invoke<Path, E[M], M> : never
}

/** An endpoint: its methods, and, where it has a POST, the node itself as a function. */
export type EndpointNode<Path extends string, E extends Endpoint> = Methods<Path, E> &
  (E extends { post: infer Op extends Operation } ? Invoke<Path, Op, 'post'> : unknown)

type Head<Path> = Path extends `${infer First}/${string}` ? First : Path
type Under<Table, First extends string> = {
  [Rest in keyof Table as Rest extends `${First}/${infer Tail}` ? Tail : never]: Table[Rest]
}
type Node<Table, First extends string> = (First extends keyof Table ? Table[First] : unknown) &
  Tree<Under<Table, First>>
type Tree<Table> = { readonly [First in Head<keyof Table> & string as Segment<First>]: Node<Table, First> }

type EndpointNodes<Table extends RouteTable> = {
  readonly [Path in keyof Table & string]: EndpointNode<Path, Table[Path]>
}

interface ChainByPath<Table extends RouteTable> {
  /** A declared endpoint by its path. */
  <Path extends keyof Table & string>(path: Path): EndpointNode<Path, Table[Path]>
  /** Any other v3 path, typed by the caller: `chain<{ post: { body: B; reply: R } }>('v3/...')`. */
  <E extends Endpoint = never>(path: [E] extends [never] ? never : `v3/${string}`): EndpointNode<string, E>
}

/** The call styles of a route table. */
export type Chain<Table extends RouteTable> = Tree<EndpointNodes<Table>> &
  EndpointNodes<Table> & { readonly chain: ChainByPath<Table> }

// ---- The running part ----------------------------------------------------------------------------------------------

type Invoker = (...args: unknown[]) => Promise<AxiosResponse<unknown>>
type RunningNode = Record<string, unknown>

const ALL_METHODS: readonly HttpMethod[] = ['get', 'post', 'put', 'patch', 'delete']
const WITHOUT_BODY = ['get', 'delete'] as const

/**
 * Builds what {@link Chain} promises, onto an empty object.
 * @param routes path -> methods, declared ones only
 */
export function buildChain(execute: Execute, routes: Readonly<Record<string, readonly HttpMethod[]>>): RunningNode {
  const root: RunningNode = {}
  // Asked by name only where it is our own: `constructor` is every object's.
  const methodsOf = (path: string) => (Object.hasOwn(routes, path) ? routes[path] : undefined) ?? ALL_METHODS
  // Shorter paths first, so that an endpoint that is also a folder exists before what stands under it.
  for (const path of Object.keys(routes).sort((a, b) => a.length - b.length)) {
    const endpoint = createEndpointNode(execute, path, routes[path] ?? [])
    define(root, path, endpoint, false)
    place(root, path.split('/').map(toSegment), endpoint)
  }
  define(root, 'chain', (path: string) => createEndpointNode(execute, path, methodsOf(path)), true)
  return root
}

function createEndpointNode(execute: Execute, template: string, methods: readonly HttpMethod[]): RunningNode {
  const invokers = methods.map((method) => [method, createInvoker(execute, template, method)] as const)
  const post = invokers.find(([method]) => method === 'post')?.[1]
  const node = post ? nameFunction((...args: unknown[]) => post(...args), template) : {}
  for (const [method, invoke] of invokers) define(node, method, invoke, true)
  return node
}

function createInvoker(execute: Execute, template: string, name: HttpMethod): Invoker {
  const method = name.toUpperCase()
  const config = (args: unknown[], at: number) => {
    if (args.slice(at + 1).some((arg) => arg !== undefined))
      throw new InputError('arguments', `${name} takes ${at === 0 ? 'a config' : 'a body and a config'}, and no more`)
    return args[at] as RequestConfig | undefined
  }
  if ((WITHOUT_BODY as readonly string[]).includes(name))
    return async (...args) => execute({ method, template, config: config(args, 0) })
  return async (...args) => {
    if (args[1] === undefined && looksLikeConfig(args[0]))
      throw new InputError('body', `is a config; where there is no body, write ${name}(undefined, config)`)
    return execute({ method, template, body: args[0], config: config(args, 1) })
  }
}

function place(root: RunningNode, segments: string[], endpoint: RunningNode): void {
  const last = segments.pop() ?? ''
  const parent = segments.reduce((node, segment) => {
    if (!Object.hasOwn(node, segment)) define(node, segment, {}, true)
    return node[segment] as RunningNode
  }, root)
  define(parent, last, endpoint, true)
}

const toSegment = (text: string): string =>
  text.startsWith('{')
    ? `_${text.slice(1, -1)}_`
    : text.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** Prints as the path it calls. */
const nameFunction = <F extends Invoker>(invoke: F, path: string): F =>
  Object.defineProperty(invoke, 'name', { value: path })

/** Read-only; `define` and not assignment, since a function already has `name` and `length`. */
function define(node: object, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(node, name, { value, enumerable, configurable: true, writable: false })
}
