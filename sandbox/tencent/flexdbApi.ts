// flexdb 2018-11-27: collections of the document database, and their indexes.
import * as v from 'valibot'
import { ApiError, type Account, type Actions, type Body, type Collection, type Environment } from './account'

const indexSchema = v.object({
  IndexName: v.string(),
  MgoKeySchema: v.object({
    MgoIsUnique: v.boolean(),
    MgoIndexKeys: v.array(v.object({ Name: v.string(), Direction: v.string() })),
  }),
})
const changesSchema = v.object({ CreateIndexes: v.optional(v.array(indexSchema), []) })

/** The database is named by the tag that DescribeEnvs tells. */
function databaseOf({ environments }: Account, { Tag: tag }: Body): Environment {
  const found = [...environments.values()].find(({ id, kind }) => kind === 'document' && `tnt-${id}` === tag)
  if (!found) throw new ApiError('ResourceNotFound', `no database ${String(tag)}`)
  return found
}

function collectionOf(account: Account, body: Body): Collection {
  const found = databaseOf(account, body).collections.get(String(body['TableName']))
  if (!found) throw new ApiError('FailedOperation.TableNotExist', 'table not exist')
  return found
}

/** What every new collection has. */
const OWN = [{ name: '_id_', unique: true, keys: [{ name: '_id', direction: '1' }] }]

export const FLEXDB_ACTIONS: Actions = {
  CreateTable: (account, body) => {
    const { collections } = databaseOf(account, body)
    const name = String(body['TableName'])
    if (collections.has(name)) throw new ApiError('FailedOperation.TableExisted', 'table existed')
    collections.set(name, { name, access: 'PRIVATE', indexes: [...OWN] })
    return {}
  },

  UpdateTable: (account, body) => {
    const { indexes } = collectionOf(account, body)
    for (const { IndexName: name, MgoKeySchema: schema } of v.parse(changesSchema, body).CreateIndexes) {
      if (indexes.some((one) => one.name === name))
        throw new ApiError('FailedOperation.IndexExisted', `index ${name} existed`)
      const keys = schema.MgoIndexKeys.map((key) => ({ name: key.Name, direction: key.Direction }))
      indexes.push({ name, unique: schema.MgoIsUnique, keys })
    }
    return {}
  },

  DescribeTable: (account, body) => {
    const { indexes } = collectionOf(account, body)
    return {
      IndexNum: indexes.length,
      Indexes: indexes.map(({ name, unique, keys }) => ({
        Name: name,
        Unique: unique,
        Keys: keys.map((key) => ({ Name: key.name, Direction: key.direction })),
      })),
    }
  },

  ListTables: (account, body) => {
    const all = [...databaseOf(account, body).collections.values()]
    return {
      Tables: all.map(({ name, indexes }) => ({
        TableName: name,
        Count: 0,
        Size: 0,
        IndexCount: indexes.length,
        IndexSize: 0,
      })),
      Pager: { Offset: 0, Limit: 100, Total: all.length },
    }
  },
}
