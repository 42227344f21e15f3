// DETAIL: a call of a function, from the page, from the merchant's app, or by the timer.
import type { RecordedCall } from '../../cloud/callLog'
import { say } from '../texts/texts'
import type { Block, Hop, HopActions } from '../hop'
import type { AppExchange } from '../server/merchantApp'
import { messageBlocks, timeOf } from './blocks'
import { callFacts, callTabs, logAndDatabase } from './callTabs'
import { curlOf } from './curl'
import { seesRequests, type DetailDeps } from './deps'
import { wayOf } from './way'

export function ofCall(hop: string, call: RecordedCall, deps: DetailDeps): Hop {
  const { local, entries } = deps
  return {
    hop,
    about: [call.functionName, timeOf(call.startedAtMs)],
    first: 'overview',
    tabs: [
      { name: 'overview', blocks: [callFacts(call), ...wayOf(hop, entries, local.cloud.calls)] },
      ...callTabs(call, seesRequests(local)),
    ],
    actions: curlOfCall(call, deps),
  }
}

/** As the phone calls it; a timer is nobody's to repeat so. */
function curlOfCall({ trigger, functionName, openid, input }: RecordedCall, { local }: DetailDeps): HopActions {
  if (trigger !== 'client' || openid === undefined) return {}
  const url = `${local.cloud.frontUrl}/call/${functionName}`
  const headers = { 'content-type': 'application/json', 'x-wx-openid': openid, 'x-wx-appid': local.miniProgramAppid }
  return { curl: curlOf({ method: 'POST', url, headers, body: dataOf(input) }) }
}

/** Without what the platform adds. */
function dataOf(input: string): string {
  try {
    return JSON.stringify(JSON.parse(input), (name, value: unknown) => (name === 'userInfo' ? undefined : value))
  } catch {
    return input
  }
}

export function ofApp(hop: string, { name, sent, answer }: AppExchange, deps: DetailDeps): Hop {
  const { local, entries } = deps
  const call = local.cloud.calls.behind(hop.split(':')[1] ?? '')
  const answered: Block = { kind: 'facts', facts: [{ name: 'HTTP', value: String(answer.status) }] }
  return {
    hop,
    about: [`POST ${new URL(sent.url).pathname}`, name],
    first: 'overview',
    tabs: [
      { name: 'overview', blocks: [...(call ? [callFacts(call)] : []), ...wayOf(hop, entries, local.cloud.calls)] },
      { name: 'request', blocks: messageBlocks(sent.headers, sent.body) },
      {
        name: 'answer',
        blocks: [answered, { kind: 'code', title: say('bodyTitle'), text: JSON.stringify(answer.body, null, 2) }],
      },
      ...(call ? logAndDatabase(call, seesRequests(local)) : []),
    ],
    actions: { curl: curlOf({ method: 'POST', ...sent }) },
  }
}
