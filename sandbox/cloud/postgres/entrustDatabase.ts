// A database of its own on a server: with the kit's schema, and with the roles that CloudBase has.
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'

const MIGRATIONS = path.join(__dirname, '../../../database/migrations')

/** Paths of the files that make the schema, in their order. */
export const migrationFiles = (): string[] =>
  readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => path.join(MIGRATIONS, name))

export interface EntrustDatabase {
  /** Of its owner. */
  ownerUrl: string
  /** Of the user that the functions sign in as. */
  url: string
  kind: 'postgres' | 'pglite'
  /** Whether one connection hears what another one notifies of. */
  hearsNotify: boolean
  close(): Promise<void>
}

/** Of the platform: whoever has no key, who has a user's, who has an API key. */
export const PLATFORM_ROLES = ['anon', 'authenticated', 'service_role'] as const

/** @param serverUrl of the server's owner @param files the migrations, all unless told otherwise */
export async function createEntrustDatabase(
  serverUrl: string,
  files: readonly string[] = migrationFiles(),
): Promise<EntrustDatabase> {
  const name = `entrust_${randomBytes(6).toString('hex')}`
  await query(serverUrl, makePlatformRoles, `create database ${name}`)
  const ownerUrl = withDatabase(serverUrl, name)
  await query(ownerUrl, OPEN_TO_ALL)
  for (const file of files) await query(ownerUrl, readFileSync(file, 'utf8'))
  const user = `app_${name}`
  const password = randomBytes(16).toString('hex')
  await query(ownerUrl, `create role ${user} login password '${password}'`)
  if (files.length > 0) await query(ownerUrl, `grant entrust_kit to ${user}`)
  const url = new URL(ownerUrl)
  Object.assign(url, { username: user, password })
  return {
    ownerUrl,
    url: url.href,
    kind: 'postgres',
    hearsNotify: true,
    close: async () => query(serverUrl, `drop database ${name} with (force)`, `drop role ${user}`),
  }
}

/** As platforms do it that put every table behind an address: who makes one has to close it. */
const OPEN_TO_ALL = ['schemas', 'tables', 'sequences', 'functions'].map(
  (what) => `alter default privileges grant all on ${what} to ${PLATFORM_ROLES.join(', ')}`,
)

export const makePlatformRoles: string[] = PLATFORM_ROLES.map(
  (role) =>
    `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
)

const withDatabase = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** One after another on one connection. */
async function query(url: string, ...statements: (string | string[])[]): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    for (const statement of statements.flat()) await client.query(statement)
  } finally {
    await client.end()
  }
}
