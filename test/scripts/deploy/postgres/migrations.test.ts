// The tables of a real PostgreSQL: found missing, made, found again; and left to a person where this user may make none.
import { basename } from 'node:path'
import { readFileSync } from 'node:fs'
import {
  createEntrustDatabase,
  migrationFiles,
  type EntrustDatabase,
} from '../../../../sandbox/cloud/postgres/entrustDatabase'
import { ROWS } from '../../../../cloudfunctions/_shared/platform/settings/catalogue'
import type { PgServer } from '../../../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { MayNotMigrate, probeMigrations, runMigrations } from '../../../../scripts/deploy/migrations'
import { serverUrl } from '../../../support/postgresFile'

const MIGRATIONS = [
  { file: '1.sql', sql: 'create schema if not exists entrust; create table if not exists entrust.one (id text)' },
  { file: '2.sql', sql: 'create table if not exists entrust.two (id text) -- the end' },
]
let database: EntrustDatabase
beforeEach(async () => (database = await createEntrustDatabase(serverUrl(), [])))
afterEach(() => database.close())

function at(url: string): PgServer {
  const read = ROWS.WXPAY_PG_URL.read(url)
  if (!read.ok) throw new Error(read.problem)
  return read.value as PgServer
}

it('to run, run, and to run again once there are more', async () => {
  const owner = at(database.ownerUrl)
  expect(await probeMigrations(owner, MIGRATIONS)).toBe('to run')
  await runMigrations(owner, MIGRATIONS)
  expect(await probeMigrations(owner, MIGRATIONS)).toBe('run')
  const more = [...MIGRATIONS, { file: '3.sql', sql: 'create table entrust.three (id text)' }]
  expect(await probeMigrations(owner, more)).toBe('to run')
  await runMigrations(owner, more)
  expect(await probeMigrations(owner, more)).toBe('run')
})

it('all or nothing', async () => {
  const owner = at(database.ownerUrl)
  await expect(runMigrations(owner, [...MIGRATIONS, { file: '3.sql', sql: 'select nonsense' }])).rejects.toThrow()
  await runMigrations(owner, [{ file: '1.sql', sql: 'create schema entrust' }])
})

it('a user who may make no tables is told apart', async () => {
  await expect(runMigrations(at(database.url), MIGRATIONS)).rejects.toBeInstanceOf(MayNotMigrate)
})

it('a database nobody reaches is out of reach, and so is none at all', async () => {
  expect(await probeMigrations(undefined, MIGRATIONS)).toBe('out of reach')
  expect(await probeMigrations(at('postgres://a@127.0.0.1:9/b'), MIGRATIONS)).toBe('out of reach')
})

it('the files of the kit, by its own hand', async () => {
  const files = migrationFiles().map((path) => ({ file: basename(path), sql: readFileSync(path, 'utf8') }))
  await runMigrations(at(database.ownerUrl), files)
  await runMigrations(at(database.ownerUrl), files)
  expect(await probeMigrations(at(database.ownerUrl), files)).toBe('run')
})
