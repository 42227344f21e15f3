// The merchant's own app at the door: over HTTP and by call. Without a good token nothing is called.
import { createSecretKey } from 'node:crypto'
import { CallFailure, StoreError } from '../../../../../cloudfunctions/_shared/kernel/errors'
import type { Caller } from '../../../../../cloudfunctions/_shared/kernel/ports'
import { appCallable } from '../../../../../cloudfunctions/_shared/platform/doors/appCallable'
import type { VerifyToken } from '../../../../../cloudfunctions/_shared/platform/doors/appToken'
import type { AppHost } from '../../../../../cloudfunctions/_shared/platform/hosts/ports'
import type { TokenRules } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { createLog } from '../../../../../cloudfunctions/_shared/platform/log'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { appPreEntrustSignInput } from '../../../../../cloudfunctions/_shared/contracts/sign/appPreEntrustSignInput'
import type { CallErrorCode } from '../../../../../typings/contract/results'
import { COMBINE, NOW } from '../../../../support/builders'
import { fakeDeps, tellsNobody } from '../../../../support/fakeDeps'
import { AUDIENCE, ISSUER, secretBytes } from '../../../../support/tokens'

const TOKEN = 'aaa.bbb.ccc'

const RULES: TokenRules = {
  key: { kind: 'key', key: createSecretKey(secretBytes()), algorithms: ['HS256'] },
  issuer: ISSUER,
  audience: AUDIENCE,
}

const verifyToken: VerifyToken = async (token) => {
  if (token !== TOKEN) throw new CallFailure('UNAUTHENTICATED', 'not this one')
  return { userId: 'u1' }
}

function setUp(
  run: () => Promise<object> = () => Promise.resolve({ state: 'signed' }),
  host: Partial<AppHost> = {},
  createVerifier: (rules: TokenRules) => VerifyToken = () => verifyToken,
) {
  const lines: string[] = []
  const called: { input: unknown; caller: Caller }[] = []
  const main = appCallable(
    {
      name: 'appPreEntrustSign',
      input: appPreEntrustSignInput,
      run: async (input, caller) => {
        called.push({ input, caller })
        return run()
      },
    },
    {
      log: (functionName, requestId) =>
        createLog({ functionName, requestId, write: (line) => lines.push(line), nowMs: () => NOW }),
      tokenRules: () => RULES,
      telling: tellsNobody,
      deps: () => fakeDeps(COMBINE),
      ...host,
    },
    createVerifier,
  )
  return { main, lines, called }
}

const http = (body: unknown = {}, changes: object = {}) => ({
  path: '/app/pre-entrust-sign',
  httpMethod: 'POST',
  headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  isBase64Encoded: false,
  ...changes,
})

async function post(event: object, main = setUp().main) {
  const reply = await main(event, { request_id: 'req-1' })
  if (!('statusCode' in reply)) throw new Error('expected an HTTP answer')
  return { ...reply, json: JSON.parse(reply.body) as { ok: boolean; error?: { code: string; message: string } } }
}

describe('a request that is let in', () => {
  it.each([
    ['in text', http({ return_app: true, attach: 'a=1', contract_display_account: 'alice' })],
    [
      'in base64',
      http(Buffer.from('{"return_app":true,"attach":"a=1","contract_display_account":"alice"}').toString('base64'), {
        isBase64Encoded: true,
      }),
    ],
  ])('%s is of the user the token names', async (_, event) => {
    const { main, called } = setUp()
    expect(await post(event, main)).toMatchObject({ statusCode: 200, json: { ok: true, state: 'signed' } })
    const input = { return_app: true, attach: 'a=1', contract_display_account: 'alice' }
    expect(called).toEqual([{ input, caller: { userId: 'u1' } }])
  })

  it.each([
    ['no body', http('')],
    ['headers in any case', http({}, { headers: { Authorization: `bearer ${TOKEN}` } })],
  ])('may have %s', async (_, event) => {
    expect(await post(event)).toMatchObject({ statusCode: 200 })
  })

  it('may come from another function, which gets the plain result', async () => {
    const { main, called } = setUp()
    expect(await main({ token: TOKEN, attach: 'a=1', userInfo: {}, tcbContext: {} })).toEqual({
      ok: true,
      state: 'signed',
    })
    expect(called).toEqual([{ input: { attach: 'a=1' }, caller: { userId: 'u1' } }])
  })
})

describe('401, and nothing is called', () => {
  it.each<[what: string, headers: object]>([
    ['no Authorization', {}],
    ['another scheme', { authorization: 'Basic dTpw' }],
    ['no token', { authorization: 'Bearer ' }],
    ['a token in two parts', { authorization: 'Bearer aaa.bbb' }],
    ['two tokens', { authorization: `Bearer ${TOKEN} ${TOKEN}` }],
    ['two headers', { authorization: `Bearer ${TOKEN}`, Authorization: `Bearer ${TOKEN}` }],
    ['a token that is not accepted', { authorization: 'Bearer xxx.yyy.zzz' }],
    ['an identity of WeChat’s instead', { 'x-wx-openid': 'oAlice' }],
  ])('over HTTP: %s', async (_, headers) => {
    const { main, called, lines } = setUp()
    const reply = await post(http({ unknown: 1 }, { headers }), main)
    expect(reply).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': 'Bearer' },
      json: { ok: false, error: { code: 'UNAUTHENTICATED', requestId: 'req-1' } },
    })
    expect(called).toEqual([])
    expect(reply.body + lines.join('')).not.toMatch(/aaa|xxx\.|dTpw/)
  })

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { token: '' },
    { token: 5 },
    { token: 'xxx.yyy.zzz' },
    { Authorization: `Bearer ${TOKEN}` },
    { userId: 'u1', openid: 'oAlice' },
  ])('by call: %p', async (event) => {
    const { main, called } = setUp()
    expect(await main(event)).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
    expect(called).toEqual([])
  })
})

