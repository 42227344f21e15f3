// Who is told what changed, and how long things are kept: forms, what goes together, and what a deployment takes.
import { loadSettings, type Env } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { isSecret } from '../../../../../cloudfunctions/_shared/platform/settings/sources'
import { ConfigError, type SettingProblem } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { planDeployment } from '../../../../../scripts/settings/planDeployment'
import { rsaPair, validEnv, validSettings } from '../../../../support/buildersSettings'

const keys = { merchant: rsaPair(), wechatPay: rsaPair() }
const valid = validEnv(keys)
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const URL_OF_OURS = 'https://server.example.com/changes'
const LOCAL = { WXPAY_HOSTS: 'http://127.0.0.1:8080,http://127.0.0.1:8081' }

function problemsOf(changes: Env): readonly SettingProblem[] {
  try {
    loadSettings({ ...valid, ...changes }, 'upkeep')
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
const problem = (name: string, text: RegExp) => [{ name, problem: expect.stringMatching(text) as string }]

it('are read, with what is kept how long', () => {
  const settings = loadSettings(valid, 'upkeep')
  expect(settings.changes).toEqual({})
  expect(settings.upkeep).toEqual({ retention: { notificationDays: 180, outboxDays: 90, attemptDays: 30 } })
  const all = {
    WXPAY_CHANGE_FUNCTION: 'onContractChange',
    WXPAY_CHANGE_URL: URL_OF_OURS,
    WXPAY_CHANGE_SECRET: SECRET,
    WXPAY_RECHECK_DAYS: '30',
    WXPAY_KEEP_ATTEMPT_DAYS: '2',
  }
  const told = loadSettings({ ...valid, ...all }, 'upkeep')
  expect(told.changes).toEqual({ functionName: 'onContractChange', url: { address: URL_OF_OURS, secret: SECRET } })
  expect(told.upkeep).toMatchObject({ recheckDays: 30, retention: { attemptDays: 2 } })
  expect(loadSettings({ ...valid, ...all }, 'callables').changes).toEqual(told.changes)
  expect(loadSettings({ ...valid, ...all }, 'notify')).not.toHaveProperty('changes')
})

describe('the address', () => {
  it.each([
    ['server.example.com/changes', /whole URL/],
    ['http://server.example.com/changes', /expected https/],
    ['ftp://server.example.com/changes', /expected https/],
    ['https://user:word@server.example.com/', /no user or password/],
    ['https://server.example.com/#x', /fragment/],
    ['https://server.example.com/a b', /printable ASCII/],
    [`https://server.example.com/${'x'.repeat(500)}`, /512 bytes/],
  ])('%s is refused', (url, text) => {
    expect(problemsOf({ WXPAY_CHANGE_URL: url, WXPAY_CHANGE_SECRET: SECRET })).toEqual(
      problem('WXPAY_CHANGE_URL', text),
    )
  })

  it.each([
    'https://localhost/changes',
    'http://localhost:3000/changes',
    'https://localhost./changes',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://10.1.2.3/',
    'https://172.31.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://receiver/',
    'https://receiver.local/',
    'https://receiver.internal/',
  ])('%s is for a local WeChat only', (url) => {
    const changes = { WXPAY_CHANGE_URL: url, WXPAY_CHANGE_SECRET: SECRET }
    expect(problemsOf(changes)).toEqual(problem('WXPAY_CHANGE_URL', /internet can reach/))
    expect(problemsOf({ ...changes, ...LOCAL })).toEqual([])
  })

  it.each(['https://8.8.8.8/', 'https://[2606:4700::1]/', 'https://server.example.cn:8443/a?b=c'])(
    '%s may be used',
    (url) => {
      expect(problemsOf({ WXPAY_CHANGE_URL: url, WXPAY_CHANGE_SECRET: SECRET })).toEqual([])
    },
  )

  it('and its secret go together', () => {
    expect(problemsOf({ WXPAY_CHANGE_URL: URL_OF_OURS })).toMatchObject(problem('WXPAY_CHANGE_SECRET', /^is missing/))
    expect(problemsOf({ WXPAY_CHANGE_SECRET: SECRET })).toMatchObject(problem('WXPAY_CHANGE_URL', /^is missing/))
  })

  it('with a query is kept as a secret', () => {
    expect(isSecret('WXPAY_CHANGE_URL', URL_OF_OURS)).toBe(false)
    expect(isSecret('WXPAY_CHANGE_URL', `${URL_OF_OURS}?token=1`)).toBe(true)
  })
})

describe('the secret', () => {
  it.each([24, 64])('of %i bytes is taken', (bytes) => {
    const secret = `whsec_${Buffer.alloc(bytes, 1).toString('base64')}`
    expect(problemsOf({ WXPAY_CHANGE_URL: URL_OF_OURS, WXPAY_CHANGE_SECRET: secret })).toEqual([])
  })

  it.each([
    ['23 bytes', `whsec_${Buffer.alloc(23, 1).toString('base64')}`],
    ['65 bytes', `whsec_${Buffer.alloc(65, 1).toString('base64')}`],
    ['no prefix', Buffer.alloc(32, 1).toString('base64')],
    ['a public key of the other scheme', `whpk_${Buffer.alloc(32, 1).toString('base64')}`],
    ['base64url', `whsec_${Buffer.alloc(32, 255).toString('base64url')}`],
    ['no padding', SECRET.replace('=', '')],
    ['a password', 'whsec_correct horse battery staple'],
  ])('of %s is refused, and not repeated', (_, secret) => {
    const problems = problemsOf({ WXPAY_CHANGE_URL: URL_OF_OURS, WXPAY_CHANGE_SECRET: secret })
    expect(problems).toEqual(problem('WXPAY_CHANGE_SECRET', /^expected whsec_ and base64 of 24 to 64 bytes; make one/))
    expect(JSON.stringify(problems)).not.toContain(secret)
  })
})

it.each([
  ['WXPAY_CHANGE_FUNCTION', '1st'],
  ['WXPAY_CHANGE_FUNCTION', 'on change'],
  ['WXPAY_RECHECK_DAYS', '0'],
  ['WXPAY_RECHECK_DAYS', '366'],
  ['WXPAY_RECHECK_DAYS', '1.5'],
  ['WXPAY_KEEP_NOTIFICATION_DAYS', '6'],
  ['WXPAY_KEEP_OUTBOX_DAYS', '3651'],
  ['WXPAY_KEEP_ATTEMPT_DAYS', '1'],
])('%s=%s is refused with what was expected', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual(problem(name, /^expected /))
})

it('a deployment has the secret in the environments of those who tell, and nowhere else', () => {
  const settings = { WXPAY_CHANGE_URL: URL_OF_OURS, WXPAY_CHANGE_SECRET: SECRET, WXPAY_RECHECK_DAYS: '30' }
  const names = ['queryContract', 'upkeep', 'contractNotify']
  const plan = planDeployment({ ...validSettings(keys), ...settings }, names)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  const [query, upkeep, notify] = plan.functions
  expect(Object.keys(query?.environment ?? {})).toEqual(['WXPAY_PRIVATE_KEY', 'WXPAY_CHANGE_SECRET'])
  expect(Object.keys(upkeep?.environment ?? {})).toEqual([
    'WXPAY_PRIVATE_KEY',
    'WXPAY_API_V3_KEY',
    'WXPAY_CHANGE_SECRET',
  ])
  expect(upkeep?.settings).toMatchObject({ WXPAY_CHANGE_URL: URL_OF_OURS, WXPAY_RECHECK_DAYS: '30' })
  expect(query?.settings).not.toHaveProperty('WXPAY_RECHECK_DAYS')
  expect(JSON.stringify(notify)).not.toContain('WXPAY_CHANGE')
  expect(JSON.stringify(plan.functions.map((one) => one.settings))).not.toContain(SECRET)
})

it('a deployment to this machine is refused', () => {
  const local = { WXPAY_CHANGE_URL: 'https://localhost/', WXPAY_CHANGE_SECRET: SECRET }
  const plan = planDeployment({ ...validSettings(keys), ...local }, ['queryContract'])
  expect(plan).toMatchObject({ ok: false, problems: problem('WXPAY_CHANGE_URL', /internet can reach/) })
})
