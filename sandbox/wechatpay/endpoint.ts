// One endpoint: its fields and what it does. And finding the endpoint of a request.
import type { AnswerContent } from './answers'
import { paramError, Refusal, notFound } from './refusal'
import { readFields, type FieldTable, type Values } from './fieldTable'

/** What a handler gets: fields that were read by their tables. */
interface Call<Path extends FieldTable, Query extends FieldTable, Body extends FieldTable> {
  path: Values<Path>
  query: Values<Query>
  body: Values<Body>
  /** The `Wechatpay-Serial` header, as sent. */
  wechatpaySerial: string | undefined
}

interface EndpointSpec<Path extends FieldTable, Query extends FieldTable, Body extends FieldTable> {
  method: 'GET' | 'POST'
  /** `{name}` is a path parameter. */
  template: string
  path: Path
  query: Query
  /** Empty for a GET, which takes no body. */
  body: Body
  handle: (call: Call<Path, Query, Body>) => AnswerContent
}

/** What came in, after Authorization and JSON were checked. */
interface PlainCall {
  path: Readonly<Record<string, string>>
  query: Readonly<Record<string, string>>
  body: Readonly<Record<string, unknown>>
  wechatpaySerial: string | undefined
}

export interface Endpoint {
  method: 'GET' | 'POST'
  template: string
  /** Reads the fields, then handles. */
  run: (call: PlainCall) => AnswerContent
}

export function endpoint<Path extends FieldTable, Query extends FieldTable, Body extends FieldTable>(
  spec: EndpointSpec<Path, Query, Body>,
): Endpoint {
  return {
    method: spec.method,
    template: spec.template,
    run: ({ path, query, body, wechatpaySerial }) =>
      spec.handle({
        path: readFields(spec.path, path, 'path'),
        query: readFields(spec.query, query, 'query'),
        body: readFields(spec.body, body, 'body'),
        wechatpaySerial,
      }),
  }
}

/** Exactly one of two optional fields must be there. @param at where in the body they are */
export function requireOneOf(body: Readonly<Record<string, unknown>>, first: string, second: string, at = ''): void {
  const count = Number(body[first] !== undefined) + Number(body[second] !== undefined)
  if (count !== 1)
    throw paramError('body', `${at}/${first}`, `exactly one of ${first} and ${second} is required, got ${count}`)
}

/**
 * @param pathname as sent, still percent-encoded
 * @throws {Refusal} 404 for an unknown path, 405 for another method, 400 for a broken percent escape
 */
export function findEndpoint(
  endpoints: readonly Endpoint[],
  method: string,
  pathname: string,
): { endpoint: Endpoint; path: Record<string, string> } {
  const matches = endpoints.flatMap((candidate) => {
    const path = matchPath(candidate.template, pathname)
    return path ? [{ endpoint: candidate, path }] : []
  })
  if (matches.length === 0) throw notFound('NOT_FOUND', `no endpoint at ${pathname}`)
  const match = matches.find((candidate) => candidate.endpoint.method === method)
  if (!match) throw new Refusal(405, 'METHOD_NOT_ALLOWED', `${pathname} does not take ${method}`)
  return match
}

function matchPath(template: string, pathname: string): Record<string, string> | undefined {
  const expected = template.split('/')
  const actual = pathname.split('/')
  if (expected.length !== actual.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of expected.entries()) {
    const segment = actual[index] ?? ''
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    if (name !== undefined) parameters[name] = segment
    else if (segment !== part) return undefined
  }
  for (const [name, segment] of Object.entries(parameters)) parameters[name] = decodeSegment(name, segment)
  return parameters
}

function decodeSegment(name: string, segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw paramError('path', name, 'is not valid percent-encoded UTF-8', segment)
  }
}
