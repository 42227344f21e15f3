// One PostgreSQL for every test that needs one, started before the first of them; postgresStop.ts ends it.
import buildFunctions from './buildFunctions'
import { startPostgres, type PostgresServer } from '../../sandbox/cloud/postgres/postgresServer'

export const running = globalThis as unknown as { entrustPostgres?: PostgresServer }

export default async function startForTests(): Promise<void> {
  buildFunctions()
  running.entrustPostgres = await startPostgres()
  process.env['ENTRUST_TEST_POSTGRES'] = running.entrustPostgres.url
}
