// Settings of the scene app: each is named when it is missing, and only where the scene needs it.
import { loadSettings, type Env } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { pkcs8, rsaPair, validEnv } from '../../../../support/buildersSettings'
import { AUDIENCE, ISSUER, SECRET } from '../../../../support/tokens'

const valid = {
  ...validEnv({ merchant: rsaPair(), wechatPay: rsaPair() }),
  WXPAY_FAMILY: 'combine-papay',
  WXPAY_APP_APPID: 'wxmobile00000001',
  WXPAY_APP_JWT_KEY: `hs256:${SECRET}`,
  WXPAY_APP_JWT_ISSUER: ISSUER,
  WXPAY_APP_JWT_AUDIENCE: AUDIENCE,
}
const APP = Object.keys(valid).filter((name) => name.startsWith('WXPAY_APP_'))
const without = (...names: string[]): Env => Object.fromEntries(names.map((name) => [name, undefined]))

function problemsOf(changes: Env, role: 'app' | 'callables' = 'app') {
  try {
    loadSettings({ ...valid, ...changes }, role)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

it('are read', () => {
  expect(loadSettings(valid, 'app').app).toMatchObject({
    appid: 'wxmobile00000001',
    token: { issuer: ISSUER, audience: AUDIENCE, key: { kind: 'key', algorithms: ['HS256'] } },
  })
})

it.each([
  [undefined, false],
  ['false', false],
  ['true', true],
])('the login is WeChat’s own only where it is said so: %p', (WXPAY_APP_LOGIN_IS_WECHAT, isSo) => {
  expect(loadSettings({ ...valid, WXPAY_APP_LOGIN_IS_WECHAT }, 'app').loginIsWechat).toBe(isSo)
})

it.each(APP)('%s is missing: named, and nothing else', (name) => {
  expect(problemsOf(without(name))).toEqual([
    { name, problem: expect.stringMatching(/^is missing: /) as string, isMissing: true },
  ])
})

it('all that are missing are named at once', () => {
  expect(problemsOf(without(...APP)).map(({ name }) => name)).toEqual(APP)
})

it('are not missed by a function that has no app', () => {
  expect(problemsOf(without(...APP), 'callables')).toEqual([])
  expect(loadSettings(valid, 'callables')).not.toHaveProperty('app')
})

it('the appid of the mini-program is no mobile app’s', () => {
  expect(problemsOf({ WXPAY_APP_APPID: 'wxd678efh567hg6787' })).toMatchObject([{ name: 'WXPAY_APP_APPID' }])
})

it.each([['password-exempt'], [undefined]])('family %s is not signed from an app', (WXPAY_FAMILY) => {
  expect(problemsOf({ WXPAY_FAMILY })).toEqual([
    { name: 'WXPAY_FAMILY', problem: expect.stringMatching(/expected combine-papay/) as string },
  ])
})

it.each<[what: string, name: string, value: string, problem: RegExp]>([
  ['a secret that does not say so', 'WXPAY_APP_JWT_KEY', SECRET, /write WXPAY_APP_JWT_KEY=hs256:/],
  ['a weak secret', 'WXPAY_APP_JWT_KEY', `hs256:${'x'.repeat(31)}`, /at least 32 bytes/],
  ['a private key', 'WXPAY_APP_JWT_KEY', `pem:${pkcs8(rsaPair().privateKey)}`, /is a private key/],
  ['a JWKS over http', 'WXPAY_APP_JWT_KEY', 'jwks:http://login.example.com/jwks', /https URL/],
  ['an example left in', 'WXPAY_APP_JWT_KEY', `<${SECRET}>`, /example/],
  ['no appid', 'WXPAY_APP_APPID', 'com.example.app', /wx and letters/],
  ['an issuer with a blank', 'WXPAY_APP_JWT_ISSUER', 'my login', /"iss"/],
  ['a word for true', 'WXPAY_APP_LOGIN_IS_WECHAT', 'yes', /expected true or false/],
  ['an audience with a blank', 'WXPAY_APP_JWT_AUDIENCE', 'my app', /"aud"/],
])('%s is named by its setting, and not repeated', (_, name, value, problem) => {
  const problems = problemsOf({ [name]: value })
  expect(problems).toEqual([{ name, problem: expect.stringMatching(problem) as string }])
  expect(JSON.stringify(problems)).not.toContain(value)
})