describe('400, by name', () => {
  it.each<[field: string, body: unknown]>([
    ['openid', { openid: 'oBob' }],
    ['sub', { sub: 'u2' }],
    ['userId', { userId: 'u2' }],
    ['token', { token: TOKEN }],
    ['out_contract_code', { out_contract_code: 'x' }],
    ['attach', { attach: '' }],
    ['attach', { attach: '微'.repeat(86) }],
    ['attach', { attach: '😀' }],
    ['attach', { attach: '😀'.slice(0, 1) }],
    ['attach', { attach: 'a\u0000' }],
    ['attach', { attach: 5 }],
    ['return_app', { return_app: 'true' }],
    ['contract_display_account', { contract_display_account: 5 }],
    ['contract_display_account', { contract_display_account: 'a b' }],
    ['body', '[]'],
    ['body', 'null'],
    ['body', '"text"'],
    ['body', '{'],
    ['body', `{"attach":"${'x'.repeat(8200)}"}`],
  ])('%s: %p', async (field, body) => {
    const { main, called } = setUp()
    const reply = await post(http(body), main)
    expect(reply).toMatchObject({ statusCode: 400, json: { error: { code: 'INVALID_INPUT' } } })
    expect(reply.json.error?.message).toMatch(new RegExp(`^${field}: `))
    expect(called).toEqual([])
  })

  it('a body that came parsed', async () => {
    expect(await post(http({}, { body: { attach: 'x' } }))).toMatchObject({ statusCode: 400 })
  })

  it.each(['GET', 'PUT', 'OPTIONS'])('method %s', async (httpMethod) => {
    const { main, called } = setUp()
    expect((await post(http({}, { httpMethod }), main)).json.error?.message).toBe('method: expected POST')
    expect(called).toEqual([])
  })

  it('by call', async () => {
    const error = { code: 'INVALID_INPUT', message: 'openid: is not known to this function; remove it' }
    expect(await setUp().main({ token: TOKEN, openid: 'oBob' })).toMatchObject({ ok: false, error })
  })
})

describe('an error has the status that fits', () => {
  const failing = (error: Error, host: Partial<AppHost> = {}) => setUp(() => Promise.reject(error), host).main

  it.each<[CallErrorCode, number]>([
    ['INVALID_INPUT', 400],
    ['UNAUTHENTICATED', 401],
    ['NOT_FOUND', 404],
    ['NOT_SIGNED', 409],
    ['IN_FORCE', 409],
    ['IN_PROGRESS', 409],
    ['WECHATPAY_REJECTED', 502],
    ['WECHATPAY_UNREACHABLE', 502],
    ['WECHATPAY_UNTRUSTED', 502],
    ['NOT_CONFIGURED', 500],
  ])('%s: %d, with the same error as everywhere', async (code, statusCode) => {
    const reply = await post(http(), failing(new CallFailure(code, 'why')))
    expect(reply).toMatchObject({
      statusCode,
      json: { ok: false, error: { code, message: 'why', requestId: 'req-1' } },
    })
    expect(reply.headers).not.toHaveProperty('retry-after')
  })

  it('RATE_LIMITED: 429, with the wait in whole seconds', async () => {
    const reply = await post(http(), failing(new CallFailure('RATE_LIMITED', 'wait', 2001)))
    expect(reply).toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '3' },
      json: { error: { retryAfterMs: 2001 } },
    })
  })

  it.each([
    [new StoreError('read', 'x'), 'STORE_FAILED'],
    [new TypeError('secret'), 'INTERNAL'],
    [new ConfigError([{ name: 'WXPAY_APP_JWT_KEY', problem: 'is missing' }]), 'NOT_CONFIGURED'],
  ])('%p: 500, without a word about it', async (error, code) => {
    const reply = await post(http(), failing(error))
    expect(reply).toMatchObject({ statusCode: 500, json: { error: { code } } })
    expect(reply.body).not.toMatch(/secret|WXPAY/)
  })

  it('keys that cannot be fetched: 500, and not 401', async () => {
    const { main, called } = setUp(undefined, {}, () => () => Promise.reject(new TypeError('fetch failed')))
    expect(await post(http(), main)).toMatchObject({ statusCode: 500, json: { error: { code: 'INTERNAL' } } })
    expect(called).toEqual([])
  })
})

describe('the rules of the token', () => {
  it('are asked for at the first call, and once', async () => {
    const tokenRules = jest.fn(() => RULES)
    const createVerifier = jest.fn(() => verifyToken)
    const { main } = setUp(undefined, { tokenRules }, createVerifier)
    expect(tokenRules).not.toHaveBeenCalled()
    await post(http(), main)
    await post(http(), main)
    expect(createVerifier.mock.calls).toEqual([[RULES]])
    expect(tokenRules).toHaveBeenCalledTimes(1)
  })

  it('are asked for again after wrong settings', async () => {
    const tokenRules = jest.fn(() => RULES)
    tokenRules.mockImplementationOnce(() => {
      throw new ConfigError([{ name: 'WXPAY_APP_JWT_KEY', problem: 'is missing' }])
    })
    const { main } = setUp(undefined, { tokenRules })
    expect(await post(http(), main)).toMatchObject({ json: { error: { code: 'NOT_CONFIGURED' } } })
    expect(await post(http(), main)).toMatchObject({ statusCode: 200 })
  })
})
