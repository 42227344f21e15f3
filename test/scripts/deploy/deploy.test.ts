// `npm run deploy` against a stand-in of the cloud that keeps state, with a tool that does there what the real one does.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { readCollections } from '../../../sandbox/cloud/database/schema'
import type { Spoilt } from '../../../sandbox/tencent/faults'
import { BUILD_VARIABLE } from '../../../scripts/deploy/wanted'
import { DeployWorld, DOMAIN, ENVIRONMENT, makeDeployProject } from '../../support/deployProject'
import type { DoctorProject } from '../../support/doctorProject'
import { ROOT } from '../../support/project'
import { makeMerchantKeys } from '../../support/setupFolder'
import { LOGIN } from '../../support/tcb'

const FUNCTIONS = [
  'preEntrustSign',
  'queryContract',
  'terminateContract',
  'payRedirectSign',
  'payWithContract',
  'queryOrder',
  'closeOrder',
  'contractNotify',
  'contractAdmin',
  'refundOrder',
  'upkeep',
]
const THEIRS = {
  name: 'queryOrder',
  handler: 'index.main',
  runtime: 'Nodejs20.19',
  timeoutSec: 3,
  memoryMb: 256,
  variables: { SHOP_KEY: 'a-key-of-the-shop' },
  status: 'Active' as const,
  code: Buffer.from('theirs'),
  triggers: [],
}

let whole: DoctorProject
let world: DeployWorld
beforeAll(async () => {
  whole = await makeDeployProject(await makeMerchantKeys())
  world = await DeployWorld.start(whole)
})
afterAll(async () => {
  await world.end()
  whole.remove()
})
beforeEach(() => world.renew())
afterEach(() => expect(world.leftBehind).toEqual([]))

/** Of a key also a piece from its middle, however it is dressed. */
const secrets = (): string[] => {
  const lines = parse(readFileSync(join(world.root, '.env'), 'utf8'))
  const named = ['WXPAY_PRIVATE_KEY', 'WXPAY_API_V3_KEY', 'WXPAY_ADMIN_KEY'].map((name) => lines[name] ?? '')
  const keys = [...named, ...[...world.environment.functions.values()].flatMap(({ variables: one }) => one[KEY] ?? [])]
  return [...keys, ...keys.map((one) => one.slice(8, 32)), LOGIN.secretKey, THEIRS.variables.SHOP_KEY]
}
const KEY = 'WXPAY_PRIVATE_KEY'
const expectNoSecretIn = (text: string): void => {
  const all = secrets()
  expect(all.filter((secret) => secret.length < 16)).toEqual([])
  expect(all.filter((secret) => text.includes(secret))).toEqual([])
}
const online = (name: string) => {
  const found = world.environment.functions.get(name)
  if (!found) throw new Error(`${name} is not online`)
  return found
}

it('makes everything of nothing, and changes nothing the second time', async () => {
  const first = await world.deploy('--yes')
  expect([first.exitCode, first.trouble, first.failed]).toEqual([0, undefined, []])
  expect([...world.environment.functions.keys()]).toEqual(FUNCTIONS)
  expect(online('contractNotify')).toMatchObject({ timeoutSec: 10, memoryMb: 512, runtime: 'Nodejs20.19' })
  expect(Object.keys(online('contractNotify').variables).sort()).toEqual([BUILD_VARIABLE, 'WXPAY_API_V3_KEY'])
  expect(online('upkeep').triggers).toEqual([{ name: 'upkeep', type: 'timer', config: '0 * * * * * *', isOn: true }])
  const collections = readCollections(join(ROOT, 'database/collections.json'))
  expect([...world.environment.collections.keys()]).toEqual(collections.map(({ name }) => name))
  for (const { name, indexes } of collections) {
    const found = world.environment.collections.get(name)
    expect(found?.access).toBe('ADMINONLY')
    expect(found?.indexes.map((one) => one.name)).toEqual(['_id_', ...indexes.map((one) => one.name)])
  }
  expect(world.environment.routes).toEqual(
    new Map([['/contract-notify', { functionName: 'contractNotify', isAuthSwitchedOn: false }]]),
  )
  expect(JSON.parse(world.environment.functionRule ?? '')).toMatchObject({
    '*': { invoke: 'auth != null' },
    contractNotify: { invoke: false },
    upkeep: { invoke: false },
  })
  expect(first.printed).toContain(`https://${DOMAIN}/contract-notify: answers as it ought to`)
  expectNoSecretIn(first.printed)

  world.tencent.calls.length = 0
  const second = await world.deploy('--yes')
  expect([second.exitCode, new Set(second.plan.map(({ status }) => status))]).toEqual([0, new Set(['same'])])
  expect(second.printed).toContain('Everything is as it ought to be.')
  expect(world.writes()).toEqual([])
})

