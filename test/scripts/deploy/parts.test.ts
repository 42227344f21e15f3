// The small decisions of a deployment, each by itself.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { regionOf } from '../../../scripts/cloud/connect'
import { AUTH_FILE, findLogin } from '../../../scripts/cloud/login'
import { readArguments } from '../../../scripts/deploy/arguments'
import { mergeRules } from '../../../scripts/deploy/planRules'
import { renderPolicy } from '../../../scripts/deploy/policy'
import { redact } from '../../../scripts/deploy/redact'
import { troubleIn } from '../../../scripts/deploy/smoke'
import { ROOT } from '../../support/project'

describe('the login', () => {
  const NOW_MS = 1_800_000_000_000
  let home: string
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'entrust-kit-home-'))))
  afterEach(() => rmSync(home, { recursive: true }))
  const keep = (content: string): void => {
    mkdirSync(dirname(join(home, AUTH_FILE)), { recursive: true })
    writeFileSync(join(home, AUTH_FILE), content)
  }
  const temporary = (tmpExpired: number) =>
    keep(JSON.stringify({ credential: { tmpSecretId: 'i', tmpSecretKey: 'k', tmpToken: 't', tmpExpired } }))

  it('of the environment wins, with a token where there is one', () => {
    temporary(NOW_MS + 3_600_000)
    const env = { TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TENCENTCLOUD_SESSIONTOKEN: 'token' }
    expect(findLogin(env, home, NOW_MS)).toEqual({
      kind: 'login',
      login: { secretId: 'id', secretKey: 'key', token: 'token' },
    })
  })

  it('of the tool, by key or for a time', () => {
    keep(JSON.stringify({ credential: { secretId: 'i', secretKey: 'k' } }))
    expect(findLogin({}, home, NOW_MS)).toEqual({ kind: 'login', login: { secretId: 'i', secretKey: 'k' } })
    temporary(NOW_MS + 3_600_000)
    expect(findLogin({}, home, NOW_MS)).toMatchObject({ kind: 'login', login: { token: 't' } })
    temporary(NOW_MS + 60_000)
    expect(findLogin({}, home, NOW_MS)).toEqual({ kind: 'expired' })
  })

  it.each(['', '{', '{"credential": {}}', '[]'])('a file that holds none is none: %j', (content) => {
    keep(content)
    expect(findLogin({}, home, NOW_MS)).toEqual({ kind: 'none' })
  })

  it('a file that cannot be read is none', () => {
    mkdirSync(join(home, AUTH_FILE), { recursive: true })
    expect(findLogin({}, home, NOW_MS)).toEqual({ kind: 'none' })
  })

  it.each(['', ' '])('a variable %j names no region', (region) => {
    expect(regionOf({ TENCENTCLOUD_REGION: region })).toBe(regionOf({}))
    expect(regionOf({ TENCENTCLOUD_REGION: 'ap-beijing' })).toBe('ap-beijing')
  })

  it('half of one names what is missing', () => {
    expect(findLogin({ TENCENTCLOUD_SECRETKEY: 'k' }, home, NOW_MS)).toEqual({
      kind: 'incomplete',
      missing: 'TENCENTCLOUD_SECRETID',
    })
  })
})

it.each([
  [401, 'application/json', '{"code":"FAIL","message":"m"}', undefined],
  [401, 'application/json', '{"ok":false,"error":{"code":"UNAUTHENTICATED"}}', undefined],
  [401, 'application/json', '{"code":"MISSING_CREDENTIALS"}', 'authentication'],
  [401, 'text/plain', 'no', 'authentication'],
  [403, 'application/json', '{"code":"ACCESS_DENIED"}', 'denied'],
  [404, 'application/json', '{"code":"INVALID_PATH"}', 'noRoute'],
  [404, 'text/html', '<html>', 'html'],
  [200, 'text/plain', ' <!doctype html>', 'html'],
  [302, 'text/html', '<html>', 'redirect'],
  [500, 'application/json', '{"code":"FAIL","message":"not ready"}', 'notReady'],
  [500, 'application/json', '{"ok":false,"error":{"code":"NOT_CONFIGURED"}}', 'notReady'],
  [503, 'application/json', '{"code":"FAIL"}', 'failed'],
  [504, 'text/plain', '', 'failed'],
  [200, 'application/json', '{"code":"FAIL"}', 'stranger'],
  [204, '', '', 'stranger'],
] as const)('an answer of %i %s %s: %s', (status, contentType, body, trouble) => {
  expect(troubleIn({ status, contentType, body })).toBe(trouble)
})

it('a secret is struck out of what a tool prints, also line by line and escaped', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----'
  const printed = `env {"K":"${pem.replaceAll('\n', '\\n')}"} MIIEvQIBADANBg and kqhkiG9w0BAQEF, id 1234567`
  const told = redact(printed, [pem, '1234567'])
  expect(told).not.toMatch(/MIIE|kqhk/)
  expect(told).toContain('id 1234567')
})

describe('rules', () => {
  const CALLERS = { open: ['preEntrustSign'], closed: ['contractNotify'] }
  it.each([
    ['none yet', {}, { '*': { invoke: 'auth != null' }, contractNotify: { invoke: false } }],
    [
      'all may call all',
      { '*': { invoke: true }, contractNotify: { invoke: true } },
      { '*': { invoke: true }, contractNotify: { invoke: false } },
    ],
    [
      'nobody may call ours',
      { '*': { invoke: true }, preEntrustSign: { invoke: false, other: 1 } },
      {
        '*': { invoke: true },
        preEntrustSign: { invoke: 'auth != null', other: 1 },
        contractNotify: { invoke: false },
      },
    ],
    [
      'as strict as the merchant likes',
      { '*': { invoke: true }, preEntrustSign: { invoke: 'auth.uid != null' }, contractNotify: { invoke: false } },
      { '*': { invoke: true }, preEntrustSign: { invoke: 'auth.uid != null' }, contractNotify: { invoke: false } },
    ],
  ])('%s', (_, online, merged) => {
    expect(mergeRules(CALLERS, online)).toEqual(merged)
  })
})

it('the policy has the names and routes of this deployment, and is otherwise as it comes', () => {
  const source = readFileSync(join(ROOT, 'database/opa/entrust.rego'), 'utf8')
  const callers = { open: ['my-preEntrustSign'], closed: ['my-contractNotify'] }
  const policy = renderPolicy(source, { callers, routes: [{ path: '/n', functionName: 'my-contractNotify' }] })
  expect(policy).toContain('from_pages := {\n\t"my-preEntrustSign",\n}')
  expect(policy).toContain('not_from_pages := {\n\t"my-contractNotify",\n}')
  expect(policy).toContain('routes := {\n\t"/n",\n}')
  const rest = (text: string): string => text.replace(/:= \{[^}]*\}/g, '')
  expect(rest(policy)).toBe(rest(source))
})

it.each([
  [['--only', 'functions,roots'], /--only roots: expected some of database,functions,timer,routes,rules/],
  [['--only', ''], /--only/],
  [['--lang', 'fr'], /--lang: expected zh or en/],
  [['--force'], /--force/],
])('arguments %j are refused by name', (args, told) => {
  expect(() => readArguments(args, {})).toThrow(told)
})
