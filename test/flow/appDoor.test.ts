// SIGN from the merchant's own app: who is let in, with which keys, and how it is told no.
import { askByCall, askOverHttp, logIn, withMerchantFunction } from '../support/flowApp'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { Flow, PATHS, type AnswerFault } from '../support/flowWechat'
import { aToken, rsa, startJwks, unsigned } from '../support/tokens'
import { spki } from '../support/buildersSettings'

const folder = withMerchantFunction()
let flow: Flow
beforeAll(async () => {
  flow = await Flow.start({ family: 'combine-papay', functionsRoot: folder.root })
})
afterEach(async () => flow.faultsOver())
afterAll(async () => {
  await flow.close()
  folder.remove()
})

const nowSec = () => Math.floor(Date.now() / 1000)
const sub = 'app-user'
const seen = async () => ({ ...flow.everything(), requests: await flow.control.requests({ last: 1000 }) })

describe('401, by both ways, and nothing is written or asked', () => {
  it.each<[what: string, token: () => Promise<string> | string]>([
    ['expired', () => logIn(flow, { sub, exp: nowSec() - 60 })],
    ['not valid yet', () => logIn(flow, { sub, nbf: nowSec() + 60 })],
    ['of another audience', () => logIn(flow, { sub, aud: 'another-app' })],
    ['of another issuer', () => logIn(flow, { sub, iss: 'https://evil.example.com' })],
    ['of nobody', () => logIn(flow, {})],
    ['valid for ever', () => logIn(flow, { sub, exp: undefined })],
    ['with alg none', () => unsigned('none', sub)],
    ['with a wrong key', () => logIn(flow, { sub }, 'x'.repeat(32))],
    ['of no form', () => 'aaa.bbb.ccc'],
    ['missing', () => ''],
  ])('a token that is %s', async (_, make) => {
    const token = await make()
    const before = await seen()
    const { status, headers, answer } = await askOverHttp(flow, token)
    expect({ status, answer }).toMatchObject({ status: 401, answer: { ok: false, error: { code: 'UNAUTHENTICATED' } } })
    expect(headers['www-authenticate']).toBe('Bearer')
    expect(await askByCall(flow, token)).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
    expect(await seen()).toEqual(before)
  })

  it('no identity of WeChat’s stands in for a token, and a page cannot call it at all', async () => {
    const caller = { openid: 'oSomebodyAtAll', appid: flow.local.keys.appid }
    await expect(flow.local.cloud.call('appPreEntrustSign', {}, caller)).rejects.toThrow('denied')
    expect((await askOverHttp(flow, '')).status).toBe(401)
  })
})

it.each<[field: string, body: unknown]>([
  ['openid', { openid: 'oBob' }],
  ['prepay_id', { prepay_id: 'wx1' }],
  ['attach', { attach: 5 }],
  ['contract_display_account', { contract_display_account: 'a b' }],
  ['body', 'not json'],
])('400, by name: %s', async (field, body) => {
  const before = await seen()
  const { status, answer } = await askOverHttp(flow, await logIn(flow, { sub }), body)
  expect(status).toBe(400)
  expect(answer.error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(`^${field}: `) as string })
  expect(await seen()).toEqual(before)
})

it.each<[fault: AnswerFault, status: number, code: string]>([
  [{ kind: 'tooManyRequests', retryAfterSec: 30 }, 429, 'RATE_LIMITED'],
  [{ kind: 'serverError', status: 500, when: 'before' }, 502, 'WECHATPAY_UNREACHABLE'],
  [{ kind: 'wrongSignature' }, 502, 'WECHATPAY_UNTRUSTED'],
])('what WeChat Pay answers has the status that fits: %p', async (fault, status, code) => {
  await flow.spoil(fault, { path: PATHS.preSign })
  const { headers, ...reply } = await askOverHttp(flow, await logIn(flow, { sub: 'unlucky' }))
  expect(reply).toMatchObject({ status, answer: { ok: false, error: { code } } })
  expect(headers['retry-after']).toBe(status === 429 ? '30' : undefined)
})