describe('a dry run', () => {
  it('without a login plans for an empty environment, and reaches nobody', async () => {
    world.env = {}
    const { exitCode, printed, isBlind } = await world.deploy('--dry-run')
    expect([exitCode, isBlind]).toEqual([0, true])
    expect(printed).toMatch(/^ {2}create {4}function contractNotify$/m)
    expect(printed).toMatch(/Not logged in.*\n/)
    expect(printed).toMatch(/Next: npx tcb login, then npm run deploy$/)
    expect([world.tencent.calls, world.tencent.strangers]).toEqual([[], []])
  })

  it('with a login compares, asks nobody and changes nothing', async () => {
    await world.beDeployed()
    online('contractNotify').timeoutSec = 3
    const { exitCode, printed } = await world.deploy('--dry-run')
    expect(exitCode).toBe(0)
    expect(printed).toMatch(/^ {2}change {4}function contractNotify: timeout 3 s -> 10 s$/m)
    expect(printed).toContain('Dry run: nothing was done.')
    expect(world.writes()).toEqual([])
    expect(world.asked).toEqual([])
  })
})

describe('a change', () => {
  beforeEach(() => world.beDeployed())

  it('of a secret is told by its name alone, and reaches the functions that have it', async () => {
    await world.project.set('WXPAY_API_V3_KEY', 'n'.repeat(32))
    const { printed, exitCode } = await world.deploy('--yes')
    expect(printed).toMatch(/^ {2}change {4}function contractNotify: WXPAY_API_V3_KEY changed$/m)
    expect(printed).not.toContain('nnnn')
    expect([exitCode, online('contractNotify').variables['WXPAY_API_V3_KEY']]).toEqual([0, 'n'.repeat(32)])
    // Beside the public key of WeChat Pay the others have no use for it.
    expect(world.writes().filter((call) => call.startsWith('tool'))).toEqual([
      'tool contractNotify',
      'tool contractAdmin',
      'tool upkeep',
    ])
  })

  it('of a setting is another build', async () => {
    await world.project.set('WXPAY_TEMPLATE_ID', '12536')
    expect((await world.deploy('--yes')).printed).toMatch(/function preEntrustSign: build changed$/m)
  })

  it('made in the console is put back: limits, access, authentication, HTTP access, rules', async () => {
    Object.assign(online('upkeep'), { timeoutSec: 3, memoryMb: 128 })
    world.environment.isHttpAccessOn = false
    const collection = world.environment.collections.get('contracts')
    if (collection) collection.access = 'READONLY'
    const route = world.environment.routes.get('/contract-notify')
    if (route) route.isAuthSwitchedOn = true
    world.environment.functionRule = '{"*": {"invoke": true}}'
    const { printed, exitCode } = await world.deploy('--yes')
    expect(exitCode).toBe(0)
    expect(printed).toContain('function upkeep: timeout 3 s -> 60 s, memory 128 MB -> 256 MB')
    expect(printed).toContain('access of contracts: access READONLY -> ADMINONLY')
    expect(printed).toContain('HTTP access: switch off -> on')
    expect(printed).toContain('route /contract-notify > contractNotify: authentication on -> off')
    expect(printed).toMatch(/security rules of functions: .*contractNotify none -> false/)
    expect((await world.deploy('--yes')).plan.every(({ status }) => status === 'same')).toBe(true)
  })

  it('a leftover of ours is taken from the variables; one of the merchant stays', async () => {
    Object.assign(online('contractNotify').variables, { WXPAY_MCHID: '1', SHOP_KEY: THEIRS.variables.SHOP_KEY })
    const { printed } = await world.deploy('--yes')
    expect(printed).toContain('function contractNotify: WXPAY_MCHID removed')
    expect(Object.keys(online('contractNotify').variables).sort()).toEqual([
      BUILD_VARIABLE,
      'SHOP_KEY',
      'WXPAY_API_V3_KEY',
    ])
    expectNoSecretIn(printed)
  })

  it('--only looks after what it names', async () => {
    world.environment.isHttpAccessOn = false
    online('upkeep').timeoutSec = 3
    const { plan, exitCode } = await world.deploy('--yes', '--only', 'functions,timer')
    expect(new Set(plan.map(({ part }) => part))).toEqual(new Set(['functions', 'timer']))
    expect([exitCode, world.environment.isHttpAccessOn]).toEqual([0, false])
  })
})

