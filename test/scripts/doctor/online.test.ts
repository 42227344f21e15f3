// Every finding from the laptop is planted in the stand-ins of the cloud and of WeChat Pay, and named with its cure.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CloudFunction } from '../../../sandbox/tencent/account'
import { readArguments } from '../../../scripts/doctor/arguments'
import type { FindingId } from '../../../scripts/doctor/findings'
import { FINDINGS } from '../../../scripts/doctor/findings'
import { ONLINE_FINDINGS } from '../../../scripts/doctor/online/findings'
import { report, reportJson } from '../../../scripts/doctor/report'
import { OnlineStage } from '../../support/onlineStage'
import { LOGIN } from '../../support/tcb'
import { ROOT, TSX } from '../../support/project'

const NOBODY = 'http://127.0.0.1:9'
const CERTIFICATE = 'keys/apiclient_cert.pem'

let stage: OnlineStage
beforeAll(async () => (stage = await OnlineStage.start()))
afterAll(() => stage.close())
let untouched: Record<string, string>
beforeEach(() => {
  const certificate = readFileSync(join(stage.project.root, CERTIFICATE), 'utf8')
  untouched = { '.env': stage.project.dotEnv, [CERTIFICATE]: certificate }
})
afterEach(async () => {
  jest.restoreAllMocks()
  stage.project.write(untouched)
  await stage.wechatPay.control.clearFaults()
  rmSync(join(stage.home, '.config'), { recursive: true, force: true })
  stage.mend()
})

