// Options as the developer wrote them -> keys and hosts, checked once. Every problem is told at once.
import { createPrivateKey, KeyObject } from 'node:crypto'
import { ConfigError, type SettingProblem } from './wechatpayErrors'
import { hostProblem, OFFICIAL_HOSTS } from './hosts'
import { createKeyRing, isRsa, type KeyRing } from './keyRing'
import type { WechatPayOptions } from './options'

export interface CheckedOptions {
  privateKey: KeyObject
  keys: KeyRing
  apiV3Keys: Buffer[]
  /** Base URLs without a trailing slash. */
  hosts: string[]
}

/** @throws {ConfigError} all problems at once, by name, without a value */
export function readOptions(options: WechatPayOptions): CheckedOptions {
  const problems: SettingProblem[] = []
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      problems.push(...error.problems)
      return undefined
    }
  }
  attempt(() => expectThat(/^\d{1,32}$/.test(options.mchid), 'mchid', 'expected digits, at most 32'))
  attempt(() => expectThat(/^[0-9A-Fa-f]{40}$/.test(options.serial), 'serial', SERIAL_RULE))
  const privateKey = attempt(() => readPrivateKey(options.privateKey))
  const keys = attempt(() => createKeyRing(options))
  const apiV3Keys = attempt(() => (options.apiV3Keys ?? []).map(readApiV3Key))
  const hosts = attempt(() => readHosts(options.hosts ?? OFFICIAL_HOSTS))
  attempt(() => expectThat((keys?.serials.length ?? 1) > 0 || (apiV3Keys ?? []).length > 0, 'publicKey', TRUST_RULE))
  if (problems.length > 0 || !privateKey || !keys || !apiV3Keys || !hosts) throw new ConfigError(problems)
  return { privateKey, keys, apiV3Keys, hosts }
}

const SERIAL_RULE = 'expected the 40 hex digits of the merchant API certificate, not a platform serial or PUB_KEY_ID'
const TRUST_RULE = 'expected the WeChat Pay public key, platform certificates, or an APIv3 key to download them with'

function expectThat(holds: boolean, name: string, problem: string): void {
  if (!holds) throw new ConfigError([{ name, problem }])
}

function readPrivateKey(source: string | KeyObject): KeyObject {
  const key = source instanceof KeyObject ? source : parsePrivateKey(source)
  expectThat(key.type === 'private' && isRsa(key), 'privateKey', 'expected an RSA private key of 2048 bits or more')
  return key
}

function parsePrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new ConfigError([
      { name: 'privateKey', problem: 'expected the PEM of apiclient_key.pem; check that its line breaks survived' },
    ])
  }
}

function readApiV3Key(text: string, index: number): Buffer {
  const key = Buffer.from(text, 'utf8')
  expectThat(key.length === 32, `apiV3Keys[${index}]`, `expected 32 bytes, this one has ${key.length}`)
  return key
}

function readHosts(hosts: readonly string[]): string[] {
  expectThat(hosts.length > 0, 'hosts', 'expected at least one base URL')
  const problems = hosts.flatMap((host, index) => {
    const problem = hostProblem(host)
    return problem === undefined ? [] : [{ name: `hosts[${index}]`, problem }]
  })
  if (problems.length > 0) throw new ConfigError(problems)
  return hosts.map((host) => new URL(host).origin)
}
