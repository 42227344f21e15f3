// tcb 2018-06-08: who may touch a collection, and who may call a function.
import * as v from 'valibot'
import { ApiError, environmentOf, type Account, type Actions, type Body, type Environment } from './account'

const askedSchema = v.object({
  ResourceType: v.picklist(['collection', 'function']),
  Resources: v.optional(v.array(v.string())),
})
const givenSchema = v.variant('ResourceType', [
  v.object({
    ResourceType: v.literal('collection'),
    Resource: v.string(),
    Permission: v.picklist(['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY']),
  }),
  v.object({ ResourceType: v.literal('function'), Permission: v.literal('CUSTOM'), SecurityRule: v.string() }),
])

/** One of PostgreSQL goes by its policy. */
function ruledOf(account: Account, body: Body): Environment {
  const found = environmentOf(account, body, 'EnvId')
  if (found.kind === 'postgresql')
    throw new ApiError('OperationDenied', 'the permissions of this environment are its OPA policy')
  return found
}

export const PERMISSION_ACTIONS: Actions = {
  DescribeResourcePermission: (account, body) => {
    const { collections, functionRule } = ruledOf(account, body)
    const { ResourceType, Resources = [] } = v.parse(askedSchema, body)
    const list =
      ResourceType === 'collection'
        ? Resources.flatMap((name) => {
            const found = collections.get(name)
            return found ? [{ ResourceType, Resource: name, Permission: found.access }] : []
          })
        : functionRule === undefined
          ? []
          : [{ ResourceType, Resource: '', Permission: 'CUSTOM', SecurityRule: functionRule }]
    return { Data: { TotalCount: list.length, PermissionList: list } }
  },

  ModifyResourcePermission: (account, body) => {
    const environment = ruledOf(account, body)
    const given = v.parse(givenSchema, body)
    if (given.ResourceType === 'function') environment.functionRule = given.SecurityRule
    else {
      const found = environment.collections.get(given.Resource)
      if (!found) throw new ApiError('ResourceNotFound', 'collection not found')
      found.access = given.Permission
    }
    return { Data: { Success: true } }
  },
}
