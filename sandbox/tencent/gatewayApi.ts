// tcb 2018-06-08: HTTP access (云接入), its routes and its switches.
import * as v from 'valibot'
import { ApiError, domainOf, environmentOf, type Actions } from './account'

const routeSchema = v.object({ Path: v.string(), Name: v.string(), AuthSwitch: v.optional(v.number()) })
const switchedSchema = (key: string) =>
  v.object({ Options: v.tuple([v.object({ Key: v.literal(key), Value: v.picklist(['true', 'false']) })]) })
const authSchema = v.object({ APIIdSet: v.array(v.string()), ...switchedSchema('authswitch').entries })

export const GATEWAY_ACTIONS: Actions = {
  DescribeCloudBaseGWService: (account, body) => {
    return { DefaultDomain: domainOf(environmentOf(account, body, 'ServiceId')), ServiceSet: [] }
  },

  DescribeCloudBaseGWAPI: (account, body) => {
    const { routes, isHttpAccessOn } = environmentOf(account, body, 'ServiceId')
    const offset = Number(body['Offset'] ?? 0)
    return {
      APISet: [...routes].slice(offset, offset + 20).map(([Path, one]) => ({
        APIId: `api-${Path}`,
        Path,
        Type: 1,
        Name: one.functionName,
        EnableAuth: one.isAuthSwitchedOn,
      })),
      Total: routes.size,
      EnableService: isHttpAccessOn,
    }
  },

  CreateCloudBaseGWAPI: (account, body) => {
    const { Path: path, Name: functionName, AuthSwitch: auth } = v.parse(routeSchema, body)
    const { routes } = environmentOf(account, body, 'ServiceId')
    if (routes.has(path)) throw new ApiError('InvalidParameter.APICreated', `api created: ${path}`)
    routes.set(path, { functionName, isAuthSwitchedOn: auth !== 2 })
    return { APIId: `api-${path}` }
  },

  ModifyCloudBaseGWAPIPrivilegeBatch: (account, body) => {
    const { routes } = environmentOf(account, body, 'ServiceId')
    const { APIIdSet: ids, Options } = v.parse(authSchema, body)
    for (const id of ids) {
      const route = routes.get(id.slice('api-'.length))
      if (!route) throw new ApiError('ResourceNotFound', `no api ${id}`)
      route.isAuthSwitchedOn = Options[0].Value === 'true'
    }
    return {}
  },

  ModifyCloudBaseGWPrivilege: (account, body) => {
    const [{ Value }] = v.parse(switchedSchema('serviceswitch'), body).Options
    environmentOf(account, body, 'ServiceId').isHttpAccessOn = Value === 'true'
    return {}
  },
}
