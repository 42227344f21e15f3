// The notify address of an environment is asked of the cloud, offered with where it is from, and never taken without a person.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTencent, type Tencent } from '../../../sandbox/tencent/startTencent'
import { readArguments } from '../../../scripts/setup/arguments'
import type { Prompter } from '../../../scripts/setup/interview'
import { offerNotifyUrl, tellOffer } from '../../../scripts/setup/offerNotifyUrl'
import { report, reportJson } from '../../../scripts/setup/report'
import { setUp } from '../../../scripts/setup/run'
import { makeMerchantKeys, REST, setArguments, SetupFolder, type MerchantKeys } from '../../support/setupFolder'
import { LOGIN } from '../../support/tcb'

const URL = `https://${REST.ENV_ID}-1250000000.ap-shanghai.app.tcloudbase.com/contract-notify`
const WITHOUT = Object.fromEntries(Object.entries(REST).filter(([name]) => name !== 'WXPAY_NOTIFY_URL'))

let keys: MerchantKeys
let tencent: Tencent
let folder: SetupFolder
/** A home without a login. */
const home = mkdtempSync(join(tmpdir(), 'entrust-kit-home-'))
beforeAll(async () => {
  keys = await makeMerchantKeys()
  tencent = await startTencent()
  tencent.account.credentials.set(LOGIN.secretId, LOGIN.secretKey)
  tencent.account.addEnvironment(REST.ENV_ID)
})
afterAll(async () => {
  await tencent.close()
  rmSync(home, { recursive: true })
})
beforeEach(() => {
  folder = new SetupFolder()
  folder.writeKeys(keys)
})
afterEach(() => {
  tencent.faults.clear()
  folder.remove()
})

const connection = (env: Readonly<Record<string, string>> = {}) => ({
  env: {
    TENCENTCLOUD_SECRETID: LOGIN.secretId,
    TENCENTCLOUD_SECRETKEY: LOGIN.secretKey,
    http_proxy: tencent.proxyUrl,
    ...env,
  },
  home,
  ca: tencent.authorityPem,
})
const run = async (args: string[], prompter?: Prompter) =>
  setUp(readArguments(args, { LANG: 'en' }), {
    root: folder.root,
    now: new Date(),
    prompter,
    connection: connection(),
  })

it('somebody who is asked finds it typed in, with where it is from', async () => {
  const asked: { message: string; initial?: string }[] = []
  const prompter: Prompter = {
    ask: async ({ message, initial }) => {
      asked.push({ message, ...(initial !== undefined && { initial }) })
      return Promise.resolve(initial ?? '')
    },
    choose: () => Promise.reject(new Error('nobody is asked who they are')),
  }
  const setup = await run([...setArguments(WITHOUT), '--set', 'WXPAY_FAMILY=password-exempt'], prompter)
  expect(asked).toEqual([
    {
      message: expect.stringContaining('The default domain of environment cloud1-8gabc') as string,
      initial: URL,
    },
  ])
  expect(setup).toMatchObject({ exitCode: 0, missing: [], offer: undefined })
  expect(folder.values).toMatchObject({ WXPAY_NOTIFY_URL: URL })
})

it('with nobody to ask it is told, and not taken', async () => {
  const setup = await run(setArguments(WITHOUT))
  expect(setup).toMatchObject({ exitCode: 2, missing: ['WXPAY_NOTIFY_URL'] })
  expect(report(setup, 'en', false)).toContain(`: ${URL} (for production use a domain of your own)`)
  expect(report(setup, 'zh', false)).toContain(`的默认域名：${URL}`)
  expect(JSON.parse(reportJson(setup))).toMatchObject({ offeredNotifyUrl: URL })
  expect(folder.values['WXPAY_NOTIFY_URL']).not.toBe(URL)
})

it.each<[what: string, args: string[]]>([
  ['there is one already', setArguments()],
  ['the environment is not known', setArguments({ ...WITHOUT, ENV_ID: 'No_Such' })],
  ['it only checks', [...setArguments(WITHOUT), '--check']],
])('nobody is asked where %s', async (_what, args) => {
  const before = tencent.calls.length
  expect((await run(args)).offer).toBeUndefined()
  expect(tencent.calls).toHaveLength(before)
})

describe('where there is none to offer, one sentence says why and what to do:', () => {
  const offer = (env?: Readonly<Record<string, string>>, envId: string = REST.ENV_ID) =>
    offerNotifyUrl(envId, connection(env))
  const NO_LOGIN = { TENCENTCLOUD_SECRETID: '', TENCENTCLOUD_SECRETKEY: '' }

  it.each<[what: string, ask: () => ReturnType<typeof offer>, en: RegExp, zh: RegExp]>([
    [
      'nobody is logged in',
      () => offer(NO_LOGIN),
      /Run npx tcb login, or set TENCENTCLOUD_SECRETID/,
      /尚未登录.*npx tcb login/,
    ],
    [
      'a wrong environment id',
      () => offer({}, 'cloud1-8gabd'),
      /has no environment cloud1-8gabd; it has cloud1-8gabc\. Make ENV_ID in \.env/,
      /账号下没有环境 cloud1-8gabd；现有：cloud1-8gabc。将 \.env 的 ENV_ID/,
    ],
    ['no network', () => offer({ http_proxy: 'http://127.0.0.1:9' }), /Check the network/, /检查网络与/],
    [
      'a key that is refused',
      () => offer({ TENCENTCLOUD_SECRETKEY: 'x' }),
      /refuses the login/,
      /拒绝了本机的登录凭证/,
    ],
  ])('%s', async (_what, ask, en, zh) => {
    const told = await ask()
    expect(tellOffer(told, 'en')).toMatch(en)
    expect(tellOffer(told, 'zh')).toMatch(zh)
    expect(tellOffer(told, 'en')).not.toContain('\n')
  })
})
