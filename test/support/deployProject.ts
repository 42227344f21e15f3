// A merchant's project that is ready to be deployed, the cloud it goes to, and a tool that does there what the real one does.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTencent, type Tencent } from '../../sandbox/tencent/startTencent'
import type { Environment } from '../../sandbox/tencent/account'
import { readArguments } from '../../scripts/deploy/arguments'
import { reporter, reportJson } from '../../scripts/deploy/report'
import type { Outcome, Place } from '../../scripts/deploy/place'
import { deploy } from '../../scripts/deploy/run'
import type { RunTool } from '../../scripts/deploy/runTool'
import { unsignedPost } from '../../scripts/cloud/unsignedPost'
import { DoctorProject } from './doctorProject'
import { ROOT } from './project'
import { REST, type MerchantKeys } from './setupFolder'
import { LOGIN } from './tcb'

export const ENVIRONMENT = REST.ENV_ID
export const DOMAIN = `${ENVIRONMENT}-1250000000.ap-shanghai.app.tcloudbase.com`
const COPIED = ['database/collections.json', 'database/migrations', 'database/opa']
const TIMER = { permissions: { openapi: [] }, triggers: [{ name: 'upkeep', type: 'timer', config: '0 * * * * * *' }] }

/** One for a whole file of tests; each test takes a copy. */
export async function makeDeployProject(keys: MerchantKeys): Promise<DoctorProject> {
  const project = await DoctorProject.create(keys)
  for (const path of COPIED) cpSync(join(ROOT, path), join(project.root, path), { recursive: true })
  project.write({ 'dist/cloudfunctions/upkeep/config.json': JSON.stringify(TIMER) })
  await project.set('WXPAY_NOTIFY_URL', `https://${DOMAIN}/contract-notify`)
  return project
}

/** One for a whole file of tests, made new before each of them: what a test does to cloud or project is gone with it. */
export class DeployWorld {
  readonly home = mkdtempSync(join(tmpdir(), 'entrust-kit-home-'))
  readonly #temporary = mkdtempSync(join(tmpdir(), 'entrust-kit-temporary-'))
  temporary = this.#temporary
  /** All that was told on the way. */
  readonly told: string[] = []
  /** Names that were asked about, and whether it is agreed to. */
  readonly asked: string[] = []
  agrees = true
  /** While somebody is asked. */
  answering = (): void => undefined
  stop = new AbortController()
  env: Record<string, string> = {}
  tool: RunTool = (args, place) => this.toolLikeTcb(args, place)
  waitedMs = 0
  /** While the cloud is waited for. */
  wait = (): void => undefined
  proxyUrl: string
  environment: Environment
  #own: DoctorProject | undefined
  /** As one deployment leaves the environment. */
  #deployed: Environment | undefined

  private constructor(
    private readonly whole: DoctorProject,
    readonly tencent: Tencent,
  ) {
    this.proxyUrl = tencent.proxyUrl
    this.environment = tencent.account.addEnvironment(ENVIRONMENT)
    this.renew()
  }

  static async start(project: DoctorProject): Promise<DeployWorld> {
    return new DeployWorld(project, await startTencent())
  }

  /** Nothing is online, and nothing wrong. */
  renew(): void {
    this.#own?.remove()
    this.#own = undefined
    rmSync(join(this.whole.root, '.deployed'), { recursive: true, force: true })
    const { account, faults, calls } = this.tencent
    faults.clear()
    account.environments.clear()
    account.logins.clear()
    account.credentials.set(LOGIN.secretId, LOGIN.secretKey)
    this.environment = account.addEnvironment(ENVIRONMENT)
    calls.length = 0
    Reflect.deleteProperty(calls, 'push')
    this.asked.length = 0
    this.env = { TENCENTCLOUD_SECRETID: LOGIN.secretId, TENCENTCLOUD_SECRETKEY: LOGIN.secretKey }
    this.proxyUrl = this.tencent.proxyUrl
    this.tool = (args, place) => this.toolLikeTcb(args, place)
    this.wait = () => undefined
    this.answering = () => undefined
    this.temporary = this.#temporary
    Object.assign(this, { agrees: true, waitedMs: 0, stop: new AbortController() })
  }

