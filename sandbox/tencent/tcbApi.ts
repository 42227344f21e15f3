// tcb 2018-06-08: environments, who may touch a collection, routes.
import * as v from 'valibot'
import {
  ApiError,
  environmentOf,
  type Actions,
  type Body,
  type Account,
  type Collection,
  type Environment,
} from './account'

const describe = ({ id, region, appId }: Environment) => ({
  EnvId: id,
  Alias: id,
  Source: 'qcloud',
  Status: 'NORMAL',
  Region: region,
  IsDefault: false,
  PackageId: 'baas_personal',
  Functions: [{ Namespace: id, Region: region }],
  Databases: [{ InstanceId: `tnt-${id}`, Region: region, Status: 'RUNNING' }],
  Storages: [
    { Region: region, Bucket: `636c-${id}-${appId}`, CdnDomain: `636c-${id}-${appId}.tcb.qcloud.la`, AppId: appId },
  ],
  LogServices: [],
  StaticStorages: [],
})

const accessSchema = v.picklist(['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY'])
const routeSchema = v.object({ Path: v.string(), Name: v.string(), AuthSwitch: v.optional(v.number()) })

function collectionOf(account: Account, body: Body): Collection {
  const found = environmentOf(account, body, 'EnvId').collections.get(String(body['CollectionName']))
  if (!found) throw new ApiError('ResourceNotFound', 'collection not found')
  return found
}

export const TCB_ACTIONS: Actions = {
  DescribeEnvs: ({ environments }, { EnvId: id }) => {
    const all = [...environments.values()].filter((one) => typeof id !== 'string' || one.id === id)
    return { EnvList: all.map(describe), Total: all.length }
  },
  DescribeTcbAccountInfo: () => ({ UserType: 'person', Status: 'normal' }),
  DescribeSafeRule: (account, body) => ({ AclTag: collectionOf(account, body).access }),

  ModifyDatabaseACL: (account, body) => {
    collectionOf(account, body).access = v.parse(accessSchema, body['AclTag'])
    return {}
  },

  DescribeCloudBaseGWAPI: (account, body) => {
    const all = [...environmentOf(account, body, 'ServiceId').routes]
    return {
      APISet: all.map(([Path, one]) => ({
        Path,
        Type: 1,
        Name: one.functionName,
        AuthSwitch: one.isAuthSwitchedOn ? 1 : 2,
      })),
      Total: all.length,
    }
  },

  CreateCloudBaseGWAPI: (account, body) => {
    const { Path: path, Name: functionName, AuthSwitch: auth } = v.parse(routeSchema, body)
    const { routes } = environmentOf(account, body, 'ServiceId')
    if (routes.has(path)) throw new ApiError('InvalidParameter.APICreated', `api created: ${path}`)
    routes.set(path, { functionName, isAuthSwitchedOn: auth !== 2 })
    return { APIId: path }
  },
}
