// SERVER: what is known of one line of "What happened", and what can be done with it once more.
import * as v from 'valibot'
import type { LocalWechat } from '../../localWechat'
import { hopOf } from '../detail/hopOf'
import { signCall } from '../shop/callServerOnly'
import { NotNow } from '../switches/acts'
import { readJson, sendJson } from './http'
import { text, type Handler, type RouteDeps } from './routeTypes'

const idSchema = v.strictObject({ id: text })

export function hopRoutes({ stage, view, nowMs }: RouteDeps): Readonly<Record<string, Handler>> {
  return {
    'GET /hop/': (_, response, rest) => {
      const hop = decodeURIComponent(rest)
      const { entries } = view
      const found = hopOf(hop, { local: stage.local, entries, recordOf: (one) => view.recordOf(one), nowMs: nowMs() })
      if (found) sendJson(response, 200, found)
      else sendJson(response, 404, { error: `nothing is kept of ${hop}` })
    },
    'POST /hop/resend': async (request, response) => {
      const { id } = v.parse(idSchema, await readJson(request))
      await stage.local.wechatPay.control.duplicateNotification({ id, copies: 1 })
      sendJson(response, 200, {})
    },
    'POST /hop/redeliver': async (request, response) => {
      await redeliver(stage.local, v.parse(idSchema, await readJson(request)).id, nowMs())
      sendJson(response, 200, {})
    },
  }
}

/** As a person in charge does it, and without waiting for the timer. */
async function redeliver(local: LocalWechat, id: string, nowMs: number): Promise<void> {
  const { cloud } = local
  const functionName = 'contractAdmin'
  const event = signCall(local, { functionName, action: 'replay', input: { id } }, nowMs)
  const { result } = await cloud.invoke(functionName, event)
  const { ok, error } = Object(result) as { ok?: boolean; error?: { code: string; message: string } }
  if (ok !== true) throw new NotNow(`${error?.code ?? '?'}: ${error?.message ?? 'no answer'}`)
  await cloud.fireTimer('upkeep')
}
