// Options as the developer wrote them -> keys, hosts and limits, checked once. Every problem is told at once.
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Signer } from './authorization'
import { checkRoutes } from './extraRoutes'
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
import { nodeProblem } from './nodeVersion'
import type { Runtime, WechatPayOptions } from './options'
import { isPlainObject } from './plainJson'
import { Problems } from './problems'
import { systemRuntime } from './system'
import { isHeaderText, NO_PROXY, timeoutProblem } from './values'
import { ConfigError } from './wechatpayErrors'

interface CheckedOptions {
  signer: Signer
  keys: KeyRing
  /** Of the public key, where there is one. */
  publicKeyId: string | undefined
  apiV3Keys: KeyObject[]
  /** Base URLs without a trailing slash. */
  hosts: string[]
  tryTimeoutMs: number
  totalTimeoutMs: number
  userAgent: string
  runtime: Runtime
}

/** @throws {ConfigError} all problems at once, by name, without a value */
export function readOptions(given: WechatPayOptions, extraRoutes: unknown = {}): CheckedOptions {
  const tooOld = nodeProblem(process.version)
  if (tooOld !== undefined) throw new ConfigError([{ name: 'node', problem: tooOld }])
  const problems = new Problems()
  const options = isPlainObject(given) ? given : ({} as WechatPayOptions)
  problems.refuseUnknown(options, Object.keys(KNOWN), '', {
    proxy: NO_PROXY,
    httpAgent: NO_PROXY,
    httpsAgent: NO_PROXY,
  })
  const signer = readSigner(options, problems)
  refuseOwn(signer, options, problems)
  const { ring, publicKey } = readTrust(options, problems)
  const apiV3Keys = readApiV3Keys(options.apiV3Keys, problems)
  const hosts = readHosts(options.hosts, problems)
  if (!hasTrust(options)) problems.add('publicKey', TRUST_RULE)
  const limits = readLimits(options, problems)
  const runtime = readRuntime(options.runtime, problems)
  checkRoutes(extraRoutes, problems)
  refuseLapsed(options, ring, runtime.nowMs(), problems)
  const publicKeyId = publicKey?.id
  const rest = { keys: ring, publicKeyId, apiV3Keys, hosts, ...limits, runtime }
  return problems.orThrow(isWhole(signer) ? { signer, ...rest } : undefined)
}

const KNOWN: Readonly<Record<keyof WechatPayOptions, true>> = {
  mchid: true,
  serial: true,
  privateKey: true,
  publicKey: true,
  platformCertificates: true,
  apiV3Keys: true,
  hosts: true,
  tryTimeoutMs: true,
  totalTimeoutMs: true,
  userAgent: true,
  runtime: true,
}

function readSigner(
  options: WechatPayOptions,
  problems: Problems,
): { [Name in keyof Signer]: Signer[Name] | undefined } {
  return {
    mchid: problems.take('mchid', readMchid(options.mchid)),
    serial: problems.take('serial', readSerial(options.serial)),
    privateKey: problems.take('privateKey', readPrivateKey(options.privateKey)),
  }
}

const isWhole = (signer: ReturnType<typeof readSigner>): signer is Signer =>
  Object.values(signer).every((value) => value !== undefined)

/** Whoever has our own key could speak for WeChat Pay. */
function refuseOwn(
  { privateKey, serial }: ReturnType<typeof readSigner>,
  { publicKey, platformCertificates }: WechatPayOptions,
  problems: Problems,
): void {
  const own = privateKey && createPublicKey(privateKey)
  const isOwn = (source: Parameters<typeof publicKeyIn>[0]) =>
    own !== undefined && publicKeyIn(source)?.equals(own) === true
  if (isPlainObject(publicKey) && isOwn(publicKey.key)) problems.add('publicKey.key', MIX_UPS.publicKey)
  Object.entries(isPlainObject(platformCertificates) ? platformCertificates : {}).forEach(([filed, source], index) => {
    if (isOwn(source)) problems.add(`platformCertificates.${entryName(filed, index)}`, MIX_UPS.certificate)
    else if (serial !== undefined && isSameSerial(filed, serial)) problems.add('serial', MIX_UPS.serial)
  })
}

