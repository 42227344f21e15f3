// SERVER: what the stand-in of the merchant's own app asks: its login for a token, and the cloud, over HTTP access.
import { randomUUID } from 'node:crypto'
import { APP_PATHS } from '../../kitSettings'
import { actingNow } from '../live/acting'
import { say } from '../texts/texts'
import { PENDING } from '../wire'
import { makeAppToken } from './appToken'
import type { CallDeps } from './callProxy'

/** How the merchant's cloud answered its app. */
interface AppAnswer {
  status: number
  body: unknown
}

interface AppRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** As it is kept for who looks at it later. */
export interface AppExchange {
  name: string
  sent: AppRequest
  answer: AppAnswer
}

/** The functions for the merchant's own app. */
export const APP_FUNCTIONS = ['appPreEntrustSign', 'appQueryContract', 'appTerminateContract'] as const

interface AppCall {
  name: (typeof APP_FUNCTIONS)[number]
  token: string
  body: Record<string, unknown>
}

/** A fresh token each time: an app renews its own before it asks for anything. */
export function logIn(sub: string, { local, switches, nowMs }: CallDeps): string {
  return makeAppToken({ sub, settings: local().settings, kind: switches().appToken, nowMs: nowMs() })
}

/** The app's request on its way to the cloud, shown as a line of its own. */
export async function askCloud({ name, token, body }: AppCall, deps: CallDeps): Promise<AppAnswer> {
  const startedMs = deps.nowMs()
  const id = randomUUID()
  const hop = `app:${id}`
  const { user, cause } = actingNow()
  const change = deps.view.add({
    lane: 'function',
    tone: 'plain',
    text: say('appAsks', { name }),
    pill: PENDING,
    hop,
    ...(user !== undefined && { user }),
    ...(cause !== undefined && { cause }),
  })
  const path = Object.keys(APP_PATHS).find((one) => APP_PATHS[one] === name) ?? '/'
  const url = `${deps.local().cloud.frontUrl}${path}`
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'request-id': id }
  const sent: AppRequest = { url, headers, body: JSON.stringify(body) }
  const answer = await post(sent)
  deps.view.keep(hop, { name, sent, answer } satisfies AppExchange)
  const { state, error } = (answer.body ?? {}) as { state?: string; error?: { code: string; message: string } }
  const ms = say('ms', { ms: deps.nowMs() - startedMs })
  if (answer.status === 200) change({ tone: 'good', detail: ['HTTP 200', ms], pill: state ?? 'ok' })
  else {
    const detail = [error?.message ?? `POST ${path}`, ms]
    change({ tone: 'warn', detail, pill: [answer.status, error?.code].filter(Boolean).join(' ') })
  }
  return answer
}

async function post({ url, headers, body }: AppRequest): Promise<AppAnswer> {
  const response = await fetch(url, { method: 'POST', headers, body })
  const text = await response.text()
  return { status: response.status, body: parse(text) }
}

/** What is no JSON is shown as it came. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return { error: { code: '', message: text.slice(0, 200) } }
  }
}