const setDotEnv = (name: string, value: string) => {
  stage.project.edit('.env', (text) => text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`))
}
const fn = (name: string): CloudFunction => {
  const found = stage.environment.functions.get(name)
  if (!found) throw new Error(name)
  return found
}
const collection = (name: string) => {
  const found = stage.environment.collections.get(name)
  if (!found) throw new Error(name)
  return found
}
const refuse = (call: string, code: string, message: string) => {
  stage.tencent.faults.plant({ call, spoilt: { kind: 'refused', code, message } })
}
const answers = (status: number, body = '', headers: Record<string, string> = {}) => {
  stage.answers({ status, body, headers })
}
const probed = (part: string, result: string, explanation?: string) => {
  stage.probe = { ok: true, parts: [{ part, result, explanation }] }
}
const refusedWith = (code: string) => {
  stage.probe = { ok: false, error: { code, message: 'no', requestId: 'r' } }
}
const logInByTool = (credential: object) => {
  stage.env = { http_proxy: stage.tencent.proxyUrl }
  mkdirSync(join(stage.home, '.config/.cloudbase'), { recursive: true })
  writeFileSync(join(stage.home, '.config/.cloudbase/auth.json'), JSON.stringify({ credential }))
}
/** This machine's clock, a while off: the cloud's own calls are signed by it too. */
const moveClock = (ms: number) => {
  const now = Date.now.bind(Date)
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ms)
}

it('finds nothing where nothing is wrong', async () => {
  expect(await stage.look()).toEqual({ findings: [], leftOut: undefined })
})

/** What the cloud or WeChat Pay said is quoted. */
const WORDS_OF_OTHERS: readonly FindingId[] = [
  'login-refused',
  'right-missing',
  'cloud-refused',
  'cloud-busy',
  'echo-refused',
]

type Plant = [id: FindingId, how: string, plant: () => unknown, told?: RegExp]

const PLANTS: Plant[] = [
  ['clock-off', '2 min ahead', () => moveClock(120_000), /^1[12]\d s$/],
  ['wechatpay-unreachable', 'no network', () => (stage.hosts = [NOBODY, NOBODY]), /not reached/],
  [
    'wechatpay-host-unreachable',
    'one of them',
    () => (stage.hosts = [stage.wechatPay.url, NOBODY]),
    /^http:\/\/127\.0\.0\.1:9: /,
  ],
  [
    'echo-refused',
    'serial of another certificate',
    () => {
      setDotEnv('WXPAY_SERIAL', 'A'.repeat(40))
      stage.project.delete(CERTIFICATE)
    },
    /401 SIGN_ERROR/,
  ],
  [
    'echo-untrusted',
    'id of another public key',
    () => setDotEnv('WXPAY_PUBLIC_KEY_ID', 'PUB_KEY_ID_0199999999999999999999999999'),
    /SERIAL_UNKNOWN/,
  ],
  [
    'echo-untrusted',
    'somebody in between',
    () => stage.wechatPay.control.armFault({ fault: { kind: 'wrongSignature' }, times: 'always' }),
    /SIGNATURE_MISMATCH/,
  ],
  ['not-logged-in', 'no login', () => (stage.env = { http_proxy: stage.tencent.proxyUrl })],
  [
    'login-expired',
    'of the tool',
    () => logInByTool({ tmpSecretId: 'a', tmpSecretKey: 'b', tmpToken: 'c', tmpExpired: Date.now() - 1 }),
  ],
  ['login-refused', 'a wrong key', () => (stage.env['TENCENTCLOUD_SECRETKEY'] = 'another'), /^AuthFailure/],
  ['environment-unknown', 'misspelt', () => setDotEnv('ENV_ID', 'cloud1-8gabd'), /cloud1-8gabd; it has cloud1-8gabc$/],
  [
    'right-missing',
    'CAM',
    () => refuse('tcb DescribeCloudBaseGWAPI', 'UnauthorizedOperation', 'not authorized (tcb:DescribeCloudBaseGWAPI)'),
    /^tcb:DescribeCloudBaseGWAPI$/,
  ],
  ['cloud-clock', 'ten minutes', () => refuse('tcb DescribeEnvs', 'AuthFailure.SignatureExpire', 'expired')],
  ['cloud-busy', 'by the API', () => refuse('tcb DescribeEnvs', 'RequestLimitExceeded', 'slow down'), /^RequestLimit/],
  [
    'cloud-refused',
    'whatever it is',
    () => refuse('tcb DescribeEnvs', 'FailedOperation', 'the zone is closed'),
    /^FailedOperation: the zone is closed \(RequestId .+\)$/,
  ],
  ['cloud-unreachable', 'no network', () => (stage.env['http_proxy'] = NOBODY)],
  [
    'cloud-busy',
    '429',
    () => stage.tencent.faults.plant({ call: 'scf GetFunction', spoilt: { kind: 'tooMany' } }),
    /429/,
  ],
  [
    'cloud-unreachable',
    'a cut connection',
    () => stage.tencent.faults.plant({ call: 'tcb DescribeEnvs', spoilt: { kind: 'cut' } }),
  ],
  ['function-missing', 'not deployed', () => stage.environment.functions.delete('queryContract'), /^queryContract$/],
  ['function-inactive', 'stuck', () => (fn('upkeep').status = 'Updating'), /^upkeep: Updating$/],
  ['function-runtime-old', 'Node 16', () => (fn('queryOrder').runtime = 'Nodejs16.13'), /^queryOrder: Nodejs16\.13$/],
  ['function-limits', '3 s', () => (fn('preEntrustSign').timeoutSec = 3), /^preEntrustSign: 3 s, needs 20 s$/],
  ['function-limits', 'memory', () => (fn('contractNotify').memoryMb = 128), /^contractNotify: 128 MB, needs 512 MB$/],
  ['function-handler', 'another', () => (fn('upkeep').handler = 'index.handler'), /^upkeep: index\.handler$/],
  ['variable-missing', 'the private key', () => (fn('upkeep').variables = {}), /^upkeep: .*WXPAY_PRIVATE_KEY/],
  [
    'variable-other',
    'the APIv3 key before',
    () => (fn('contractNotify').variables['WXPAY_API_V3_KEY'] = 'x'.repeat(32)),
    /^contractNotify: WXPAY_API_V3_KEY$/,
  ],
  [
    'variable-extra',
    'the private key where the public may call',
    () => (fn('contractNotify').variables['WXPAY_PRIVATE_KEY'] = 'x'),
    /^contractNotify: WXPAY_PRIVATE_KEY$/,
  ],
  ['store-other', 'PostgreSQL', () => (stage.environment.kind = 'postgresql')],
  ['collection-missing', 'one', () => stage.environment.collections.delete('payments'), /^payments$/],
  ['collection-open', 'as it is made', () => (collection('contracts').access = 'PRIVATE'), /^contracts: PRIVATE$/],
  ['index-missing', 'all', () => (collection('payments').indexes = []), /^payments\.\w+/],
  ['index-other', 'the other way round', () => collection('contracts').indexes[0]?.keys.reverse(), /^contracts\.\w+$/],
  ['http-access-off', 'switched off', () => (stage.environment.isHttpAccessOn = false)],
  ['route-missing', 'none', () => stage.environment.routes.clear(), /^\/contract-notify: contractNotify$/],
  [
    'route-other',
    'of the shop',
    () => stage.environment.routes.set('/contract-notify', { functionName: 'shop', isAuthSwitchedOn: false }),
    /^\/contract-notify: shop, expected contractNotify$/,
  ],
  [
    'route-auth',
    'on',
    () => stage.environment.routes.set('/contract-notify', { functionName: 'contractNotify', isAuthSwitchedOn: true }),
    /^\/contract-notify$/,
  ],
  ['timer-missing', 'none', () => (fn('upkeep').triggers = [])],
  ['timer-off', 'switched off', () => fn('upkeep').triggers.forEach((one) => (one.isOn = false))],
  ['timer-other', 'hourly', () => fn('upkeep').triggers.forEach((one) => (one.config = '0 0 * * * * *')), /^0 0 /],
  [
    'function-open',
    'no rules',
    () => (stage.environment.functionRule = undefined),
    /^contractAdmin, contractNotify, refundOrder, upkeep$/,
  ],
  [
    'function-closed',
    'to all',
    () => (stage.environment.functionRule = '{"*": {"invoke": false}}'),
    /preEntrustSign, queryContract/,
  ],
  [
    'notify-unreachable',
    'no such domain',
    () => setDotEnv('WXPAY_NOTIFY_URL', 'https://gone.example.com/contract-notify'),
  ],
  [
    'notify-not-ready',
    'settings',
    () => answers(500, '{"code":"FAIL","message":"not ready"}'),
    /^HTTP 500, not ready$/,
  ],
  ['notify-denied', 'by the policy', () => answers(403, '{"code":"ACCESS_DENIED"}'), /^HTTP 403$/],
  ['notify-denied', 'a login of the platform', () => answers(401, '{"code":"MISSING_CREDENTIALS"}'), /^HTTP 401$/],
  ['notify-not-found', 'another path', () => answers(404, 'no'), /^HTTP 404$/],
  [
    'notify-redirect',
    'to https www',
    () => answers(302, '', { location: 'https://www.example.com/' }),
    /^HTTP 302 to https:\/\/www\.example\.com\/$/,
  ],
  ['notify-foreign', 'a page', () => answers(200, '<html></html>'), /^HTTP 200$/],
  ['notify-foreign', 'a success of somebody', () => answers(200, '{"code":"SUCCESS"}'), /^HTTP 200$/],
  [
    'probe-impossible',
    'no key',
    () => {
      setDotEnv('WXPAY_ADMIN_KEY', '')
    },
  ],
  ['probe-unanswered', 'it dies', () => (stage.probe = undefined), /without an answer/],
  ['probe-unanswered', 'an old deployment', () => refusedWith('INVALID_INPUT'), /^INVALID_INPUT: no$/],
  ['function-not-configured', 'inside', () => refusedWith('NOT_CONFIGURED')],
  ['admin-key-other', 'inside', () => refusedWith('UNAUTHENTICATED')],
  ['probe-database', 'before anything', () => refusedWith('STORE_FAILED')],
  ['probe-database', 'written and not read', () => probed('database', 'wrong', 'it forgets'), /^it forgets$/],
  ['probe-collections', 'inside', () => probed('collections', 'wrong', 'payments: gone'), /^payments: gone$/],
  ['probe-wechatpay', 'inside', () => probed('wechatPay', 'wrong', '401 SIGN_ERROR'), /^401/],
  ['probe-clock', 'inside', () => probed('clock', 'wrong', 'more than 60 s off'), /60 s/],
  [
    'notification-not-arrived',
    'inside',
    () => probed('notification', 'waiting', 'not there yet: look again with echo=abc'),
    /^not there yet/,
  ],
]

it.each(PLANTS.map(([id, how, plant, told]) => ({ id, how, plant, told })))(
  '$id: $how',
  async ({ id, plant, told }) => {
    await plant()
    const findings = await stage.findings()
    expect(findings.map((one) => one.id)).toContain(id)
    if (told)
      expect(findings.filter((one) => one.id === id).map(({ detail }) => detail)).toContainEqual(
        expect.stringMatching(told),
      )
    const [en, zh] = [report(findings, 'en'), report(findings, 'zh')]
    expect(en).toContain(`${FINDINGS[id].cure.en}\n  More: docs/troubleshooting.md#${id}`)
    expect(zh).toContain(`${FINDINGS[id].cure.zh}\n  详见：docs/zh-CN/troubleshooting.md#${id}`)
    const inChinese = zh.split('\n').filter((line) => line.startsWith(`  ${FINDINGS[id].what.zh}`))
    if (!WORDS_OF_OTHERS.includes(id)) expect(inChinese.join()).not.toMatch(/[a-z]+ [a-z]+ [a-z]+/)
    for (const secret of [
      stage.keys.apiV3Key,
      LOGIN.secretKey,
      stage.keys.merchant.privateKeyPem.split('\n')[3] ?? '?',
    ])
      expect(en + zh + reportJson(findings)).not.toContain(secret)
  },
)

