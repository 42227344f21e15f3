// Everything that can be wrong with the way to PostgreSQL: one line that names the setting and what to do.
import { createSecretKey } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { StoreError } from '../../../../../../cloudfunctions/_shared/kernel/errors'
import type { Store } from '../../../../../../cloudfunctions/_shared/kernel/ports'
import { openDatabase } from '../../../../../../cloudfunctions/_shared/platform/hosts/openDatabase'
import type { PgServer } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { DatabaseFault } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/databaseCall'
import { toFaultStoreError } from '../../../../../../cloudfunctions/_shared/platform/database/postgres/postgresErrors'
import { startPostgrest, type PostgrestServer } from '../../../../../../sandbox/cloud/postgres/postgrestServer'
import { createEntrustDatabase } from '../../../../../../sandbox/cloud/postgres/entrustDatabase'
import { aContract } from '../../../../../support/builders'
import { connect, serverOf, serverUrl, withDatabase, type TestDatabase } from '../../../../../support/postgresFile'

let database: TestDatabase
withDatabase((made) => void (database = made))

const key = (text: string) => createSecretKey(Buffer.from(text))
const overTcp = (changes: Partial<PgServer> = {}, url = database.url): Store =>
  openDatabase({ kind: 'postgres', server: { ...serverOf(url), ...changes } }, 3000).store({})
const overHttp = (url: string, secret = 'theKey'): Store =>
  openDatabase({ kind: 'postgrest', gateway: { url, key: key(secret) } }, 3000).store({})

/** Of a read and of a change alike. */
async function reasonOf(store: Store): Promise<string> {
  const told = [
    store.read('contracts', 'a'),
    store.list('dueContracts', { limit: 1 }),
    store.add('contracts', { ...aContract(), dueAtMs: 1 }),
    store.transact(async (tx) => tx.put('contracts', { ...aContract(), dueAtMs: 1 })),
  ].map(async (doing) => doing.then(() => 'done', (error: unknown) => error)) // prettier-ignore
  const errors = await Promise.all(told)
  for (const error of errors) expect(error).toBeInstanceOf(StoreError)
  const reasons = new Set(errors.map((error) => (error as StoreError).reason))
  expect(reasons.size).toBe(1)
  return [...reasons][0] ?? ''
}

describe('over TCP', () => {
  it.each<[string, () => Promise<Store>, string]>([
    ['a wrong password', async () => overTcp({ password: key('wrong') }), 'WXPAY_PG_URL is refused'],
    ['an unknown user', async () => overTcp({ user: 'nobody' }), 'WXPAY_PG_URL is refused'],
    ['another database', async () => overTcp({ database: 'nowhere' }), 'nobody answers at WXPAY_PG_URL'],
    ['a port where nobody listens', async () => overTcp({ port: 1 }), 'nobody answers at WXPAY_PG_URL'],
    ['a host nobody knows', async () => overTcp({ host: 'nowhere.invalid' }), 'nobody answers at WXPAY_PG_URL'],
    ['a server without TLS', async () => overTcp({ tls: 'checked' }), 'TLS with WXPAY_PG_URL failed'],
  ])('%s', async (_, open, expected) => {
    expect(await reasonOf(await open())).toContain(expected)
  })

  it('a server of another kind', async () => {
    const sockets: Socket[] = []
    const mysql = createTcpServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
      socket.write(Buffer.from('4a0000000a382e302e333600', 'hex'))
    })
    await new Promise<void>((resolve) => mysql.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = mysql.address() as AddressInfo
      expect(await reasonOf(overTcp({ host: '127.0.0.1', port, tls: 'none' }))).toContain(
        'WXPAY_PG_URL answers, but no database does',
      )
    } finally {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => mysql.close(resolve))
    }
  })

  it('a user without rights', async () => {
    await database.owner.query(
      `do $$ begin create role stranger login password 'a'; exception when duplicate_object then null; end $$`,
    )
    expect(await reasonOf(overTcp({ user: 'stranger', password: key('a') }))).toContain(
      'grant entrust_kit to that user',
    )
  })

  it.each([
    ['28000', 'look at user and sslmode'],
    ['53100', 'takes no writes'],
    ['53200', 'takes no writes'],
    ['25006', 'takes no writes'],
    ['53300', 'no connection is left at THE_URL'],
    ['57014', 'no answer in time'],
  ])('code %s', (code, expected) => {
    const settings = { address: 'THE_URL', credentials: 'THE_URL', expected: 'one', rights: 'none' }
    expect(toFaultStoreError('read', new DatabaseFault(code), settings).reason).toContain(expected)
  })

  it('no connections left', async () => {
    await database.owner.query(`create role crowded login password 'a' connection limit 0`)
    try {
      expect(await reasonOf(overTcp({ user: 'crowded', password: key('a') }))).toContain('no connection is left')
    } finally {
      await database.owner.query('drop role crowded')
    }
  })

  it('a database nobody migrated, and one that is older', async () => {
    const empty = await createEntrustDatabase(serverUrl(), [])
    expect(await reasonOf(overTcp({}, empty.ownerUrl))).toContain('run the files of database/migrations')
    await empty.close()
    const older = await createEntrustDatabase(serverUrl())
    const owner = await connect(older.ownerUrl)
    await owner.query('drop table entrust.contracts')
    expect(await reasonOf(overTcp({}, older.url))).toContain('run the files of database/migrations')
    await owner.end()
    await older.close()
  })
})

