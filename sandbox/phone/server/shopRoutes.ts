// SERVER: the addresses behind what the merchant's own server does.
import { randomInt } from 'node:crypto'
import * as v from 'valibot'
import { callOf } from '../shop/callOf'
import { callServerOnly } from '../shop/callServerOnly'
import { readShop } from '../shop/readShop'
import { SHOP_DEEDS } from '../wire'
import { SAMPLE } from './checkout'
import { readJson, sendJson } from './http'
import { text, type Handler, type RouteDeps } from './routeTypes'

const whoSchema = v.strictObject({ openid: text })
const deedSchema = v.picklist(SHOP_DEEDS)

export function shopRoutes({ stage, view, nowMs }: RouteDeps): Readonly<Record<string, Handler>> {
  return {
    'POST /shop': async (request, response) => {
      const { openid } = v.parse(whoSchema, await readJson(request))
      sendJson(response, 200, await readShop(stage.local, openid))
    },
    'POST /shop/': async (request, response, rest) => {
      const deed = v.parse(deedSchema, rest)
      const { openid } = v.parse(whoSchema, await readJson(request))
      const { local } = stage
      const number = `${nowMs()}${randomInt(1000, 10_000)}`
      const sold = { ...SAMPLE, sub_mchid: local.keys.subMchid }
      const call = callOf(deed, await readShop(local, openid), { number, sold })
      await callServerOnly(call, deed === 'matchBill' ? undefined : openid, { local, view, nowMs })
      sendJson(response, 200, {})
    },
  }
}