it('every finding of the table is planted here', () => {
  expect(Object.keys(ONLINE_FINDINGS).filter((id) => !PLANTS.some(([planted]) => planted === id))).toEqual([])
})

describe('what is no fault', () => {
  it.each<[what: string, plant: () => unknown]>([
    [
      'more time and memory than asked for',
      () => Object.assign(fn('preEntrustSign'), { timeoutSec: 60, memoryMb: 512 }),
    ],
    ['a newer Node', () => (fn('preEntrustSign').runtime = 'Nodejs22.21')],
    [
      'the private key as the file has it',
      () => (fn('upkeep').variables['WXPAY_PRIVATE_KEY'] = stage.keys.merchant.privateKeyPem),
    ],
    [
      'variables, routes, rules and functions of the shop',
      () => {
        fn('preEntrustSign').variables['SHOP'] = '1'
        stage.environment.routes.set('/shop', { functionName: 'shop', isAuthSwitchedOn: true })
        stage.environment.collections.set('shop', { name: 'shop', access: 'READONLY', indexes: [] })
      },
    ],
    ['a login by the tool', () => logInByTool(LOGIN)],
    ['the clock 30 s off', () => moveClock(30_000)],
  ])('%s', async (_, plant) => {
    await plant()
    expect(await stage.findings()).toEqual([])
  })
})