describe('over HTTP', () => {
  let rest: PostgrestServer
  beforeAll(async () => {
    rest = await startPostgrest({
      ownerUrl: database.ownerUrl,
      keys: { theKey: 'service_role', publishable: 'anon', ofAUser: 'authenticated' },
    })
  })
  afterAll(async () => rest.close())

  it.each<[string, () => Store, string]>([
    ['an unknown key', () => overHttp(rest.url, 'unknown'), 'WXPAY_PGREST_KEY is refused'],
    ['a Publishable Key', () => overHttp(rest.url, 'publishable'), 'the role of WXPAY_PGREST_KEY has no rights'],
    ["a user's token", () => overHttp(rest.url, 'ofAUser'), 'the role of WXPAY_PGREST_KEY has no rights'],
    [
      'a port where nobody listens',
      () => overHttp('http://127.0.0.1:1/v1/rdb/rest'),
      'nobody answers at WXPAY_PGREST_URL',
    ],
    ['another path', () => overHttp(`${rest.url}/more`), 'WXPAY_PGREST_URL answers, but no database does'],
  ])('%s', async (_, open, expected) => {
    expect(await reasonOf(open())).toContain(expected)
  })

  it('a database nobody migrated', async () => {
    const empty = await createEntrustDatabase(serverUrl(), [])
    const gateway = await startPostgrest({ ownerUrl: empty.ownerUrl, keys: { theKey: 'service_role' } })
    expect(await reasonOf(overHttp(gateway.url))).toContain('run the files of database/migrations')
    await gateway.close()
    await empty.close()
  })
})

describe('a gateway that answers', () => {
  let server: Server
  let answer: { status: number; type: string; body: string }
  let url: string
  beforeAll(async () => {
    server = createServer((_, response) =>
      response.writeHead(answer.status, { 'Content-Type': answer.type }).end(answer.body),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/rdb/rest`
  })
  afterAll(() => void server.close())

  it.each<[string, number, string, string, string]>([
    ['HTML', 200, 'text/html', '<html>hello</html>', 'WXPAY_PGREST_URL answers, but no database does'],
    ['HTML as JSON', 200, 'application/json', '<html>', 'WXPAY_PGREST_URL answers, but no database does'],
    ['404 in HTML', 404, 'text/html', '<html>', 'WXPAY_PGREST_URL answers, but no database does'],
    ['401 without a body', 401, 'text/plain', '', 'WXPAY_PGREST_KEY is refused'],
    ['403 in HTML', 403, 'text/html', '<html>', 'the role of WXPAY_PGREST_KEY has no rights'],
    [
      'an error in place of rows',
      200,
      'application/json',
      '{"code":"INVALID_ENV"}',
      'WXPAY_PGREST_URL answers, but no database does',
    ],
    ['null', 200, 'application/json', 'null', 'WXPAY_PGREST_URL answers, but no database does'],
    ['rows of something else', 200, 'application/json', '[{"id":1}]', 'code NO_DATABASE'],
    ['429', 429, 'application/json', '{"code":"TOO_MANY_REQUESTS"}', 'no connection is left at WXPAY_PGREST_URL'],
    ['502 in HTML', 502, 'text/html', '<html>', 'WXPAY_PGREST_URL answers, but no database does'],
    ['500 with a text that quotes', 500, 'application/json', '{"code":"XX000","message":"oAlice"}', 'code XX000'],
    ['a long code', 500, 'application/json', '{"code":"oAlice and more"}', 'code HTTP 500'],
  ])('%s: is no database', async (_, status, type, body, expected) => {
    answer = { status, type, body }
    // A list of strange rows is told by nothing: it is read again one by one.
    const store = overHttp(url)
    const failed = await store.transact(async (tx) => tx.get('contracts', 'a')).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(StoreError)
    expect((failed as StoreError).reason).toContain(expected)
    await expect(store.add('contracts', { ...aContract(), dueAtMs: 1 })).rejects.toThrow(expected)
    expect(JSON.stringify(failed)).not.toContain('oAlice')
    expect(String(failed)).not.toContain('theKey')
  })
})
