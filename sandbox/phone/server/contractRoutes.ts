// SERVER: the address behind the contract panel.
import * as v from 'valibot'
import { readContracts } from '../contract/readContracts'
import { SCENES } from '../wire'
import { readJson, sendJson } from './http'
import { text, type Handler, type RouteDeps } from './routeTypes'

const wantedSchema = v.strictObject({ openid: text, scene: v.picklist(SCENES) })

export function contractRoutes({ stage }: RouteDeps): Readonly<Record<string, Handler>> {
  return {
    'POST /contracts': async (request, response) => {
      const { openid: user, scene } = v.parse(wantedSchema, await readJson(request))
      sendJson(response, 200, await readContracts(stage.local, { user, scene }))
    },
  }
}