it('--previous puts back the build before, and that can be put back again', async () => {
  await world.deploy('--yes')
  const was = online('preEntrustSign').variables[BUILD_VARIABLE]
  await world.project.set('WXPAY_TEMPLATE_ID', '12536')
  await world.deploy('--yes')
  const later = online('preEntrustSign').variables[BUILD_VARIABLE]
  expect(later).not.toBe(was)
  expect((await world.deploy('--yes', '--previous')).exitCode).toBe(0)
  expect(online('preEntrustSign').variables[BUILD_VARIABLE]).toBe(was)
  await world.deploy('--yes', '--previous')
  expect(online('preEntrustSign').variables[BUILD_VARIABLE]).toBe(later)
})

it('--previous says so where there is none', async () => {
  expect(await world.deploy('--yes', '--previous')).toMatchObject({ exitCode: 3, trouble: { id: 'nothingKept' } })
})

describe('what is not ours', () => {
  it('a function of the same name is named and asked about; without a yes nothing is done', async () => {
    world.environment.functions.set(THEIRS.name, THEIRS)
    world.agrees = false
    const { exitCode, printed } = await world.deploy('--yes')
    expect(exitCode).toBe(3)
    expect(world.asked).toEqual(['replace queryOrder'])
    expect(printed).toMatch(/queryOrder .*WXPAY_FUNCTION_PREFIX.*--replace queryOrder/)
    expect([world.writes(), online('queryOrder').code.toString()]).toEqual([[], 'theirs'])
    expectNoSecretIn(printed)
  })

  it.each([
    ['said yes to', ['--yes'], ['replace queryOrder']],
    ['named beforehand', ['--yes', '--replace', 'queryOrder'], []],
  ])('%s, it is replaced, and its variables stay', async (_, args, asked) => {
    world.environment.functions.set(THEIRS.name, { ...THEIRS })
    expect((await world.deploy(...args)).exitCode).toBe(0)
    expect(world.asked).toEqual(asked)
    expect(online('queryOrder').variables).toMatchObject(THEIRS.variables)
    expect(online('queryOrder').code.toString()).not.toBe('theirs')
  })

  it('under a prefix ours go beside it, and their rules and routes by the same names', async () => {
    world.environment.functions.set(THEIRS.name, THEIRS)
    await world.project.set('WXPAY_FUNCTION_PREFIX', 'entrust-')
    expect((await world.deploy('--yes')).printed).toContain('functionPrefix')
    world.project.edit('miniprogram/entrust/merchant/settings.ts', (text) =>
      text.replace("cloudEnv: ''", "cloudEnv: '', functionPrefix: 'entrust-'"),
    )
    expect((await world.deploy('--yes')).exitCode).toBe(0)
    expect([...world.environment.functions.keys()]).toEqual([
      'queryOrder',
      ...FUNCTIONS.map((name) => `entrust-${name}`),
    ])
    expect(online('queryOrder')).toBe(THEIRS)
    expect(world.environment.routes.get('/contract-notify')?.functionName).toBe('entrust-contractNotify')
    expect(world.environment.functionRule).toContain('"entrust-contractNotify":{"invoke":false}')
  })

  it('rules and routes of others stay as they are, and are written with ours', async () => {
    world.environment.functionRule = '{"*": {"invoke": false}, "shop": {"invoke": "auth.loginType != \'ANONYMOUS\'"}}'
    world.environment.routes.set('/shop', { functionName: 'shop', isAuthSwitchedOn: true })
    expect((await world.deploy('--yes')).exitCode).toBe(0)
    expect(JSON.parse(world.environment.functionRule)).toMatchObject({
      '*': { invoke: false },
      shop: { invoke: "auth.loginType != 'ANONYMOUS'" },
      // Everybody else is shut out, and pages have to call these.
      preEntrustSign: { invoke: 'auth != null' },
      contractNotify: { invoke: false },
    })
    expect(world.environment.routes.get('/shop')).toEqual({ functionName: 'shop', isAuthSwitchedOn: true })
  })
})

