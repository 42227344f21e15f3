import { isDeepStrictEqual } from 'node:util'
import type { CloudCollection, CloudIndex, CloudState } from '../cloud/state'
import { byHand, change, changed, created, type Item } from './item'
import type { Wanted } from './wanted'

/** What is known of a PostgreSQL: whether today's migrations have run there, and if not, whether it can be reached to run them. */
export interface DatabaseFacts {
  migrations: 'run' | 'to run' | 'out of reach'
}

export function planDatabase(wanted: Wanted, { collections = [] }: CloudState, facts: DatabaseFacts): Item[] {
  if (wanted.store !== 'document') return [planMigrations(wanted, facts)]
  return wanted.collections.flatMap((one) =>
    planCollection(
      one,
      collections.find(({ name }) => name === one.name),
    ),
  )
}

function planMigrations({ migrations }: Wanted, facts: DatabaseFacts): Item {
  const name = migrations.map(({ file }) => file).join(', ')
  const item = { part: 'database', kind: 'migrations', name } as const
  switch (facts.migrations) {
    case 'run':
      return changed(item, [])
    case 'to run':
      return created(item)
    case 'out of reach':
      return byHand(item, 'migrations')
  }
}

function planCollection(wanted: Wanted['collections'][number], online: CloudCollection | undefined): Item[] {
  const { name, access, indexes } = wanted
  const collection = { part: 'database', kind: 'collection', name } as const
  return [
    online ? changed(collection, []) : created(collection),
    ...indexes.map((index) => planIndex(name, index, online?.indexes ?? [])),
    changed({ part: 'database', kind: 'access', name }, change('access', online?.access ?? 'none', access)),
  ]
}

/** One by another name does the same. */
function planIndex(collection: string, wanted: CloudIndex, online: readonly CloudIndex[]): Item {
  const item = { part: 'database', kind: 'index', name: `${collection}.${wanted.name}` } as const
  if (online.some((one) => one.unique === wanted.unique && isDeepStrictEqual(one.keys, wanted.keys)))
    return changed(item, [])
  const other = online.find(({ name }) => name === wanted.name)
  return other ? byHand(item, 'index', change('keys', toldOf(other), toldOf(wanted))) : created(item)
}

const toldOf = ({ keys, unique }: CloudIndex): string =>
  `(${keys.map(({ name, direction }) => (direction === '1' ? name : `${name} ${direction}`)).join(', ')})${unique ? ' unique' : ''}`
