// A merchant's project, and everything around it as it should be: WeChat Pay, the cloud it is deployed to, and the notify address.
import { createServer, type Server } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { SandboxKeys } from '../../sandbox/keys'
import type { Collection, Environment } from '../../sandbox/tencent/account'
import { startTencent, type Tencent } from '../../sandbox/tencent/startTencent'
import { startWechatPay, type WechatPayStandIn } from '../../sandbox/wechatpay/standIn'
import type { Finding } from '../../scripts/doctor/findings'
import { look, type Look } from '../../scripts/doctor/look'
import { planDeployment, type DeployedFunction } from '../../scripts/settings/planDeployment'
import { readDotEnv } from '../../scripts/settings/readDotEnv'
import { FUNCTION_ROLES } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { DoctorProject } from './doctorProject'
import { keysOf } from './merchantsKeys'
import { ROOT } from './project'
import { makeMerchantKeys, REST } from './setupFolder'
import { LOGIN } from './tcb'

const FINE = { ok: true, parts: [{ part: 'database', result: 'fine', ms: 1 }] }
const OURS = { status: 401, headers: {}, body: '{"code":"FAIL","message":"the signature could not be verified"}' }
const RULES = {
  '*': { invoke: 'auth != null' },
  contractNotify: { invoke: false },
  contractAdmin: { invoke: false },
  refundOrder: { invoke: false },
  upkeep: { invoke: false },
}

interface NotifyAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export class OnlineStage {
  /** What contractAdmin answers; undefined: it dies. */
  probe: object | undefined = FINE
  /** What the doctor runs with. */
  env: Record<string, string> = {}
  hosts: readonly string[] = []
  readonly home = mkdtempSync(join(tmpdir(), 'entrust-kit-home-'))

  private constructor(
    readonly project: DoctorProject,
    readonly wechatPay: WechatPayStandIn,
    readonly tencent: Tencent,
    readonly keys: SandboxKeys,
    private readonly server: Server,
    private readonly notify: { answer: NotifyAnswer },
  ) {}

  static async start(): Promise<OnlineStage> {
    const merchant = await makeMerchantKeys()
    const keys = await keysOf(merchant)
    const { serial, publicKeyPem } = keys.wechatPay
    const values = { ...REST, WXPAY_PUBLIC_KEY_ID: serial, WXPAY_API_V3_KEY: keys.apiV3Key }
    const project = await DoctorProject.create({ ...merchant, publicKeyPem }, values)
    const notify: { answer: NotifyAnswer } = { answer: OURS }
    const server = createServer((_, response) => {
      const { status, headers, body } = notify.answer
      response.writeHead(status, headers).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const others = { 'pay.example.com': `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
    const tencent = await startTencent({ others })
    const stage = new OnlineStage(project, await startWechatPay({ keys }), tencent, keys, server, notify)
    tencent.account.credentials.set(LOGIN.secretId, LOGIN.secretKey)
    stage.mend()
    return stage
  }

  /** Everything as it should be. */
  mend(): void {
    this.probe = FINE
    this.answers(OURS)
    this.hosts = [this.wechatPay.url, this.wechatPay.backupUrl]
    this.env = {
      TENCENTCLOUD_SECRETID: LOGIN.secretId,
      TENCENTCLOUD_SECRETKEY: LOGIN.secretKey,
      http_proxy: this.tencent.proxyUrl,
    }
    this.tencent.faults.clear()
    this.tencent.account.environments.clear()
    fill(this.tencent.account.addEnvironment(REST.ENV_ID), this.planned)
    this.environment.run = async () => Promise.resolve(this.probe)
  }

  /** At the notify address. */
  answers(answer: NotifyAnswer): void {
    this.notify.answer = answer
  }

  get environment(): Environment {
    const found = this.tencent.account.environments.get(REST.ENV_ID)
    if (!found) throw new Error('the environment is gone')
    return found
  }

  get planned(): readonly DeployedFunction[] {
    const plan = planDeployment(readDotEnv(this.project.dotEnv, this.project.root).given, Object.keys(FUNCTION_ROLES))
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
    return plan.functions
  }

  async look(which: 'online' | 'both' = 'online'): Promise<Look> {
    const only = which === 'both' ? undefined : which
    const seen = { only, from: undefined, hosts: this.hosts, envId: undefined } as const
    const args = { ...seen, isJson: false, language: 'en', isHelp: false } as const
    const { project, env, home, tencent } = this
    return look(args, { root: project.root, env, home, ca: tencent.authorityPem })
  }

  async findings(): Promise<Finding[]> {
    return (await this.look()).findings
  }

  async close(): Promise<void> {
    await this.wechatPay.close()
    await this.tencent.close()
    await new Promise((resolve) => this.server.close(resolve))
    this.project.remove()
    rmSync(this.home, { recursive: true })
  }
}

const collectionsSchema = v.object({ collections: v.array(v.any()) })
const configurationSchema = v.object({
  functions: v.array(
    v.object({
      name: v.string(),
      handler: v.string(),
      runtime: v.string(),
      timeout: v.number(),
      memorySize: v.number(),
    }),
  ),
})
const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

/** As a whole deployment leaves it. */
function fill(environment: Environment, planned: readonly DeployedFunction[]): void {
  const { functions } = v.parse(configurationSchema, readJson('cloudbaserc.json'))
  for (const { name, environment: variables } of planned) {
    const its = functions.find((one) => one.name === name)
    if (!its) throw new Error(`${name}: no limits`)
    environment.functions.set(name, {
      name,
      handler: its.handler,
      runtime: its.runtime,
      timeoutSec: its.timeout,
      memoryMb: its.memorySize,
      variables: { ...variables },
      status: 'Active',
      code: Buffer.alloc(0),
      triggers: name === 'upkeep' ? [{ name, type: 'timer', config: '0 * * * * * *', isOn: true }] : [],
    })
  }
  for (const one of v.parse(collectionsSchema, readJson('database/collections.json')).collections as Collection[])
    environment.collections.set(one.name, structuredClone(one))
  environment.routes.set('/contract-notify', { functionName: 'contractNotify', isAuthSwitchedOn: false })
  environment.functionRule = JSON.stringify(RULES)
}
