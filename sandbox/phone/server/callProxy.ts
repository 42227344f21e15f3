// SERVER: `wx.cloud.callFunction` on its way from the phone to the cloud, with what may happen to it on the way.
import type { LocalWechat } from '../../localWechat'
import { describeAnswer } from '../live/describe'
import { say } from '../texts/texts'
import type { LiveView } from '../live/liveView'
import type { ServerSwitches } from '../wire'

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
  const change = deps.view.add({ tone: 'plain', text: say('pageAsks', { name: call.name }), pill: '…' })
  const cold = watchColdStart(deps.local(), call.name)
  const answer = await answerOf(call, deps)
  change(describeAnswer({ name: call.name, ms: deps.nowMs() - startedMs, isCold: cold.stop(), answer }))
  return answer
}

/** Here functions go by their own names, whatever a merchant puts in front of them online. */
const localName = (name: string, own: readonly string[]): string =>
  own.includes(name) ? name : (own.find((one) => name.endsWith(one)) ?? name)

async function answerOf(call: PhoneCall, deps: CallDeps): Promise<unknown> {
  const { functions } = deps.switches()
  // The function runs to its end all the same: no answer says nothing about what was done.
  const [answer] = await Promise.all([post(call, deps.local()), deps.sleep(delayOf(functions))])
  return functions === 'time out (3 s)' ? TIMED_OUT : answer
}

function delayOf(functions: ServerSwitches['functions']): number {
  if (functions === 'time out (3 s)') return SHORT_LIMIT_MS
  return functions === 'slowly (12 s)' ? SLOW_MS : 0
}

async function post({ name, body, openid }: PhoneCall, { cloud, miniProgramAppid }: LocalWechat): Promise<unknown> {
  const response = await fetch(`${cloud.frontUrl}/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-wx-openid': openid, 'x-wx-appid': miniProgramAppid },
    body,
  })
  return await response.json()
}

function watchColdStart({ cloud }: LocalWechat, name: string): { stop: () => boolean } {
  let isCold = false
  const look = (event: { functionName: string; change: string }): void => {
    if (event.functionName === name && event.change === 'started') isCold = true
  }
  cloud.events.on('instance', look)
  return {
    stop: () => {
      cloud.events.off('instance', look)
      return isCold
    },
  }
}
