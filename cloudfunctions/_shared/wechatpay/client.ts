// The APIv3 client: checks its options once, holds the keys, and hangs the call styles onto one engine.
import { inspect } from 'node:util'
import { createPlatformCertificates } from './certificates'
import { buildChain, type Chain } from './chain'
import { PARTS } from './clientParts'
import { createEngine } from './engine'
import type { WechatPayOptions } from './options'
import { readOptions } from './readOptions'
import { checkWith } from './readReply'
import { ROUTES, type HttpMethod, type Routes, type RouteTable } from './routes'
import { createTools, type Tools } from './tools'
import { createTransport } from './transport'

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
  const checked = readOptions(options, extraRoutes)
  const { signer, keys, publicKeyId, apiV3Keys, hosts, runtime } = checked
  const headers = {
    accept: 'application/json',
    'user-agent': checked.userAgent,
    ...(publicKeyId !== undefined && { 'wechatpay-serial': publicKeyId }),
  }
  const parts = { signer, hosts, headers, check: checkWith(keys, runtime.nowMs), runtime }
  const execute = createEngine({
    ...parts,
    tryTimeoutMs: checked.tryTimeoutMs,
    totalTimeoutMs: checked.totalTimeoutMs,
    transport: createTransport(runtime.nowMs),
  })
  const client = buildChain(execute, { ...ROUTES, ...extraRoutes })
  const certificates = createPlatformCertificates({ execute, keys, apiV3Keys, nowMs: runtime.nowMs })
  const tools = createTools({ publicKeyId, privateKey: signer.privateKey, keys, runtime })
  hide(client, { certificates, ...tools })
  hide(client, { [inspect.custom]: () => `WechatPay { mchid: '${signer.mchid}' }` })
  PARTS.set(client, { ...parts, execute })
  return Object.freeze(client) as unknown as WechatPay
}

/** Not enumerable: JSON.stringify and a comparison see nothing of it. */
function hide(target: object, members: Readonly<Record<string | symbol, unknown>>): void {
  for (const name of Reflect.ownKeys(members)) Object.defineProperty(target, name, { value: members[name as string] })
}
