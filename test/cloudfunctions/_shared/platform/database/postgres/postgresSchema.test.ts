// database/migrations on a real server: what they make, whoever runs them, and who gets at it.
import { readFileSync } from 'node:fs'
import type { Client } from 'pg'
import { LISTS, type ListName } from '../../../../../../cloudfunctions/_shared/records/lists'
import { createEntrustDatabase, migrationFiles } from '../../../../../../sandbox/cloud/postgres/entrustDatabase'
import { startPostgres } from '../../../../../../sandbox/cloud/postgres/postgresServer'
import { connect, serverUrl, withDatabase, type TestDatabase } from '../../../../../support/postgresFile'

let database: TestDatabase
withDatabase((made) => void (database = made))

/** Everything of ours that a database has, privileges included. */
const INVENTORY = `
  select 'column' as kind, table_name || '.' || column_name as name,
      concat_ws(' ', data_type, collation_name, is_nullable, column_default, generation_expression) as what
    from information_schema.columns where table_schema = 'entrust'
  union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'entrust'
  union all select 'relation', relname, relkind::text || coalesce(relacl::text, '')
    from pg_class where relnamespace = 'entrust'::regnamespace and relkind <> 'i'
  union all select 'schema', nspname, coalesce(nspacl::text, '') from pg_namespace where nspname = 'entrust'
  union all select 'function', oid::regprocedure::text, md5(pg_get_functiondef(oid)) || coalesce(proacl::text, '')
    from pg_proc where pronamespace in ('public'::regnamespace, 'entrust'::regnamespace)
  order by 1, 2`

async function inventoryAfter(files: readonly string[], more: readonly string[] = []): Promise<unknown[]> {
  const made = await createEntrustDatabase(serverUrl(), files)
  const owner = await connect(made.ownerUrl)
  for (const file of more) await owner.query(readFileSync(file, 'utf8'))
  const { rows } = await owner.query<Record<string, unknown>>(INVENTORY)
  await owner.end()
  await made.close()
  return rows
}

const FILES = migrationFiles()

it('their names are what CloudBase takes: 14 digits, in order', () => {
  for (const file of FILES) expect(file).toMatch(/\/\d{14}_[a-z_]+\.sql$/)
})

it('an empty database and one of each version before come to the same schema, also twice', async () => {
  const fresh = await inventoryAfter(FILES)
  expect(fresh.length).toBeGreaterThan(40)
  for (let count = 1; count <= FILES.length; count++) {
    expect(await inventoryAfter(FILES.slice(0, count), FILES.slice(count))).toEqual(fresh)
    expect(await inventoryAfter(FILES, FILES.slice(0, count))).toEqual(fresh)
  }
})

it.each(Object.keys(LISTS) as ListName[])('the list %s is read by an index of its own', async (name) => {
  const shape: { collection: string; by: string; of?: string } = LISTS[name]
  const columns = [shape.of, shape.by, 'id'].filter((column) => column !== undefined)
  const { rows } = await database.owner.query<{ columns: string[] }>(
    `select array(select attname::text from unnest(indkey) with ordinality k(number, place)
       join pg_attribute on attrelid = indrelid and attnum = k.number order by place) as columns
     from pg_index where indrelid = $1::regclass`,
    [`entrust.${shape.collection}`],
  )
  expect(rows.map((row) => row.columns)).toContainEqual(columns)
})

const CALLS: [string, string][] = [
  ['entrust_read', `select public.entrust_read('[{"collection":"contracts","id":"a"}]')::text as answer`],
  ['entrust_list', `select public.entrust_list('{"collection":"contracts","by":"dueAtMs","limit":9}')::text as answer`],
  ['entrust_list of all', `select public.entrust_list('{"collection":"contracts","limit":9}')::text as answer`],
  ['entrust_count', `select public.entrust_count('{"collection":"contracts","by":"dueAtMs"}')::text as answer`],
  [
    'entrust_commit',
    `select public.entrust_commit('[]', '[{"collection":"contracts","id":"a","doc":{"_id":"a"}}]')::text as answer`,
  ],
  ['the table itself', 'select id as answer from entrust.contracts'],
]

describe.each(['anon', 'authenticated'])('as %s', (role) => {
  let client: Client
  beforeEach(async () => {
    client = await connect(database.ownerUrl)
    await database.owner.query(`insert into entrust.contracts (id, doc) values ('a', '{"_id":"a","dueAtMs":1}')`)
    // As a platform may have it: any role may call any function.
    await client.query('grant execute on all functions in schema public to anon, authenticated')
    await client.query(`set role ${role}`)
  })
  afterEach(async () => client.end())

  it.each(CALLS)('%s reaches nothing', async (_, sql) => {
    await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' })
    const { rows } = await database.owner.query(`select doc::text from entrust.contracts`)
    expect(rows).toEqual([{ doc: '{"_id":"a","dueAtMs":1}' }])
  })
})

it.each(['service_role', 'entrust_kit'])('as %s every function works', async (role) => {
  const client = await connect(database.ownerUrl)
  await client.query(`set role ${role}`)
  for (const [, sql] of CALLS) await client.query(sql)
  const { rows } = await client.query<{ answer: string }>(CALLS[0]?.[1] ?? '')
  expect(JSON.parse(rows[0]?.answer ?? '')).toMatchObject([{ doc: { _id: 'a' } }])
  await client.end()
})

it('runs where the platform has no roles of its own, by a user who may make none', async () => {
  const server = await startPostgres()
  const owner = await connect(server.url)
  await owner.query(`create role plain login password 'a'`)
  await owner.query('create database plain owner plain')
  const url = new URL(server.url)
  Object.assign(url, { username: 'plain', password: 'a', pathname: '/plain' })
  const client = await connect(url.href)
  for (const file of [...FILES, ...FILES]) await client.query(readFileSync(file, 'utf8'))
  for (const [, sql] of CALLS) await client.query(sql)
  await client.end()
  await owner.end()
  await server.close()
})
