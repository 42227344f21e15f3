import { inspect } from 'node:util'
import { NAMES } from '../../../../../cloudfunctions/_shared/platform/settings/catalogue'
import type { Role } from '../../../../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { checkDeployment } from '../../../../../cloudfunctions/_shared/platform/settings/checkDeployment'
import { readPgUrl } from '../../../../../cloudfunctions/_shared/platform/settings/forms/databases'
import { loadSettings, type Env } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { ConfigError, type SettingProblem } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { settingsOf } from '../../../../../sandbox/kitSettings'
import { rsaPair, validEnv, validSettings } from '../../../../support/buildersSettings'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = { ...validEnv(keys), WXPAY_ADMIN_KEY: '0'.repeat(64) }
const ROLES: readonly Role[] = ['callables', 'notify', 'admin', 'upkeep']

const PASSWORD = 's3cret/pass'
const URL = `postgresql://kit:${encodeURIComponent(PASSWORD)}@db.example.com/main?sslmode=verify-full`
const REST = { WXPAY_PGREST_URL: 'https://e.api.tcloudbasegateway.com/v1/rdb/rest/', WXPAY_PGREST_KEY: 'k'.repeat(40) }

function problemsOf(changes: Env, role: Role = 'callables'): readonly SettingProblem[] {
  try {
    loadSettings({ ...valid, ...changes }, role)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe.each(ROLES)('%s', (role) => {
  it('keep what they know in the document database where nothing is said', () => {
    expect(loadSettings(valid, role).store).toEqual({ kind: 'document' })
  })

  it('reach PostgreSQL by its address', () => {
    const { store } = loadSettings({ ...valid, WXPAY_STORE: 'postgres', WXPAY_PG_URL: URL }, role)
    if (store.kind !== 'postgres') throw new Error(store.kind)
    const { password, ...server } = store.server
    expect(server).toEqual({ host: 'db.example.com', port: 5432, database: 'main', user: 'kit', tls: 'checked' })
    expect(password?.export().toString()).toBe(PASSWORD)
    expect(inspect(store, { depth: 9, showHidden: true }) + JSON.stringify(store)).not.toContain('s3cret')
  })

  it('reach the gateway by its address and key', () => {
    const { store } = loadSettings({ ...valid, WXPAY_STORE: 'postgrest', ...REST }, role)
    if (store.kind !== 'postgrest') throw new Error(store.kind)
    expect(store.gateway.url).toBe('https://e.api.tcloudbasegateway.com/v1/rdb/rest')
    expect(store.gateway.key.export().toString()).toBe(REST.WXPAY_PGREST_KEY)
    expect(inspect(store, { depth: 9 })).not.toContain('kkk')
  })

  it('are told of what a store needs, and of what it has no use for', () => {
    expect(problemsOf({ WXPAY_STORE: 'postgres' }, role)).toEqual([
      { name: 'WXPAY_PG_URL', problem: 'is missing: WXPAY_STORE=postgres needs it', isMissing: true },
    ])
    expect(problemsOf({ WXPAY_STORE: 'postgrest' }, role).map(({ name }) => name)).toEqual([
      'WXPAY_PGREST_URL',
      'WXPAY_PGREST_KEY',
    ])
    expect(problemsOf({ WXPAY_PG_URL: URL, ...REST }, role)).toEqual([
      { name: 'WXPAY_PG_URL', problem: 'is used with WXPAY_STORE=postgres only; remove it' },
      { name: 'WXPAY_PGREST_URL', problem: 'is used with WXPAY_STORE=postgrest only; remove it' },
      { name: 'WXPAY_PGREST_KEY', problem: 'is used with WXPAY_STORE=postgrest only; remove it' },
    ])
    expect(problemsOf({ WXPAY_STORE: 'mysql' }, role)).toEqual([
      { name: 'WXPAY_STORE', problem: 'expected document, postgres or postgrest' },
    ])
  })
})

describe('the address of a PostgreSQL', () => {
  it.each([
    [
      'postgres://u@127.0.0.1/d',
      { host: '127.0.0.1', port: 5432, database: 'd', user: 'u', password: undefined, tls: 'none' },
    ],
    ['postgresql://u@[::1]:1/d?sslmode=disable', { host: '::1', port: 1, tls: 'none' }],
    ['postgresql://u:p@10.0.0.2:6432/d?sslmode=no-verify', { host: '10.0.0.2', port: 6432, tls: 'unchecked' }],
    ['postgresql://%E5%85%8D:p@h/d%20e?sslmode=disable', { user: '免', database: 'd e' }],
  ])('%s', (text, expected) => {
    expect(readPgUrl(text)).toMatchObject({ ok: true, value: expected })
  })

  it.each([
    ['mysql://u:p@h/d', 'postgresql://'],
    ['h:5432', 'postgresql://'],
    ['postgresql://u:p@h:port/d', 'postgresql://'],
    ['postgresql://h/d?sslmode=disable', 'postgresql://'],
    ['postgresql://u@h?sslmode=disable', 'postgresql://'],
    ['postgresql://u@h/d?sslmode=disable', 'with a password'],
    ['postgresql://u:a%zz@h/d?sslmode=disable', 'postgresql://'],
    ['postgresql://u:p@h/d', 'sslmode='],
    ['postgresql://u:p@h/d?sslmode=require', 'sslmode='],
    ['postgresql://u:p@h/d?sslmode=disable&sslrootcert=/etc/passwd', 'no parameter but sslmode'],
    ['postgresql://u:p@h,h2/d?sslmode=disable', 'one host'],
    ['postgresql://u:p@%2Fvar%2Frun/d?sslmode=disable', 'one host'],
    ['postgresql://u:p@h:0/d?sslmode=disable', 'one host'],
    ['postgresql://u:p@h/d?sslmode=disable#x', 'no #'],
    ['postgresql://u:p@h/d?sslmode=verify-full&sslmode=disable', 'sslmode once'],
  ])('%s is refused, without repeating it', (text, expected) => {
    const read = readPgUrl(text)
    if (read.ok) throw new Error('taken')
    expect(read.problem).toContain(expected)
    expect(read.problem).not.toContain('passwd')
    expect(read.problem).not.toContain('a%zz')
  })
})

describe('the address of a gateway', () => {
  it.each([
    'http://e.example.com/v1/rdb/rest',
    'https://u:p@e.example.com/',
    'https://e.example.com/?a=1',
    'e.example.com',
  ])('%s is refused', (text) => {
    const problems = problemsOf({ WXPAY_STORE: 'postgrest', ...REST, WXPAY_PGREST_URL: text })
    expect(problems.map(({ name }) => name)).toEqual(['WXPAY_PGREST_URL'])
  })
})

it('a database on this machine is never deployed', () => {
  const own = validSettings(keys)
  const deployed = (changes: Env) => checkDeployment({ ...own, ...changes })
  expect(deployed({ WXPAY_STORE: 'postgres', WXPAY_PG_URL: URL })).toMatchObject({ ok: true })
  expect(deployed({ WXPAY_STORE: 'postgres', WXPAY_PG_URL: 'postgres://u@localhost/d' })).toMatchObject({
    problems: [{ name: 'WXPAY_PG_URL' }],
  })
  expect(
    deployed({ WXPAY_STORE: 'postgrest', ...REST, WXPAY_PGREST_URL: 'http://127.0.0.1:1/v1/rdb/rest' }),
  ).toMatchObject({ problems: [{ name: 'WXPAY_PGREST_URL' }] })
})

it("codes are derived from the environment's id, or from what is given in its place", () => {
  expect(loadSettings(valid, 'callables').env).toBe('cb-test')
  expect(loadSettings({ ...valid, WXPAY_CODE_SCOPE: 'cb-before' }, 'callables').env).toBe('cb-before')
})

it('the local cloud hands each function what a deployment does', () => {
  const all = Object.fromEntries(NAMES.map((name) => [name, 'x']))
  for (const name of ['preEntrustSign', 'contractNotify', 'contractAdmin', 'upkeep']) {
    const given = Object.keys(settingsOf(name, all))
    expect(given).toEqual(
      expect.arrayContaining(['WXPAY_STORE', 'WXPAY_PG_URL', 'WXPAY_PGREST_URL', 'WXPAY_PGREST_KEY']),
    )
    expect(given.includes('WXPAY_CODE_SCOPE')).toBe(name !== 'contractNotify')
  }
})
