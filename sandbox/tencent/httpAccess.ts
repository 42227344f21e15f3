// HTTP access (云接入) from outside: the platform's own refusals, and what a function answers, or is said to.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { domainOf, type Account, type HttpAnswer } from './account'

interface Exchange {
  request: IncomingMessage
  body: Buffer
  response: ServerResponse
}

export async function answerHttpAccess(
  account: Account,
  host: string,
  { request, body: sent, response }: Exchange,
): Promise<void> {
  const { status, headers, body } = await answerOf(account, host, request, sent)
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

/** As one of the kit's refuses what nobody signed. */
const UNSIGNED: HttpAnswer = { status: 401, body: '{"code":"FAIL","message":"not authentic"}' }

const refusal = (status: number, code: string): HttpAnswer => ({
  status,
  body: JSON.stringify({ code, message: code }),
})

async function answerOf(
  { environments }: Account,
  host: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<HttpAnswer> {
  const { pathname: path } = new URL(request.url ?? '/', `https://${host}`)
  const environment = [...environments.values()].find((one) => domainOf(one) === host)
  if (!environment?.isHttpAccessOn) return refusal(404, 'INVALID_ENV')
  if (environment.deniesHttpAccess) return refusal(403, 'ACCESS_DENIED')
  const route = environment.routes.get(path)
  if (!route) return refusal(404, 'INVALID_PATH')
  if (route.isAuthSwitchedOn) return refusal(401, 'MISSING_CREDENTIALS')
  const found = environment.functions.get(route.functionName)
  if (!found) return refusal(404, 'FUNCTION_NOT_FOUND')
  return found.answer ?? (await environment.answerHttp?.(request, body)) ?? UNSIGNED
}
