// Bills (账单). The address is asked for and answered like any call; the file behind it comes in pieces and without a signature. What
// proves it is the hash in the signed answer: so nothing of a bill is proved before its last piece.
import type { GenericAbortSignal } from 'axios'
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { buildAuthorization } from './authorization'
import type { WechatPay } from './client'
import { PARTS, type ClientParts } from './clientParts'
import { connectTo } from './hostConnection'
import { isOfficialHost, parseUrl } from './hosts'
import { readReply } from './readReply'
import { checkConfig, type RequestConfig } from './requestConfig'
import { InputError, WechatPayTransportError, WechatPayVerifyError } from './wechatpayErrors'
import type { BillReply } from './wire/bills'

/** 交易账单, or 资金账单. */
export type BillKind = 'trade' | 'fundFlow'

/** `params` are those of the endpoint, beside date and packing; `timeout` is the limit of the whole, the file included. */
export type BillConfig = Pick<RequestConfig, 'params' | 'timeout' | 'signal'>

const TEMPLATES: Readonly<Record<string, string>> = { trade: 'v3/bill/tradebill', fundFlow: 'v3/bill/fundflowbill' }
/** As long as the address is good. */
const FILE_LIMIT_MS = 300_000

/**
 * A day's bill, unpacked, in pieces as they come: UTF-8 text, one line each order or movement. Lazy: nothing is asked for before the first
 * piece is, and leaving early ends the download. Use nothing of it before its end, since only then is it proved.
 * @param date `yyyy-MM-dd`, Beijing time; a day's bill is there from about 10 o'clock of the next
 * @throws {WechatPayVerifyError} BILL_ALTERED with the last piece: what came is not the file of the signed answer
 * @throws {InputError} and all that a call throws; NO_STATEMENT_EXIST (400) of a day without any
 * @see https://pay.weixin.qq.com/docs/merchant/apis/bill-download/download-bill.html
 */
export async function* downloadBill(
  wxpay: WechatPay,
  date: string,
  kind: BillKind,
  config: BillConfig = {},
): AsyncGenerator<Buffer, void, void> {
  const parts = PARTS.get(wxpay)
  if (!parts) throw new InputError('wxpay', 'expected a client made by createWechatPay')
  checkConfig(config)
  const template = Object.hasOwn(TEMPLATES, kind) ? TEMPLATES[kind] : undefined
  if (template === undefined) throw new InputError('kind', `expected ${Object.keys(TEMPLATES).join(' or ')}`)
  if (!isDay(date)) throw new InputError('date', 'expected a day that exists, as yyyy-MM-dd')
  const endsAtMs = parts.runtime.nowMs() + (config.timeout ?? FILE_LIMIT_MS)
  const params = { ...config.params, bill_date: date, tar_type: 'GZIP' }
  const { data } = await parts.execute({ method: 'GET', template, config: { ...config, params } })
  const { url, sha1 } = readAddress(data, parts.hosts)
  const limits = { ms: Math.max(1, endsAtMs - parts.runtime.nowMs()), signal: config.signal }
  yield* unpacked(await open(url, limits, parts), sha1)
}

/** Date.parse takes 30 February for 2 March. */
function isDay(text: unknown): boolean {
  const ms = typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(String(text))
}

/** The request for the file is signed too, and that is for WeChat Pay alone to see. */
function readAddress(data: unknown, hosts: readonly string[]): { url: URL; sha1: string } {
  const { hash_type, hash_value, download_url } = data as Partial<BillReply>
  const url = parseUrl(String(download_url))
  const mayBeOfficial = hosts.some(isOfficialHost)
  const isTheirs = url && (hosts.includes(url.origin) || (mayBeOfficial && isOfficialHost(url.origin)))
  const isHash = hash_type === 'SHA1' && typeof hash_value === 'string' && /^[0-9a-f]{40}$/i.test(hash_value)
  if (url && isTheirs && isHash) return { url, sha1: hash_value.toLowerCase() }
  throw altered('expected a SHA1 and an address of WeChat Pay in the answer')
}

const altered = (explanation: string) => new WechatPayVerifyError('BILL_ALTERED', explanation)

interface Limits {
  ms: number
  signal: GenericAbortSignal | undefined
}

/** @throws {WechatPayApiError} there is no file: the address is over 5 minutes old, for one */
async function open(url: URL, limits: Limits, parts: ClientParts): Promise<IncomingMessage> {
  const { signer, runtime, check } = parts
  const target = url.pathname + url.search
  const nonce = runtime.randomBytes(16).toString('hex')
  const nowSec = Math.floor(runtime.nowMs() / 1000)
  const authorization = buildAuthorization(signer, { method: 'GET', target, body: '' }, nowSec, nonce)
  const incoming = await begin(url, target, { ...parts.headers, authorization }, limits)
  if (incoming.statusCode === 200) return incoming
  readReply(
    { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await refusalOf(incoming) },
    check,
    none,
  )
  throw altered(`the file was answered with ${incoming.statusCode ?? 'no status'}`)
}

const none = (): string[] => []

async function refusalOf(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of incoming) {
      pieces.push(piece as Buffer)
      size += (piece as Buffer).length
      if (size > MAX_REFUSAL_BYTES) throw new WechatPayTransportError('tooLarge', FILE_LIMIT_MS)
    }
  } catch (error) {
    throw brokenBy(error)
  }
  return Buffer.concat(pieces)
}

/** A code and a sentence. */
const MAX_REFUSAL_BYTES = 64 * 1024

/** On a connection of its own, which ends with the file. */
function begin(
  url: URL,
  target: string,
  headers: Record<string, string>,
  { ms, signal }: Limits,
): Promise<IncomingMessage> {
  const connection = connectTo(url.origin, Date.now)
  return new Promise((resolve, reject) => {
    const outgoing = connection.open({ ...connection.options, agent: false, path: target, headers })
    let open: { destroy: (error: Error) => unknown } = outgoing
    const stop = (phase: 'timeout' | 'aborted') => open.destroy(new WechatPayTransportError(phase, ms))
    const timer = setTimeout(() => stop('timeout'), ms)
    const abort = () => stop('aborted')
    signal?.addEventListener?.('abort', abort)
    outgoing.once('response', (incoming: IncomingMessage) => resolve((open = incoming)))
    outgoing.on('error', (error) => reject(brokenBy(error)))
    outgoing.once('close', () => {
      clearTimeout(timer)
      signal?.removeEventListener?.('abort', abort)
    })
    if (signal?.aborted) abort()
    else outgoing.end()
  })
}

/** node's own error holds the request, with its Authorization. */
function brokenBy(error: unknown): Error {
  if (error instanceof WechatPayTransportError) return error
  return new WechatPayTransportError('connection', FILE_LIMIT_MS, (error as NodeJS.ErrnoException).code)
}

async function* unpacked(incoming: IncomingMessage, sha1: string): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha1')
  try {
    // What breaks is told by reading.
    for await (const piece of pipeline(incoming, createGunzip(), () => undefined)) {
      hash.update(piece as Buffer)
      yield piece as Buffer
    }
  } catch (error) {
    const isUnpacking = String((error as NodeJS.ErrnoException).code).startsWith('Z_')
    throw isUnpacking ? altered('what was downloaded is no whole gzip file; download it again') : brokenBy(error)
  }
  if (hash.digest('hex') !== sha1) throw altered('its hash is another one: use nothing of it, and download it again')
}
