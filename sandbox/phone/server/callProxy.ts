// SERVER: `wx.cloud.callFunction` on its way from the phone to the cloud, with what may happen to it on the way.
import { randomUUID } from 'node:crypto'
import type { LocalWechat } from '../../localWechat'
import { actingNow } from '../live/acting'
import { describeAnswer } from '../live/describe'
import { say } from '../texts/texts'
import type { LiveView } from '../live/liveView'
import { PENDING, type ServerSwitches } from '../wire'

interface PhoneCall {
  name: string
  /** As the mini-program gave it, JSON. */
  body: string
  openid: string
}

export interface CallDeps {
  local: () => LocalWechat
  switches: () => ServerSwitches
  view: LiveView
  nowMs: () => number
  sleep: (ms: number) => Promise<void>
}

/** What a function made in the console may take, and the commonest thing to forget to raise. */
const SHORT_LIMIT_MS = 3_000
const SLOW_MS = 12_000
const TIMED_OUT = {
  errCode: -504003,
  errMsg: 'cloud.callFunction:fail Error: errCode: -504003  | errMsg: Invoking task timed out after 3 seconds',
}

/** Forwards a call to the front of the CloudBase stand-in and shows it. Resolves to what the phone is answered. */
export async function forwardCall(given: PhoneCall, deps: CallDeps): Promise<unknown> {
  const call = { ...given, name: localName(given.name, deps.local().cloud.functionNames) }
  const startedMs = deps.nowMs()
  const { name, openid: user } = call
  const requestId = randomUUID()
  const { cause } = actingNow()
  const change = deps.view.add({
    lane: 'function',
    tone: 'plain',
    text: say('pageAsks', { name }),
    pill: PENDING,
    user,
    hop: `call:${requestId}`,
    ...(cause !== undefined && { cause }),
  })
  const answer = await answerOf({ ...call, requestId }, deps)
  const isCold = deps.local().cloud.calls.find(requestId)?.isCold === true
  change(describeAnswer({ name, ms: deps.nowMs() - startedMs, isCold, answer }))
  return answer
}

/** Here functions go by their own names, whatever a merchant puts in front of them online. */
const localName = (name: string, own: readonly string[]): string =>
  own.includes(name) ? name : (own.find((one) => name.endsWith(one)) ?? name)

type NamedCall = PhoneCall & { requestId: string }

async function answerOf(call: NamedCall, deps: CallDeps): Promise<unknown> {
  const { functions } = deps.switches()
  // The function runs to its end all the same: no answer says nothing about what was done.
  const [answer] = await Promise.all([post(call, deps.local()), deps.sleep(delayOf(functions))])
  return functions === 'time out (3 s)' ? TIMED_OUT : answer
}

function delayOf(functions: ServerSwitches['functions']): number {
  if (functions === 'time out (3 s)') return SHORT_LIMIT_MS
  return functions === 'slowly (12 s)' ? SLOW_MS : 0
}

async function post(call: NamedCall, { cloud, miniProgramAppid }: LocalWechat): Promise<unknown> {
  const { name, body, openid, requestId } = call
  const who = { 'x-wx-openid': openid, 'x-wx-appid': miniProgramAppid, 'x-wx-request-id': requestId }
  const headers = { 'content-type': 'application/json', ...who }
  const response = await fetch(`${cloud.frontUrl}/call/${name}`, { method: 'POST', headers, body })
  return await response.json()
}