describe('what no interface can do is a numbered step', () => {
  it('an old runtime: one sentence, and the others are deployed', async () => {
    await world.beDeployed()
    online('upkeep').runtime = 'Nodejs16.13'
    const { exitCode, printed } = await world.deploy('--yes')
    expect(exitCode).toBe(4)
    expect(printed).toContain('by hand   function upkeep: runtime Nodejs16.13 -> Nodejs20.19')
    expect(printed).toMatch(
      /1\. Delete the function upkeep in the console .*deploy again: https:\/\/tcb\.cloud\.tencent\.com/,
    )
  })

  it('an index of other keys, a path that is taken, a timer that was moved', async () => {
    await world.beDeployed()
    const index = world.environment.collections.get('contracts')?.indexes.find(({ name }) => name === 'contract_id')
    if (index) index.keys = [{ name: 'other', direction: '1' }]
    world.environment.routes.set('/contract-notify', { functionName: 'shop', isAuthSwitchedOn: false })
    Object.assign(online('upkeep').triggers[0] ?? {}, { config: '0 */5 * * * * *' })
    const { exitCode, printed } = await world.deploy('--yes')
    expect(exitCode).toBe(4)
    expect(printed).toContain('index contracts.contract_id: keys (other) -> (contract_id)')
    expect(printed).toContain('route /contract-notify > contractNotify: function shop -> contractNotify')
    expect(printed).toContain('timer of upkeep: schedule 0 */5 * * * * * -> 0 * * * * * *')
    expect(printed).toMatch(/\n {2}3\. /)
  })

  it('a notify address of another environment', async () => {
    await world.project.set('WXPAY_NOTIFY_URL', `https://${DOMAIN.replace(ENVIRONMENT, 'other-1a2b')}/contract-notify`)
    const { exitCode, printed } = await world.deploy('--yes')
    expect(exitCode).toBe(4)
    expect(printed).toMatch(/WXPAY_NOTIFY_URL is of another environment/)
  })
})

const REFUSED = {
  kind: 'refused',
  code: 'UnauthorizedOperation',
  message: 'you are not authorized to perform operation (scf:CreateFunction)',
} as const