/** Told where nothing else could verify an answer. Beside what can, an old certificate runs out by itself. */
function refuseLapsed(options: WechatPayOptions, ring: KeyRing, nowMs: number, problems: Problems): void {
  if (options.publicKey || (options.apiV3Keys ?? []).length > 0) return
  const lapsed = ring.serials.map((serial) => [serial, ring.lapse(serial, nowMs)] as const)
  if (lapsed.some(([, lapse]) => !lapse)) return
  for (const [serial, lapse] of lapsed) {
    problems.add(`platformCertificates.${serial}`, `${lapse?.told ?? ''}; expected one that is valid now`)
  }
}

/** A number is taken for its digits. */
const readMchid = (given: unknown): Read<string> => {
  const text = typeof given === 'number' ? String(given) : given
  return typeof text === 'string' && /^\d{1,32}$/.test(text)
    ? { ok: true, value: text }
    : { ok: false, problem: 'expected digits, at most 32' }
}

const TRUST_RULE = 'expected the WeChat Pay public key, platform certificates, or an APIv3 key to download them with'

const hasTrust = ({ publicKey, platformCertificates, apiV3Keys }: WechatPayOptions): boolean =>
  Boolean(publicKey) || Object.keys(platformCertificates ?? {}).length > 0 || (apiV3Keys ?? []).length > 0

function readApiV3Keys(given: WechatPayOptions['apiV3Keys'], problems: Problems): KeyObject[] {
  const sources = problems.takeList('apiV3Keys', given, 'the current one, the one before') ?? []
  const keys = sources.map((source, index) => problems.take(`apiV3Keys[${index}]`, readApiV3Key(source)))
  return keys.filter((key) => key !== undefined)
}

function readHosts(given: WechatPayOptions['hosts'] | null, problems: Problems): string[] {
  const hosts = problems.takeList('hosts', given ?? OFFICIAL_HOSTS, 'base URLs, main first')
  if (hosts?.length === 0) problems.add('hosts', 'expected at least one base URL')
  return (hosts ?? []).flatMap((host, index) => {
    const problem = hostProblem(host)
    if (problem === undefined) return [new URL(host).origin]
    problems.add(`hosts[${index}]`, problem)
    return []
  })
}

/** By default. A call has to end before the function it is made in does. */
const LIMITS = { tryTimeoutMs: 5_000, totalTimeoutMs: 8_000 }

type Limits = Pick<CheckedOptions, 'tryTimeoutMs' | 'totalTimeoutMs' | 'userAgent'>

function readLimits(options: WechatPayOptions, problems: Problems): Limits {
  const { tryTimeoutMs, totalTimeoutMs } = { ...LIMITS, ...withoutUndefined(options) }
  for (const [name, ms] of Object.entries({ tryTimeoutMs, totalTimeoutMs })) {
    const problem = timeoutProblem(ms)
    if (problem !== undefined) problems.add(name, problem)
  }
  const { userAgent = 'wechatpay-entrust-kit' } = options
  if (typeof userAgent !== 'string' || userAgent.trim() === '' || !isHeaderText(userAgent))
    problems.add('userAgent', 'expected printable ASCII such as my-shop/1.0: WeChat Pay refuses requests without one')
  return { tryTimeoutMs, totalTimeoutMs, userAgent }
}

function readRuntime(given: WechatPayOptions['runtime'] | null, problems: Problems): Runtime {
  if (given === undefined || given === null) return systemRuntime
  if (!isPlainObject(given)) {
    problems.add('runtime', `expected an object of functions: ${Object.keys(systemRuntime).join(', ')}`)
    return systemRuntime
  }
  problems.refuseUnknown(given, Object.keys(systemRuntime), 'runtime.')
  for (const [name, value] of Object.entries<unknown>(given)) {
    if (Object.hasOwn(systemRuntime, name) && typeof value !== 'function' && value !== undefined)
      problems.add(`runtime.${name}`, 'expected a function')
  }
  const functions = Object.entries<unknown>(given).filter(([, value]) => typeof value === 'function')
  return { ...systemRuntime, ...Object.fromEntries(functions) }
}

/** A member that is there and undefined must not hide a default. */
const withoutUndefined = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
