// The APIv3 client: checks its options once, holds the keys, and hangs the call styles onto one engine.
import { createPrivateKey, KeyObject } from 'node:crypto'
import { inspect } from 'node:util'
import { createPlatformCertificates, type PlatformCertificates } from './certificates'
import { buildChain, type Chain } from './chain'
import { createEngine } from './engine'
import { ConfigError, type SettingProblem } from './errors'
import { createKeyRing, isRsa, type KeyRing } from './keyRing'
import type { Runtime, WechatPayOptions } from './options'
import { signRequestPayment, type RequestPaymentParams } from './paySignature'
import { checkWith } from './reply'
import { ROUTES, type HttpMethod, type Routes, type RouteTable } from './routes'
import { systemRuntime } from './runtime'
import { decryptSensitive, encryptSensitive } from './sensitive'
import { createTransport } from './transport'

export const OFFICIAL_HOSTS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'] as const

/** What a client does besides calling endpoints. */
export interface Tools {
  readonly certificates: PlatformCertificates
  /** Parameters of `wx.requestPayment` for an order's `prepay_id`. `appid` is the mini-program's. */
  signRequestPayment(appid: string, prepay_id: string): RequestPaymentParams
  /** Encrypts a sensitive field under the WeChat Pay public key; `serial` goes into the request's `Wechatpay-Serial`. */
  encryptSensitive(text: string): { serial: string; ciphertext: string }
  /** Decrypts a sensitive field of an answer. */
  decryptSensitive(ciphertext: string): string
}

export type WechatPay<Extra extends RouteTable = Routes> = Chain<Routes & Extra> & Tools

/** For each path the caller adds: its methods, once more for the running program. */
type ExtraRoutes<Extra extends RouteTable> = {
  readonly [Path in keyof Extra]: readonly (keyof Extra[Path] & HttpMethod)[]
}

/**
 * Makes a client. It holds no state but its keys and its keep-alive sockets; make one per function instance.
 *
 * Calls resolve to an `AxiosResponse` whose `data` was verified over its exact bytes, and throw
 * `WechatPayApiError` (answered, not 2xx), `WechatPayTransportError` (no usable answer), `WechatPayVerifyError` (not
 * provably WeChat Pay's) or `InputError` (nothing was sent). `outcome` on the first three tells refused from unknown.
 *
 * @param extraRoutes paths of your own, to be callable in all styles:
 *   `createWechatPay<MyRoutes>(options, { 'v3/pay/transactions/jsapi': ['post'] })`
 * @throws {ConfigError} all problems of the options at once
 */
export function createWechatPay(options: WechatPayOptions): WechatPay
export function createWechatPay<Extra extends RouteTable>(
  options: WechatPayOptions,
  extraRoutes: ExtraRoutes<Extra>,
): WechatPay<Extra>
export function createWechatPay(
  options: WechatPayOptions,
  extraRoutes: Record<string, readonly HttpMethod[]> = {},
): WechatPay {
  const { privateKey, keys, apiV3Keys, hosts } = readOptions(options)
  const runtime: Runtime = { ...systemRuntime, ...options.runtime }
  const execute = createEngine({
    signer: { mchid: options.mchid, serial: options.serial, privateKey },
    hosts,
    headers: {
      'user-agent': options.userAgent ?? 'wechatpay-entrust-kit',
      ...(options.publicKey && { 'wechatpay-serial': options.publicKey.id }),
    },
    tryTimeoutMs: options.tryTimeoutMs ?? 5_000,
    totalTimeoutMs: options.totalTimeoutMs ?? 8_000,
    transport: createTransport(),
    check: checkWith(keys, runtime.nowMs),
    runtime,
  })
  const client = buildChain(execute, { ...ROUTES, ...extraRoutes })
  const certificates = createPlatformCertificates({ execute, keys, apiV3Keys, nowMs: runtime.nowMs })
  hide(client, { certificates, ...createTools(options, privateKey, keys, runtime) })
  hide(client, { [inspect.custom]: () => `WechatPay { mchid: '${options.mchid}' }` })
  return Object.freeze(client) as unknown as WechatPay
}

function createTools(
  options: WechatPayOptions,
  privateKey: KeyObject,
  keys: KeyRing,
  runtime: Runtime,
): Omit<Tools, 'certificates'> {
  return {
    signRequestPayment: (appid, prepay_id) =>
      signRequestPayment(
        privateKey,
        appid,
        prepay_id,
        Math.floor(runtime.nowMs() / 1000),
        runtime.randomBytes(16).toString('hex'),
      ),
    encryptSensitive: (text) => {
      const serial = options.publicKey?.id ?? keys.serials[0] ?? ''
      const key = keys.find(serial, runtime.nowMs())
      if (!key) throw new ConfigError([{ name: 'publicKey', problem: 'needed to encrypt sensitive fields' }])
      return { serial, ciphertext: encryptSensitive(key, text) }
    },
    decryptSensitive: (ciphertext) => decryptSensitive(privateKey, ciphertext),
  }
}

/** Not enumerable: JSON.stringify and a comparison see nothing of it. */
function hide(target: object, members: Readonly<Record<string | symbol, unknown>>): void {
  for (const name of Reflect.ownKeys(members)) Object.defineProperty(target, name, { value: members[name as string] })
}

interface Checked {
  privateKey: KeyObject
  keys: KeyRing
  apiV3Keys: Buffer[]
  hosts: string[]
}

function readOptions(options: WechatPayOptions): Checked {
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
  return hosts.map((host, index) => {
    const url = parseUrl(host)
    const isOfficial = OFFICIAL_HOSTS.some((official) => official === url?.origin)
    expectThat(
      url !== undefined && url.href === `${url.origin}/`,
      `hosts[${index}]`,
      'expected a base URL without path, query or user',
    )
    expectThat(
      isOfficial || isLoopback(url?.hostname ?? ''),
      `hosts[${index}]`,
      'only the official hosts, or a loopback address',
    )
    return url?.origin ?? ''
  })
}

/** URL.canParse is missing from the oldest runtime we build for. */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
