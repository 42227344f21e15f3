import * as v from 'valibot'
import type { CloudCollection, CloudEnvironment } from './state'
import type { CallCloud } from './tc3Client'
import { listOf, understand } from './understand'

/** How many collections an environment may have. */
const PAGE = 100

const listSchema = v.object({ Tables: listOf(v.object({ TableName: v.string() })) })
const tableSchema = v.object({
  Indexes: listOf(
    v.object({
      Name: v.string(),
      Unique: v.boolean(),
      Keys: listOf(v.object({ Name: v.string(), Direction: v.string() })),
    }),
  ),
})
const accessSchema = v.object({
  Data: v.object({ PermissionList: listOf(v.object({ Resource: v.string(), Permission: v.string() })) }),
})

/** @param names asked for @returns those there are; undefined where there is no document database */
export async function readCollections(
  call: CallCloud,
  environment: CloudEnvironment,
  names: readonly string[],
): Promise<CloudCollection[] | undefined> {
  const { databaseTag: Tag, region } = environment
  if (environment.kind !== 'document' || Tag === undefined) return undefined
  const paged = { Tag, MgoLimit: PAGE, MgoOffset: 0 }
  const { Tables } = understand(listSchema, await call('flexdb', 'ListTables', paged, region), 'flexdb ListTables')
  const there = names.filter((name) => Tables.some(({ TableName }) => TableName === name))
  const access = await readAccess(call, environment, there)
  const found: CloudCollection[] = []
  for (const name of there) {
    const answer = await call('flexdb', 'DescribeTable', { Tag, TableName: name }, region)
    const { Indexes } = understand(tableSchema, answer, `flexdb DescribeTable ${name}`)
    found.push({ name, access: access.get(name), indexes: Indexes.map(toIndex) })
  }
  return found
}

const toIndex = ({ Name, Unique, Keys }: v.InferOutput<typeof tableSchema>['Indexes'][number]) => ({
  name: Name,
  unique: Unique,
  keys: Keys.map((key) => ({ name: key.Name, direction: key.Direction })),
})

async function readAccess(
  call: CallCloud,
  { id, region }: CloudEnvironment,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map()
  const input = { EnvId: id, ResourceType: 'collection', Resources: names }
  const answer = await call('tcb', 'DescribeResourcePermission', input, region)
  const { Data } = understand(accessSchema, answer, 'tcb DescribeResourcePermission')
  return new Map(Data.PermissionList.map(({ Resource, Permission }) => [Resource, Permission]))
}