describe('what is true, and the end of it, over HTTP access', () => {
  const query = async (who: string, body: object = {}) =>
    askOverHttp(flow, await logIn(flow, { sub: who }), body, '/app/query-contract')
  const close = async (who: string, out_contract_code: string) =>
    askOverHttp(flow, await logIn(flow, { sub: who }), { out_contract_code }, '/app/terminate-contract')
  const signed = async (who: string, openid: string) => {
    const { out_contract_code = '' } = (await askOverHttp(flow, await logIn(flow, { sub: who }))).answer
    await flow.control.sign({ out_contract_code, openid })
    await flow.control.settled()
    return out_contract_code
  }

  it('tells none, inProgress and signed, closes, and tells terminated', async () => {
    expect((await query('owner')).answer).toEqual({ ok: true, state: 'none' })
    await askOverHttp(flow, await logIn(flow, { sub: 'owner' }))
    expect((await query('owner')).answer).toMatchObject({ ok: true, state: 'inProgress' })
    const out_contract_code = await signed('owner', 'oOwner'.padEnd(28, '0'))
    expect((await query('owner')).answer).toMatchObject({ ok: true, state: 'signed', out_contract_code })
    expect(await close('owner', out_contract_code)).toMatchObject({
      status: 200,
      answer: { ok: true, state: 'terminated' },
    })
    expect((await query('owner')).answer).toMatchObject({ ok: true, state: 'terminated' })
  })

  it('knows nothing of another user’s, and closes it for nobody else', async () => {
    const out_contract_code = await signed('careful', 'oCareful'.padEnd(28, '0'))
    const notFound = { status: 404, answer: { ok: false, error: { code: 'NOT_FOUND' } } }
    expect(await query('curious', { out_contract_code })).toMatchObject(notFound)
    expect(await close('curious', out_contract_code)).toMatchObject(notFound)
    expect((await query('careful')).answer).toMatchObject({ state: 'signed' })
  })

  it('a user of the mini-program with the same name is somebody else', async () => {
    const out_contract_code = await signed('oSameName', 'oSame'.padEnd(28, '0'))
    const caller = { openid: 'oSameName', appid: flow.local.keys.appid }
    const { result } = await flow.local.cloud.call('queryContract', { out_contract_code }, caller)
    expect(result).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  })

  it.each(['/app/query-contract', '/app/terminate-contract'])('%s lets nobody in without a token', async (path) => {
    expect(await askOverHttp(flow, '', {}, path)).toMatchObject({ status: 401 })
  })

  it.each(['appQueryContract', 'appTerminateContract'])('%s is closed to pages', async (name) => {
    const caller = { openid: 'oSomebodyAtAll', appid: flow.local.keys.appid }
    await expect(flow.local.cloud.call(name, {}, caller)).rejects.toThrow('denied')
  })
})

it('settings of the app that are missing stop the app, and nothing else', async () => {
  await flow.redeploy({ WXPAY_APP_JWT_KEY: undefined })
  expect(await askOverHttp(flow, await logIn(flow, { sub }))).toMatchObject({
    status: 500,
    answer: { ok: false, error: { code: 'NOT_CONFIGURED' } },
  })
  await flow.newUser().preSigned()
  await flow.redeploy()
})

describe('the login’s keys at an address', () => {
  const claims = () => {
    const { WXPAY_APP_JWT_ISSUER: iss, WXPAY_APP_JWT_AUDIENCE: aud } = flow.local.settings
    return { iss, aud, sub: 'jwks-user' }
  }
  const ask = async (token: string) => {
    flow.ids.add(token)
    return (await askOverHttp(flow, token)).status
  }
  afterEach(async () => flow.redeploy())

  it('let in who they sign for, and nobody else', async () => {
    const login = await startJwks({ k1: rsa.publicKey })
    await flow.redeploy({ WXPAY_APP_JWT_KEY: `jwks:${login.url}/jwks.json` })
    const signing = { alg: 'RS256', key: rsa.privateKey }
    expect(await ask(await aToken(claims(), { ...signing, kid: 'k1' }))).toBe(200)
    expect(await ask(await aToken(claims(), { ...signing, kid: 'k9' }))).toBe(401)
    expect(await ask(await aToken(claims(), { key: Buffer.from(spki(rsa.publicKey)), kid: 'k1' }))).toBe(401)
    await login.close()
  })

  it('that cannot be had are ours to mend: 500, and not 401', async () => {
    const login = await startJwks({})
    await login.close()
    await flow.redeploy({ WXPAY_APP_JWT_KEY: `jwks:${login.url}/jwks.json` })
    expect(await ask(await aToken(claims(), { alg: 'RS256', key: rsa.privateKey, kid: 'k1' }))).toBe(500)
  })
})

itHasToldNoSecret(() => flow)