describe('what goes wrong', () => {
  it('one function of all: the others are done and listed, and the tool is quoted without a secret', async () => {
    world.tencent.faults.plant({ call: 'scf CreateFunction', of: 'upkeep', spoilt: REFUSED })
    const { exitCode, printed, done, failed } = await world.deploy('--yes')
    expect([exitCode, failed.map(({ item }) => item.name)]).toEqual([4, ['upkeep']])
    expect(done.filter(({ kind }) => kind === 'function')).toHaveLength(FUNCTIONS.length - 1)
    expect(printed).toMatch(
      /function upkeep: is not there\n {4}This login lacks a right in the cloud: scf:CreateFunction\. .*CAM/,
    )
    expectNoSecretIn(printed)
    world.tencent.faults.clear()
    expect((await world.deploy('--yes')).exitCode).toBe(0)
  })

  it('one function, for a reason nobody knows: in the words of the cloud, without a secret', async () => {
    const message = 'the zone is closed'
    world.tencent.faults.plant({
      call: 'scf CreateFunction',
      of: 'upkeep',
      spoilt: { kind: 'refused', code: 'FailedOperation', message },
    })
    const { exitCode, printed } = await world.deploy('--yes')
    expect([exitCode, printed]).toEqual([
      4,
      expect.stringMatching(/Tencent Cloud refuses: .*the zone is closed.*RequestId d369a3ad/),
    ])
    expectNoSecretIn(printed)
  })

  it('stuck in Updating: waited for a minute, then named', async () => {
    world.tencent.faults.plant({ call: 'scf CreateFunction', of: 'contractNotify', spoilt: { kind: 'stuck' } })
    const { exitCode, printed } = await world.deploy('--yes')
    expect([exitCode, world.waitedMs >= 55_000]).toEqual([4, true])
    expect(printed).toContain('function contractNotify: is Updating')
  })

  it.each<[string, number, () => unknown, RegExp]>([
    ['a wrong key', 2, () => world.tencent.account.credentials.set(LOGIN.secretId, 'other'), /npx tcb login/],
    ['an unknown id', 2, () => world.tencent.account.credentials.clear(), /SecretIdNotFound.*npx tcb login/],
    ['no login', 2, () => (world.env = {}), /^Nobody is logged in to the cloud on this machine\. Run npx tcb login/m],
    ['half a login', 2, () => delete world.env['TENCENTCLOUD_SECRETKEY'], /TENCENTCLOUD_SECRETKEY is missing/],
    [
      'another environment',
      3,
      () => world.tencent.account.environments.clear(),
      /has no environment cloud1-8gabc; it has none\. Make ENV_ID/,
    ],
    ['no right', 5, () => plant(REFUSED), /lacks a right in the cloud: scf:CreateFunction\. .*CAM/],
    ['429', 5, () => plant({ kind: 'tooMany' }), /asked too often/],
    ['a cut connection', 5, () => plant({ kind: 'cut' }), /no usable answer: .*Check the network/],
    ['no network', 5, () => (world.proxyUrl = 'http://127.0.0.1:9'), /ECONNREFUSED.*Check the network/],
    ['nobody who agrees', 3, () => (world.agrees = false), /nobody agreed to the plan.*--yes/],
    ['an environment of PostgreSQL', 3, () => (world.environment.kind = 'postgresql'), /WXPAY_STORE/],
  ])('%s: one sentence, exit code %i, and nothing is changed', async (_, code, act, told) => {
    await act()
    const { exitCode, printed } = await world.deploy()
    expect(printed).toMatch(told)
    expect([exitCode, world.writes()]).toEqual([code, []])
    expectNoSecretInLogin(printed)
  })

  const plant = (spoilt: Spoilt): void => world.tencent.faults.plant({ call: 'tcb DescribeEnvs', spoilt })
  const expectNoSecretInLogin = (text: string) => expect(text).not.toContain(LOGIN.secretKey)

  it('a connection cut once is no trouble', async () => {
    plant({ kind: 'cut' })
    world.wait = () => world.tencent.faults.clear()
    expect((await world.deploy('--yes', '--only', 'rules')).exitCode).toBe(0)
  })

  it('more bytes of variables than there may be, with those of the merchant: named, and the tool is not run', async () => {
    await world.beDeployed()
    online('contractNotify').variables['SHOP_KEY'] = THEIRS.variables.SHOP_KEY.repeat(300)
    online('contractNotify').timeoutSec = 3
    const { exitCode, printed } = await world.deploy('--yes')
    expect(printed).toMatch(/those of contractNotify take more than 4,096 bytes/)
    expect([exitCode, world.writes()]).toEqual([3, []])
  })

  it.each<[string, () => unknown, RegExp]>([
    ['half-filled settings', () => world.project.set('WXPAY_APPID', undefined), /missing: WXPAY_APPID/],
    ['an example left in', () => world.project.set('WXPAY_APPID', '"<appid>"'), /WXPAY_APPID/],
    ['no .env', () => world.project.delete('.env'), /There is no \.env\n.*npm run setup/],
    [
      'a build of another source',
      () => world.project.write({ 'cloudfunctions/upkeep/index.ts': '// new' }),
      /npm run build/,
    ],
    ['no build', () => world.project.delete('functions-built'), /not built|npm run build/],
    [
      'a secret in a bundle',
      () => world.project.write({ 'functions-built/upkeep/index.js': `exports.main = '${secrets()[1] ?? ''}'` }),
      /functions-built\/upkeep\/index\.js/,
    ],
    [
      'a secret in settings.json',
      () => world.project.write({ 'functions-built/upkeep/settings.json': JSON.stringify({ k: secrets()[1] }) }),
      /functions-built\/upkeep\/settings\.json/,
    ],
    [
      'a secret in a file that git tracks',
      () => {
        world.project.write({ 'notes.txt': secrets()[2] ?? '' })
        for (const args of [['init'], ['add', '-f', 'notes.txt']])
          execFileSync('git', args, { cwd: world.root, stdio: 'ignore' })
      },
      /notes\.txt\n.*Cure/,
    ],
  ])('%s: refused before anybody is asked', async (_, act, told) => {
    await act()
    const { exitCode, printed } = await world.deploy('--yes')
    expect(printed).toMatch(told)
    expect([exitCode, world.tencent.calls]).toEqual([3, []])
  })

  it('Ctrl-C while the cloud is asked: the call is ended, and nobody is asked anything after it', async () => {
    world.stopAt((call) => call === 'scf GetFunction')
    expect(await world.deploy()).toMatchObject({ exitCode: 130, plan: [] })
    expect([world.tencent.calls.at(-1), world.asked]).toEqual(['scf GetFunction', []])
  })

  it('a temporary folder that cannot be written to: one sentence, and no login is left', async () => {
    world.temporary = join(world.root, 'package.json', 'not')
    const { exitCode, printed } = await world.deploy('--yes', '--only', 'functions')
    expect([exitCode, printed]).toEqual([3, expect.stringMatching(/cannot read or write a file it needs: .*Make room/)])
  })

  it('Ctrl-C where it asks is no answer', async () => {
    world.answering = () => world.stop.abort()
    const { exitCode, printed } = await world.deploy()
    expect([exitCode, world.writes()]).toEqual([130, []])
    expect(printed).toMatch(/Stopped\. .*run npm run deploy again/)
  })

  it('Ctrl-C while the tool runs: nothing is left, it says what to do, and the next run ends it', async () => {
    const like = world.tool
    world.tool = (_, place) => {
      const rc = readFileSync(join(place.folder, 'rc.json'), 'utf8')
      expect(rc).toContain('WXPAY_PRIVATE_KEY')
      world.stop.abort()
      return Promise.resolve('')
    }
    const { exitCode, printed } = await world.deploy('--yes')
    expect(exitCode).toBe(130)
    expect(printed).toMatch(/Stopped\. .*run npm run deploy again/)
    expect(world.leftBehind).toEqual([])
    world.tool = like
    world.stop = new AbortController()
    expect((await world.deploy('--yes')).exitCode).toBe(0)
  })
})

