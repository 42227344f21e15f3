import { randomUUID } from 'node:crypto'
import { FAILURE_FORMS } from '../functions/failures'
import type { FunctionHost } from '../functions/host'
import type { HttpAccessOptions, HttpAnswer, HttpRequest } from './httpAccess'
import { bodyLimit, headerOf, platformAnswer, toHttpAnswer, toHttpEvent } from './httpAccess'
import type { Routes } from './routes'
import { matchRoute } from './routes'

interface HttpEntryOptions {
  host: FunctionHost
  routes: Routes
  environmentId: string
  /** Read on each request, so that a test may change it. */
  access: HttpAccessOptions
}

/** HTTP access: finds the function behind the path, hands it the request as an event, and answers what it returned. */
export async function answerHttp(
  { host, routes, environmentId, access }: HttpEntryOptions,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const contextId = randomUUID()
  const route = matchRoute(routes, request.path)
  if (route === undefined) return platformAnswer(404, 'INVALID_PATH', `no route for ${request.path}`, contextId)
  const limit = bodyLimit(headerOf(request, 'content-type'))
  if (request.body.length > limit) return tooLarge(limit, contextId)

  const ids = { requestId: contextId, environmentId }
  const event = toHttpEvent({ ...request, path: route.path }, access, ids)
  const { requestId, outcome } = await host.invoke(route.functionName, JSON.stringify(event), { kind: 'http' })
  if (!outcome.ok) {
    const { status, code } = FAILURE_FORMS[outcome.failure.kind]
    return platformAnswer(status, code, outcome.failure.message, requestId)
  }
  const answer = toHttpAnswer(JSON.parse(outcome.json) as unknown)
  return answer ?? platformAnswer(500, 'FUNCTION_INVOCATION_FAILED', 'Invalid scf response format', requestId)
}

export const tooLarge = (limitBytes: number, requestId: string): HttpAnswer =>
  platformAnswer(413, 'EXCEED_MAX_PAYLOAD_SIZE', `the body may have ${limitBytes} bytes`, requestId)
