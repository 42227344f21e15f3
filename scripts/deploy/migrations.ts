// The tables of a PostgreSQL, where this machine reaches it: whether they are of today, and running what makes them so.
import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { connectionOf, type PgServer } from '../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import type { DatabaseFacts } from './planDatabase'
import type { Wanted } from './wanted'

type Migrations = Wanted['migrations']

const PATIENCE_MS = 10_000

/** Kept as the comment of the schema: which files have run. */
function markOf(migrations: Migrations): string {
  const hash = createHash('sha256')
  for (const { file, sql } of migrations) hash.update(`${file}\n${sql.length}\n${sql}`)
  return `wechatpay-entrust-kit migrations ${hash.digest('hex').slice(0, 16)}`
}

export async function probeMigrations(
  server: PgServer | undefined,
  migrations: Migrations,
): Promise<DatabaseFacts['migrations']> {
  if (!server) return 'out of reach'
  try {
    return await onConnection(server, async (client) => {
      const { rows } = await client.query<{ mark: string | null }>(
        "select obj_description(oid, 'pg_namespace') as mark from pg_namespace where nspname = 'entrust'",
      )
      return rows[0]?.mark === markOf(migrations) ? 'run' : 'to run'
    })
  } catch {
    return 'out of reach'
  }
}

/** This user of the database may not make tables. */
export class MayNotMigrate extends Error {
  override readonly name = 'MayNotMigrate'
}

/** All of them or none. @throws {MayNotMigrate} */
export async function runMigrations(server: PgServer, migrations: Migrations): Promise<void> {
  try {
    await onConnection(server, async (client) => {
      const mark = `comment on schema entrust is '${markOf(migrations)}'`
      // One query is one transaction.
      await client.query([...migrations.map(({ sql }) => sql), mark].join('\n;\n'))
    })
  } catch (error) {
    if ((error as { code?: unknown }).code === '42501') throw new MayNotMigrate('permission denied', { cause: error })
    throw error
  }
}

async function onConnection<T>(server: PgServer, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(connectionOf(server, PATIENCE_MS))
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
