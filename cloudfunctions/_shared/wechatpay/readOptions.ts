// Options as the developer wrote them -> keys and hosts, checked once. Every problem is told at once.
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Signer } from './authorization'
import { hostProblem, OFFICIAL_HOSTS } from './hosts'
import { readTrust, type KeyRing } from './keyRing'
import {
  entryName,
  isSameSerial,
  MIX_UPS,
  publicKeyIn,
  readApiV3Key,
  readPrivateKey,
  readSerial,
  type Read,
} from './keys'
import type { WechatPayOptions } from './options'
import { nodeProblem } from './nodeVersion'
import { Problems } from './problems'
import { systemRuntime } from './system'
import { ConfigError } from './wechatpayErrors'

interface CheckedOptions {
  signer: Signer
  keys: KeyRing
  /** Of the public key, where there is one. */
  publicKeyId: string | undefined
  apiV3Keys: KeyObject[]
  /** Base URLs without a trailing slash. */
  hosts: string[]
}

/** @throws {ConfigError} all problems at once, by name, without a value */
export function readOptions(options: WechatPayOptions): CheckedOptions {
  const tooOld = nodeProblem(process.version)
  if (tooOld !== undefined) throw new ConfigError([{ name: 'node', problem: tooOld }])
  const problems = new Problems()
  const signer = readSigner(options, problems)
  if (signer) refuseOwn(signer, options, problems)
  const { ring, publicKey } = readTrust(options, problems)
  const apiV3Keys = readApiV3Keys(options.apiV3Keys ?? [], problems)
  const hosts = readHosts(options.hosts ?? OFFICIAL_HOSTS, problems)
  if (!hasTrust(options)) problems.add('publicKey', TRUST_RULE)
  refuseLapsed(options, ring, problems)
  return problems.orThrow(signer && { signer, keys: ring, publicKeyId: publicKey?.id, apiV3Keys, hosts })
}

function readSigner(options: WechatPayOptions, problems: Problems): Signer | undefined {
  const mchid = problems.take('mchid', readMchid(options.mchid))
  const serial = problems.take('serial', readSerial(options.serial))
  const privateKey = problems.take('privateKey', readPrivateKey(options.privateKey))
  if (mchid === undefined || serial === undefined || privateKey === undefined) return undefined
  return { mchid, serial, privateKey }
}

/** Whoever has our own key could speak for WeChat Pay. */
function refuseOwn({ privateKey, serial }: Signer, options: WechatPayOptions, problems: Problems): void {
  const { publicKey, platformCertificates = {} } = options
  const own = createPublicKey(privateKey)
  const isOwn = (source: Parameters<typeof publicKeyIn>[0]) => publicKeyIn(source)?.equals(own) === true
  if (publicKey && isOwn(publicKey.key)) problems.add('publicKey.key', MIX_UPS.publicKey)
  Object.entries(platformCertificates).forEach(([filed, source], index) => {
    if (isOwn(source)) problems.add(`platformCertificates.${entryName(filed, index)}`, MIX_UPS.certificate)
    else if (isSameSerial(filed, serial)) problems.add('serial', MIX_UPS.serial)
  })
}

/** Told where nothing else could verify an answer. Beside what can, an old certificate runs out by itself. */
function refuseLapsed(options: WechatPayOptions, ring: KeyRing, problems: Problems): void {
  if (options.publicKey || (options.apiV3Keys ?? []).length > 0) return
  const nowMs = (options.runtime?.nowMs ?? systemRuntime.nowMs)()
  const lapsed = ring.serials.map((serial) => [serial, ring.lapse(serial, nowMs)] as const)
  if (lapsed.some(([, lapse]) => !lapse)) return
  for (const [serial, lapse] of lapsed) {
    problems.add(`platformCertificates.${serial}`, `${lapse?.told ?? ''}; expected one that is valid now`)
  }
}

const readMchid = (text: string): Read<string> =>
  /^\d{1,32}$/.test(text) ? { ok: true, value: text } : { ok: false, problem: 'expected digits, at most 32' }

const TRUST_RULE = 'expected the WeChat Pay public key, platform certificates, or an APIv3 key to download them with'

const hasTrust = ({ publicKey, platformCertificates, apiV3Keys }: WechatPayOptions): boolean =>
  Boolean(publicKey) || Object.keys(platformCertificates ?? {}).length > 0 || (apiV3Keys ?? []).length > 0

function readApiV3Keys(sources: NonNullable<WechatPayOptions['apiV3Keys']>, problems: Problems): KeyObject[] {
  const keys = sources.map((source, index) => problems.take(`apiV3Keys[${index}]`, readApiV3Key(source)))
  return keys.filter((key) => key !== undefined)
}

function readHosts(hosts: readonly string[], problems: Problems): string[] {
  if (hosts.length === 0) problems.add('hosts', 'expected at least one base URL')
  return hosts.flatMap((host, index) => {
    const problem = hostProblem(host)
    if (problem === undefined) return [new URL(host).origin]
    problems.add(`hosts[${index}]`, problem)
    return []
  })
}