it.each<[string, () => unknown, RegExp]>([
  ['a policy that denies', () => (world.environment.deniesHttpAccess = true), /ACCESS_DENIED/],
  ['500, not ready', () => answers(500, '{"code":"FAIL","message":"not ready"}'), /npm run doctor/],
  ['a page', () => answers(200, '<html></html>', { 'content-type': 'text/html' }), /web page/],
  ['a redirect', () => answers(302, '', { location: 'https://x.example.com' }), /leads on to another address/],
  ['a stranger', () => answers(200, '{"ok":true}'), /something else answers/],
])('tried at the end: %s has its cure, and it is not done', async (_, act, told) => {
  await world.beDeployed()
  await act()
  const { exitCode, printed } = await world.deploy('--yes')
  expect(exitCode).toBe(4)
  expect(printed).toMatch(told)
})
function answers(status: number, body: string, headers: Record<string, string> = {}): void {
  online('contractNotify').answer = { status, body, headers }
}

it('of the PostgreSQL kind: migrations and policy are steps, with the file to set, and no rule is written', async () => {
  world.environment.kind = 'postgresql'
  await world.project.set('WXPAY_STORE', 'postgrest')
  await world.project.set('WXPAY_PGREST_URL', `https://${ENVIRONMENT}.api.tcloudbasegateway.com/v1/rdb/rest`)
  await world.project.set('WXPAY_PGREST_KEY', `eyJ${'k'.repeat(60)}`)
  const { exitCode, printed, policyFile } = await world.deploy('--yes')
  expect(exitCode).toBe(0)
  expect(printed).toMatch(/1\. Run these files of database\/migrations.*20261129060000_entrust\.sql/)
  expect(printed).toMatch(/2\. Add \.deployed\/cloud1-8gabc\/entrust\.rego/)
  const policy = readFileSync(join(world.root, policyFile ?? ''), 'utf8')
  expect(policy).toContain('\t"/contract-notify",')
  expect(world.writes().filter((call) => call.includes('ResourcePermission'))).toEqual([])
})

it('--json tells the same to programs, and no value', async () => {
  await world.beDeployed()
  online('upkeep').timeoutSec = 3
  const { printed } = await world.deploy('--dry-run', '--json')
  const json = JSON.parse(printed.slice(printed.indexOf('\n{') + 1)) as { ok: boolean; plan: object[] }
  expect(json).toMatchObject({ ok: true, exitCode: 0, envId: ENVIRONMENT, isDryRun: true })
  expect(json.plan).toContainEqual({
    part: 'functions',
    kind: 'function',
    name: 'upkeep',
    status: 'change',
    changes: [{ field: 'timeout', from: '3 s', to: '60 s' }],
  })
  expectNoSecretIn(printed)
})

it('in Chinese', async () => {
  const { printed } = await world.deploy('--dry-run', '--lang', 'zh')
  expect(printed).toContain('cloud1-8gabc 的部署计划')
  expect(printed).toMatch(/新建 +云函数 contractNotify/)
})
