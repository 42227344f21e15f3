import type { CloudIndex } from '../cloud/state'
import type { Site } from './apply'
import { ignoring } from './ignoring'
import type { Item } from './item'
import { MayNotMigrate, runMigrations } from './migrations'

/** Collections first, then what they have, each by itself. */
export async function applyDatabase(site: Site, items: readonly Item[]): Promise<string> {
  if (items.some(({ kind }) => kind === 'migrations')) await migrate(site)
  for (const { name } of items.filter(({ kind }) => kind === 'collection')) {
    await ignoring(/Exist/, site.call('flexdb', 'CreateTable', inDatabase(site, { TableName: name }), regionOf(site)))
  }
  for (const collection of site.wanted.collections) {
    const { name, access, indexes } = collection
    const missing = indexes.filter((index) =>
      items.some((item) => item.kind === 'index' && item.name === `${name}.${index.name}`),
    )
    if (missing.length > 0) await addIndexes(site, name, missing)
    if (items.some((item) => item.kind === 'access' && item.name === name)) await setAccess(site, name, access)
  }
  return ''
}

/** Where this user may not, it is left to a person. */
async function migrate(site: Site): Promise<void> {
  if (!site.postgres) return
  try {
    await runMigrations(site.postgres, site.wanted.migrations)
  } catch (error) {
    if (!(error instanceof MayNotMigrate)) throw error
    site.postgres = undefined
  }
}

const regionOf = ({ state }: Site): string => state.environment.region
const inDatabase = ({ state }: Site, input: object): object => ({ Tag: state.environment.databaseTag, ...input })

const addIndexes = (site: Site, name: string, indexes: readonly CloudIndex[]) => {
  const input = inDatabase(site, { TableName: name, CreateIndexes: indexes.map(toWire) })
  return ignoring(/Exist/, site.call('flexdb', 'UpdateTable', input, regionOf(site)))
}

const toWire = ({ name, unique, keys }: CloudIndex) => ({
  IndexName: name,
  MgoKeySchema: {
    MgoIsUnique: unique,
    MgoIndexKeys: keys.map((key) => ({ Name: key.name, Direction: key.direction })),
  },
})

const setAccess = (site: Site, name: string, access: string) =>
  site.call(
    'tcb',
    'ModifyResourcePermission',
    { EnvId: site.envId, ResourceType: 'collection', Resource: name, Permission: access },
    regionOf(site),
  )
