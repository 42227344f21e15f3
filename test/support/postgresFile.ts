// What every test on PostgreSQL starts with: a database of its own on the server of the run, empty before each test.
import { createSecretKey } from 'node:crypto'
import { Client } from 'pg'
import type { PgServer } from '../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import type { AccessSettings } from '../../cloudfunctions/_shared/platform/database/postgres/postgresErrors'
import type { SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import { createEntrustDatabase, type EntrustDatabase } from '../../sandbox/cloud/postgres/entrustDatabase'

export interface TestDatabase extends EntrustDatabase {
  /** A connection of the owner's. */
  owner: Client
}

/** @throws {Error} outside of the jest project that starts the server */
export function serverUrl(): string {
  const url = process.env['ENTRUST_TEST_POSTGRES']
  if (url === undefined)
    throw new Error('tests on PostgreSQL lie in a folder postgres: jest.config.mjs starts it for these')
  return url
}

/** @param take is given it, once */
export function withDatabase(take: (database: TestDatabase) => void | Promise<void>, files?: readonly string[]): void {
  let database: TestDatabase
  beforeAll(async () => {
    const made = await createEntrustDatabase(serverUrl(), files)
    const owner = await connect(made.ownerUrl)
    database = { ...made, owner }
    await take(database)
  })
  beforeEach(async () => {
    const { rows } = await database.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'entrust'`,
    )
    if (rows.length > 0) await database.owner.query(`truncate ${rows.map(({ name }) => name).join(', ')}`)
  })
  afterAll(async () => {
    await database.owner.end()
    await database.close()
  })
}

export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** As the settings of a function give it. */
export function serverOf(url: string): PgServer {
  const { hostname, port, pathname, username, password } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: username,
    password: createSecretKey(Buffer.from(password)),
    tls: 'none',
  }
}

export const ACCESS: AccessSettings = {
  address: 'THE_URL',
  credentials: 'THE_URL',
  expected: 'postgresql://...',
  rights: 'grant entrust_kit to its user',
}

/** A document with a number in it. */
export const aSlot = (_id: string, attemptNo = 1): SlotRecord => ({
  _id,
  attempts: { one: { currentCode: '', attemptNo, leaseUntilMs: 0 } },
  inForce: [],
  counters: {},
  revision: 1,
})

/** 0 where there is none. */
export const numberOf = (slot: SlotRecord | undefined): number => slot?.attempts['one']?.attemptNo ?? 0
