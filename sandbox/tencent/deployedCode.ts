// What was deployed, run: the very zips that were uploaded, with the variables they were given, behind the routes that were made.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startCloud } from '../cloud/startCloud'
import type { CloudStandIn } from '../cloud/standIn'
import type { CloudFunction, Environment, HttpAnswer } from './account'
import { filesInZip } from './zip'

export class DeployedCode {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'entrust-kit-deployed-'))
  #running: { holds: readonly unknown[]; cloud: Promise<CloudStandIn> } | undefined

  /**
   * From now on the environment answers by the code it holds.
   * @param settings on top of what is deployed: where WeChat Pay is, which on one's own machine is elsewhere
   * @param onStart when what is deployed runs anew, at another address
   */
  constructor(
    private readonly environment: Environment,
    private readonly settings: Readonly<Record<string, string>>,
    private readonly onStart: (cloud: CloudStandIn) => Promise<unknown>,
  ) {
    environment.run = async (name, event) => (await (await this.cloud()).invoke(name, event)).result
    environment.answerHttp = (request, body) => this.#answer(request, body)
  }

  /** Of what is deployed now: after another deployment it is another one, with an empty database. */
  cloud(): Promise<CloudStandIn> {
    const holds = this.#holds()
    const before = this.#running
    if (before && holds.length === before.holds.length && holds.every((one, index) => one === before.holds[index]))
      return before.cloud
    const cloud = this.#startAfter(before?.cloud)
    this.#running = { holds, cloud }
    return cloud
  }

  async close(): Promise<void> {
    await (await this.#running?.cloud)?.close()
    rmSync(this.#root, { recursive: true, force: true })
  }

  /** Code is another one where it is another buffer. */
  #holds(): unknown[] {
    const { functions, routes } = this.environment
    return [
      ...[...functions.values()].flatMap(({ code, name, variables }) => [code, JSON.stringify([name, variables])]),
      ...[...routes].map(([route, { functionName }]) => `${route} ${functionName}`),
    ]
  }

  async #startAfter(before: Promise<CloudStandIn> | undefined): Promise<CloudStandIn> {
    await (await before)?.close()
    rmSync(this.#root, { recursive: true, force: true })
    const { id, functions, routes } = this.environment
    for (const one of functions.values()) this.#unpack(one)
    const cloud = await startCloud({
      functionsRoot: this.#root,
      environmentId: id,
      settingsOf: (name) => ({ ...functions.get(name)?.variables, ...this.settings }),
      functions: Object.fromEntries(
        [...functions.values()].map(({ name, timeoutSec, memoryMb }) => [name, { timeoutSec, memorySizeMb: memoryMb }]),
      ),
      routes: Object.fromEntries([...routes].map(([route, { functionName }]) => [route, functionName])),
    })
    await this.onStart(cloud)
    return cloud
  }

  #unpack({ name, code }: CloudFunction): void {
    for (const [file, content] of filesInZip(code)) {
      const place = path.join(this.#root, name, file)
      mkdirSync(path.dirname(place), { recursive: true })
      writeFileSync(place, content)
    }
  }

  async #answer(request: IncomingMessage, body: Buffer): Promise<HttpAnswer> {
    const { method = 'GET', url = '/', headers } = request
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    const answer = await (await this.cloud()).http({ method, path: url, headers: sent, body })
    const told = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]))
    return { status: answer.status, headers: told, body: answer.body.toString() }
  }
}