describe('with neither flag', () => {
  it('looks at both where somebody is logged in', async () => {
    stage.environment.routes.clear()
    const { findings, leftOut } = await stage.look('both')
    expect([findings.map(({ id }) => id), leftOut]).toEqual([['route-missing'], undefined])
  })

  it('looks at this machine where nobody is, and says so', async () => {
    stage.env = {}
    const told = await stage.look('both')
    expect(told).toEqual({ findings: [], leftOut: 'notLoggedIn' })
    expect(report(told.findings, 'en', told.leftOut)).toContain('npx tcb login')
    expect(report(told.findings, 'zh', told.leftOut)).toContain('npx tcb login')
  })

  it('asks nobody with settings that are wrong', async () => {
    setDotEnv('WXPAY_TEMPLATE_ID', 'abc')
    const before = stage.tencent.calls.length
    const { findings, leftOut } = await stage.look('both')
    expect([findings.map(({ id }) => id), leftOut]).toEqual([['setting-wrong'], 'settingsFirst'])
    expect(stage.tencent.calls).toHaveLength(before)
  })
})

it('--online tells of settings that are wrong first, and of nothing else of this machine', async () => {
  setDotEnv('WXPAY_APPID', '')
  stage.project.delete('functions-built/upkeep')
  expect((await stage.findings()).map(({ id }) => id)).toEqual(['setting-missing'])
})

it('nothing is changed, and no secret is kept: only what reads is called', async () => {
  const before = stage.tencent.calls.length
  await stage.findings()
  const made = new Set(stage.tencent.calls.slice(before))
  expect([...made].filter((call) => !/ (Describe|List|Get|Invoke)/.test(call))).toEqual([])
})

it('wrong arguments are named', () => {
  expect(() => readArguments(['--online', '--offline'], {})).toThrow(/^--offline and --online: expected one of them/)
  expect(() => readArguments(['--hosts', 'http://example.com'], {})).toThrow(/^--hosts http:\/\/example\.com: expected/)
  expect(() => readArguments(['--nonsense'], {})).toThrow(/--nonsense/)
})

it('by its command: wrong arguments end it with exit code 2', () => {
  const { status, stderr } = spawnSync(process.execPath, [...TSX, 'scripts/doctor.ts', '--online', '--offline'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([2, expect.stringMatching(/Try: npm run doctor -- --help\n$/)])
})
