// What is deployed: functions with settings.json beside their code, and nothing but secrets in their environments.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillFunctionsBuilt, type FunctionsBuilt } from '../../scripts/build/functionsBuilt'
import { askOverHttp, logIn } from '../support/flowApp'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { deliver, makeSigned } from '../support/flowNotify'
import { Flow } from '../support/flowWechat'
import { makeExpired } from '../support/certificates'
import { FUNCTIONS_ROOT } from '../support/functionsRoot'

type Settings = Readonly<Record<string, string>>

/** A project with the functions as the build made them; `.env` comes once the local WeChat has made keys. */
const root = mkdtempSync(join(tmpdir(), 'entrust-kit-deployed-'))
const FOLDER = join(root, 'functions-built')

let flow: Flow
let built: FunctionsBuilt | undefined
/** On top of the secrets, as left over or entered by mistake. */
let extra: Readonly<Record<string, Settings>> = {}

beforeAll(async () => {
  cpSync(FUNCTIONS_ROOT, FOLDER, { recursive: true })
  flow = await Flow.start({ functionsRoot: FOLDER, family: 'combine-papay', cloud: { settingsOf: environmentOf } })
  const { WXPAY_HOSTS: local, ...settings } = flow.local.settings
  expect(local).toContain('127.0.0.1')
  writeFileSync(
    join(root, '.env'),
    dotEnvOf({ ...settings, WXPAY_APP_JWT_KEY: (settings['WXPAY_APP_JWT_KEY'] ?? '').replace(/^(hs256:)?/, 'hs256:') }),
  )
})
beforeEach(async () => {
  extra = {}
  await fill()
})
afterAll(async () => {
  await flow.close()
  rmSync(root, { recursive: true })
})

const dotEnvOf = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}='${value}'`)
    .join('\n')

/** As entered in the console; and where the local WeChat is, which no build would put into a deployment. */
function environmentOf(name: string, all: Settings): Settings {
  const planned = built?.kind === 'filled' ? built.functions.find((one) => one.name === name) : undefined
  const hosts = name === 'contractNotify' ? {} : { WXPAY_HOSTS: all['WXPAY_HOSTS'] ?? '' }
  return { ...hosts, ...planned?.environment, ...extra[name] }
}

async function fill(): Promise<void> {
  const { functionNames } = flow.local.cloud
  built = await fillFunctionsBuilt({ root, builtDir: FUNCTIONS_ROOT, names: functionNames })
  await flow.redeploy()
}

it('a user signs, is confirmed and closes; nobody has a variable but secrets', async () => {
  const environments = ['preEntrustSign', 'contractNotify', 'appPreEntrustSign'].map((name) =>
    Object.keys(environmentOf(name, {})),
  )
  expect(environments).toEqual([
    ['WXPAY_HOSTS', 'WXPAY_PRIVATE_KEY'],
    ['WXPAY_API_V3_KEY'],
    ['WXPAY_HOSTS', 'WXPAY_PRIVATE_KEY', 'WXPAY_APP_JWT_KEY'],
  ])
  const user = await flow.newUser().signed()
  await flow.control.settled()
  expect(user.contract.state).toBe('SIGNED')
  expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
  expect(flow.told('settings of no use here')).toEqual([])
  expect(flow.told('environment hides settings.json')).toEqual([])
  expect(flow.told('settings need attention')).toEqual([])
})

it("an app's user does so with a token", async () => {
  const { status, answer } = await askOverHttp(flow, await logIn(flow, { sub: 'user-1' }))
  expect([status, answer.state]).toEqual([200, 'inProgress'])
})

it('a variable that says otherwise wins, and is named once per start, by its name alone', async () => {
  extra = { queryContract: { WXPAY_APPID: 'wx0000000000000000', WXPAY_TEMPLATE_ID: '12535' } }
  await flow.redeploy()
  const user = flow.newUser()
  expect(await user.query()).toMatchObject({ ok: false, error: { code: 'NOT_CONFIGURED' } })
  await user.query()
  expect(flow.told('environment hides settings.json')).toMatchObject([
    {
      level: 'alert',
      function: 'queryContract',
      setting: 'WXPAY_APPID',
      explanation: expect.stringContaining('remove') as string,
    },
  ])
})

it('a secret that somebody wrote into settings.json is named once per start, and never told', async () => {
  const file = join(FOLDER, 'queryContract/settings.json')
  const content = JSON.parse(readFileSync(file, 'utf8')) as { settings: Settings }
  const WXPAY_PRIVATE_KEY = environmentOf('queryContract', {})['WXPAY_PRIVATE_KEY'] ?? ''
  writeFileSync(file, JSON.stringify({ ...content, settings: { ...content.settings, WXPAY_PRIVATE_KEY } }))
  await flow.redeploy()
  await flow.newUser().query()
  await flow.newUser().query()
  const told = flow.told('settings.json holds secrets')
  expect(told).toMatchObject([{ level: 'alert', function: 'queryContract', setting: 'WXPAY_PRIVATE_KEY' }])
  expect(JSON.stringify(told)).not.toContain(WXPAY_PRIVATE_KEY.slice(100, 140))
})

it('a platform certificate that has expired beside the public key is named once per start, with its date', async () => {
  const { serial, pem } = await makeExpired()
  const WXPAY_PLATFORM_CERTS = JSON.stringify({ [serial]: pem })
  extra = { queryContract: { WXPAY_PLATFORM_CERTS }, contractNotify: { WXPAY_PLATFORM_CERTS } }
  await flow.redeploy()
  const user = await flow.newUser().signed()
  await user.query()
  await user.query()
  await flow.control.settled()
  expect(user.contract.state).toBe('SIGNED')
  const told = flow.told('platform certificates not valid now')
  expect(told.map((line) => line['function']).sort()).toEqual(['contractNotify', 'queryContract'])
  for (const line of told) {
    expect(line).toMatchObject({ level: 'alert', explanation: `${serial} expired on 2024-03-02` })
  }
})

it('a private key in contractNotify is not read, and named once per start', async () => {
  extra = { contractNotify: { WXPAY_PRIVATE_KEY: 'not even a key' } }
  await flow.redeploy()
  const user = await flow.newUser().signed()
  await flow.control.settled()
  expect(user.contract.state).toBe('SIGNED')
  expect(flow.told('settings of no use here')).toMatchObject([
    {
      level: 'alert',
      function: 'contractNotify',
      setting: 'WXPAY_PRIVATE_KEY',
      explanation: expect.stringContaining('remove') as string,
    },
  ])
})

it.each<[what: string, spoil: (text: string) => string, problem: RegExp]>([
  ['cut short', (text) => text.slice(0, 200), /damaged/],
  ['of another function', (text) => text.replace('"contractNotify"', '"queryOrder"'), /of the function queryOrder/],
  ['of another build', (text) => text.replace(/"build": "\w{4}/, '"build": "0000'), /another build/],
])('a settings.json %s is told as such, and nothing is lost', async (_, spoil, problem) => {
  const file = join(FOLDER, 'contractNotify/settings.json')
  writeFileSync(file, spoil(readFileSync(file, 'utf8')))
  await flow.redeploy()
  const user = await flow.newUser().preSigned()
  expect((await deliver(flow, makeSigned(flow, user))).status).toBe(500)
  expect(flow.told('settings need attention').at(-1)?.['problems']).toEqual([
    { name: 'settings.json', problem: expect.stringMatching(problem) as string },
  ])
})

itHasToldNoSecret(() => flow)
