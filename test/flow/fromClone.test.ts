// From a clone to production as a newcomer goes, by the commands the documents name, each a process of its own: the cloud is a
// stand-in behind a proxy, WeChat Pay the local one, and what was deployed is what answers.
import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../sandbox/tencent/account'
import { DeployedCode } from '../../sandbox/tencent/deployedCode'
import { startTencent, type Tencent } from '../../sandbox/tencent/startTencent'
import { startWechatPay, type WechatPayStandIn } from '../../sandbox/wechatpay/standIn'
import { DOMAIN, ENVIRONMENT } from '../support/deployProject'
import { ownTerms, TERMS } from '../support/doctorProject'
import { keysOf } from '../support/merchantsKeys'
import { ROOT } from '../support/project'
import { makeMerchantKeys, REST, setArguments } from '../support/setupFolder'
import { LOGIN } from '../support/tcb'

/** All that a clone has, and these commands need. */
const LEFT_OUT = /^(\.git|\.env.*|\.deployed|node_modules|dist|coverage|artefacts|functions-built|test|docs)$/
const LIMIT_MS = 600_000

const place = realpathSync(mkdtempSync(join(tmpdir(), 'entrust-kit-clone-')))
const clone = join(place, 'kit')
const secrets: string[] = [LOGIN.secretKey]
const printed: string[] = []
/** Of what is deployed, the code itself. */
const ran: string[] = []
let tencent: Tencent
let wechatPay: WechatPayStandIn
let environment: Environment
let deployed: DeployedCode
let hosts: string
let given: Record<string, string>

beforeAll(async () => {
  for (const name of readdirSync(ROOT).filter((one) => !LEFT_OUT.test(one)))
    cpSync(join(ROOT, name), join(clone, name), { recursive: true })
  // A stale one would be installed anew by the clone's first command, under this process's feet.
  execFileSync(process.execPath, [join(ROOT, 'scripts/install.mjs')], { stdio: 'ignore' })
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'), 'junction')
  const merchant = await makeMerchantKeys()
  const keys = await keysOf(merchant)
  mkdirSync(join(place, 'keys'))
  writeFileSync(join(place, 'keys/apiclient_cert.pem'), merchant.certificate.pem)
  writeFileSync(join(place, 'keys/apiclient_key.pem'), merchant.keyPem)
  writeFileSync(join(place, 'keys/pub_key.pem'), keys.wechatPay.publicKeyPem)
  given = {
    ...REST,
    WXPAY_PUBLIC_KEY_ID: keys.wechatPay.serial,
    WXPAY_API_V3_KEY: keys.apiV3Key,
    WXPAY_NOTIFY_URL: `https://${DOMAIN}/contract-notify`,
  }
  secrets.push(keys.apiV3Key, ...merchant.keyPem.split('\n').slice(1, 4))
  wechatPay = await startWechatPay({ keys })
  hosts = `${wechatPay.url},${wechatPay.backupUrl}`
  tencent = await startTencent()
  tencent.account.credentials.set(LOGIN.secretId, LOGIN.secretKey)
  environment = tencent.account.addEnvironment(ENVIRONMENT)
  deployed = new DeployedCode(environment, { WXPAY_HOSTS: hosts }, ({ events, frontUrl }) => {
    events.on('done', ({ trigger, functionName, outcome }) => ran.push(`${trigger} ${functionName} ${outcome}`))
    return wechatPay.control.mapNotifyOrigin({ origin: `https://${DOMAIN}`, target: frontUrl })
  })
}, LIMIT_MS)
afterAll(async () => {
  await tencent.close()
  await deployed.close()
  await wechatPay.close()
  rmSync(place, { recursive: true })
})

/** As it is typed, in the folder of the clone. @returns its exit code, and all it printed */
function npmRun(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn('npm', ['run', '--silent', ...args], {
    cwd: clone,
    env: {
      ...{ PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], HOME: place, LANG: 'en_US.UTF-8' },
      ...{ TENCENTCLOUD_SECRETID: LOGIN.secretId, TENCENTCLOUD_SECRETKEY: LOGIN.secretKey, ...tencent.environment },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (said += text))
  return new Promise((resolve) => {
    child.on('close', (code) => {
      printed.push(said)
      resolve({ code, said })
    })
  })
}

const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(join(clone, path), change(readFileSync(join(clone, path), 'utf8')))

it(
  'nine commands, each of which names the next: set up, looked at, built, deployed, deployed again with nothing to do',
  async () => {
    const keys = ['--from', join(place, 'keys')]
    const setup = await npmRun('setup', '--', ...keys, ...setArguments(given))
    expect(setup).toMatchObject({
      code: 0,
      said: expect.stringContaining('Next: npm run doctor -- --offline') as string,
    })

    const first = await npmRun('doctor', '--', '--offline', ...keys)
    expect(first.code).toBe(1)
    expect(first.said.match(/^error \S+/gm)).toEqual([
      'error appid-tourist',
      'error terms-sample',
      'error build-missing',
    ])
    expect(first.said).toMatch(/Put the appid of your mini-program there[^]*then npm run consents[^]*Run npm run build/)
    edit('project.config.json', (text) => text.replaceAll('touristappid', REST.WXPAY_APPID))
    edit(TERMS, ownTerms)

    const consents = await npmRun('consents')
    expect(consents).toMatchObject({ code: 0, said: expect.stringContaining('Then: npm run build') as string })
    const build = await npmRun('build')
    expect(build.code).toBe(0)
    expect(build.said).toContain('Next: npm run doctor -- --offline, then npm run deploy.')

    const ready = await npmRun('doctor', '--', '--offline', ...keys)
    expect(ready.said).toBe(
      'Nothing is wrong.\n\nNext: npm run deploy -- --dry-run, which only tells what it would do.\n',
    )
    const dry = await npmRun('deploy', '--', '--dry-run')
    expect([dry.code, environment.functions.size]).toEqual([0, 0])
    expect(dry.said).toContain('Next: npm run deploy')

    const deploy = await npmRun('deploy', '--', '--yes', '--hosts', hosts)
    expect(deploy.said).toMatch(
      /contract-notify: answers as it ought to\n.*Deployed to cloud1[^]*\nNothing is wrong\.\n$/,
    )
    expect([deploy.code, environment.functions.size]).toEqual([0, 11])
    expect(ran).toEqual(expect.arrayContaining(['http contractNotify ok', 'server contractAdmin ok']))

    tencent.calls.length = 0
    const again = await npmRun('deploy', '--', '--yes', '--hosts', hosts)
    expect(again.said).toMatch(/Everything is as it ought to be\.[^]*\nNothing is wrong\.\n$/)
    expect(tencent.calls.filter((call) => !/ (Describe|Get|List|Invoke)\w*$|^http /.test(call))).toEqual([])

    const doctor = await npmRun('doctor', '--', ...keys, '--hosts', hosts)
    expect(doctor).toEqual({ code: 0, said: 'Nothing is wrong.\n' })
    expect(printed).toHaveLength(9)
    expect(secrets.filter((secret) => printed.some((said) => said.includes(secret)))).toEqual([])
  },
  LIMIT_MS,
)