  /** Everything is online already: done once, and put there from then on. */
  async beDeployed(): Promise<void> {
    if (!this.#deployed) {
      const { exitCode } = await this.deploy('--yes')
      if (exitCode !== 0) throw new Error(`not deployed: ${this.told.join()}`)
      this.#deployed = structuredClone(this.environment)
    }
    Object.assign(this.environment, structuredClone(this.#deployed))
    this.tencent.calls.length = 0
  }

  get root(): string {
    return (this.#own ?? this.whole).root
  }

  /** To be changed: from here on a copy of its own. */
  get project(): DoctorProject {
    return (this.#own ??= this.whole.copy())
  }

  /** @returns how it ended, and all that was printed */
  async deploy(...args: string[]): Promise<Outcome & { printed: string }> {
    this.told.length = 0
    const read = readArguments(args, { LANG: 'en_US.UTF-8' })
    const { progress, tellEnd } = reporter(read.language)
    const place: Place = {
      root: this.root,
      env: { ...this.env, http_proxy: this.proxyUrl },
      home: this.home,
      temporary: this.temporary,
      now: new Date(),
      wait: (ms) => {
        this.waitedMs += ms
        this.wait()
        return Promise.resolve()
      },
      tool: (...input) => this.tool(...input),
      post: unsignedPost({ proxyUrl: this.tencent.proxyUrl, ca: this.tencent.authorityPem }),
      ca: this.tencent.authorityPem,
      confirm: (question, detail) => {
        this.asked.push(`${question} ${detail}`)
        this.answering()
        return Promise.resolve(this.agrees)
      },
      tell: (one) => this.told.push(progress(one)),
      signal: this.stop.signal,
    }
    const outcome = await deploy(read, place)
    const end = read.isJson ? reportJson(outcome, read.language) : tellEnd(outcome)
    return { ...outcome, printed: [...this.told, end].join('\n') }
  }

  /** Ctrl-C as soon as such a call comes. */
  stopAt(isIt: (call: string, calls: readonly string[]) => boolean): void {
    const { calls } = this.tencent
    calls.push = (...more: string[]) => {
      const length = Array.prototype.push.apply(calls, more)
      if (more.some((call) => isIt(call, calls))) this.stop.abort()
      return length
    }
  }

  /** Folders of a deployment that lie about. */
  get leftBehind(): string[] {
    return readdirSync(this.#temporary)
  }

  /** Calls that change something. */
  writes(): string[] {
    return this.tencent.calls.filter((call) => !/ (Describe|Get|List)\w+$|^http /.test(call))
  }

  async end(): Promise<void> {
    await this.tencent.close()
    this.#own?.remove()
    for (const folder of [this.home, this.#temporary]) rmSync(folder, { recursive: true })
  }

  /** As the real one does it with `--all --force`: what exists keeps its runtime; whatever fails, it goes on. */
  toolLikeTcb(...[, { folder }]: Parameters<RunTool>): Promise<string> {
    const { functions } = JSON.parse(readFileSync(join(folder, 'rc.json'), 'utf8')) as { functions: RcFunction[] }
    const lines = functions.map((one) => {
      const spoilt = this.tencent.faults.of('scf CreateFunction', { FunctionName: one.name })
      if (spoilt?.kind === 'refused')
        return [
          `✖ [${one.name}] 函数部署失败`,
          `✖   错误信息: [CreateFunction] ${spoilt.message} ${JSON.stringify(one.envVariables)}`,
          `✖   错误码: ${spoilt.code}`,
          '✖   RequestId: d369a3ad',
          'ℹ Suggestions:',
        ].join('\n')
      const code = readFileSync(join(folder, 'functions', one.name, 'index.js'))
      const online = this.environment.functions.get(one.name)
      this.environment.functions.set(one.name, {
        name: one.name,
        handler: one.handler,
        runtime: online?.runtime ?? one.runtime,
        timeoutSec: one.timeout,
        memoryMb: one.memorySize,
        variables: one.envVariables,
        status: spoilt?.kind === 'stuck' ? 'Updating' : 'Active',
        code,
        triggers: online?.triggers ?? [],
        ...(online?.answer && { answer: online.answer }),
      })
      this.tencent.calls.push(`tool ${one.name}`)
      return `[${one.name}] 云函数部署成功`
    })
    return Promise.resolve(lines.join('\n'))
  }
}

interface RcFunction {
  name: string
  handler: string
  runtime: string
  timeout: number
  memorySize: number
  envVariables: Record<string, string>
}
