import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { CloudCallError } from '../functions/failures'
import { readBody } from '../httpServer'
import { LIMITS } from '../limits'
import type { CallAnswer, Caller } from './clientCall'
import type { HttpAnswer, HttpRequest } from './httpAccess'
import { bodyLimit, headerOf } from './httpAccess'
import { tooLarge } from './httpEntry'
import type { InvokeAnswer } from './serverInvoke'

interface FrontOptions {
  call: (functionName: string, data: unknown, caller: Caller | undefined) => Promise<CallAnswer>
  http: (request: HttpRequest) => Promise<HttpAnswer>
  invoke: (functionName: string, data: unknown) => Promise<InvokeAnswer>
  fireTimer: (functionName: string) => Promise<unknown>
}

/**
 * The address the outside sees: `POST /call/<name>` is `wx.cloud.callFunction` (headers `x-wx-openid` and `x-wx-appid`
 * stand for the platform's knowledge of the caller), `POST /invoke/<name>` the cloud API, `POST /timer/<name>` its timer, at once;
 * every other path is HTTP access.
 */
export function createFrontServer(options: FrontOptions): Server {
  return createServer((request, response) => {
    void answer(options, request, response).catch(() => response.destroy())
  })
}

async function answer(options: FrontOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://front')
  const [, way, functionName] = /^\/(call|invoke|timer)\/([\w-]+)$/.exec(url.pathname) ?? []
  if (request.method === 'POST' && functionName !== undefined) {
    const run = async (data: unknown): Promise<object> => {
      if (way === 'call') return options.call(functionName, data, callerOf(request))
      return way === 'invoke' ? options.invoke(functionName, data) : { result: await options.fireTimer(functionName) }
    }
    sendJson(response, await answerCall(request, run))
    return
  }
  send(response, await answerHttpAccess(options, request, url))
}

async function answerCall(request: IncomingMessage, run: (data: unknown) => Promise<object>): Promise<object> {
  try {
    const body = await readBody(request, LIMITS.payloadBytes)
    return await run(parseData(body))
  } catch (error) {
    if (!(error instanceof CloudCallError)) throw error
    const { errCode, errMsg, requestID } = error
    return { errCode, errMsg, requestID }
  }
}

function parseData(body: Buffer | undefined): unknown {
  if (body === undefined) throw new CloudCallError({ kind: 'eventTooLarge', message: 'data exceeds 6MB' }, '')
  try {
    return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as unknown)
  } catch {
    throw new CloudCallError({ kind: 'exception', message: 'data must be JSON' }, '')
  }
}

function callerOf({ headers }: IncomingMessage): Caller | undefined {
  const read = (name: string): string | undefined => {
    const value = headers[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const openid = read('x-wx-openid')
  const appid = read('x-wx-appid')
  if (openid === undefined || appid === undefined) return undefined
  const unionid = read('x-wx-unionid')
  return { openid, appid, unionid, source: read('x-wx-source'), requestId: read('x-wx-request-id') }
}

async function answerHttpAccess({ http }: FrontOptions, request: IncomingMessage, url: URL): Promise<HttpAnswer> {
  const headers = toPairs(request.rawHeaders)
  const limit = bodyLimit(headerOf({ headers }, 'content-type'))
  const body = await readBody(request, limit)
  if (body === undefined) return tooLarge(limit, '')
  const client: readonly [string, string] = ['X-Forwarded-For', request.socket.remoteAddress ?? '']
  return http({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: [...headers, client],
    body,
  })
}

function toPairs(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) pairs.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
  return pairs
}

function sendJson(response: ServerResponse, json: object): void {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(json))
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, headers)
  response.end(body)
}
