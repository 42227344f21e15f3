// PostgreSQL over HTTP: PostgREST behind CloudBase's gateway. One request is one transaction there.
import type { KeyObject } from 'node:crypto'
import { ACCEPTED_ENCODINGS } from '../../../wechatpay/contentEncoding'
import { exchange } from '../../../wechatpay/exchange'
import { connectTo } from '../../../wechatpay/hostConnection'
import { WechatPayTransportError } from '../../../wechatpay/wechatpayErrors'
import { once } from '../../once'
import { DatabaseFault, type DatabaseCall } from './databaseCall'

interface PgGateway {
  /** Without a slash at its end. */
  url: string
  /** An API Key. Prints as nothing. */
  key: KeyObject
}

/** A list is at most a thousand documents, and a notification that is kept may have 64 KB. */
const MAX_ANSWER_BYTES = 80 * 1024 * 1024

/** @param timeoutMs per call */
export function createGatewayCall({ url, key }: PgGateway, timeoutMs: number, nowMs: () => number): DatabaseCall {
  const { origin, pathname } = new URL(url)
  const connection = once(() => connectTo(origin, nowMs))
  return async (name, args) => {
    const members = Object.entries(args).map(([argument, text]) => `${JSON.stringify(argument)}:${text}`)
    const body = `{${members.join(',')}}`
    const request = {
      method: 'POST',
      target: `${pathname}/rpc/${name}`,
      headers: {
        authorization: `Bearer ${key.export().toString('utf8')}`,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        accept: 'application/json',
        'accept-encoding': ACCEPTED_ENCODINGS,
      },
      body,
      timeoutMs,
      connectTimeoutMs: timeoutMs,
      signal: undefined,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    }
    const reply = await exchange(request, connection()).catch((error: unknown) => {
      throw noAnswer(error)
    })
    return answerOf(reply.status, reply.body.toString('utf8'))
  }
}

function noAnswer(error: unknown): DatabaseFault {
  if (!(error instanceof WechatPayTransportError)) return new DatabaseFault('not given')
  return new DatabaseFault(error.phase === 'timeout' ? 'TIMEOUT' : (error.networkCode ?? 'ECONNRESET'))
}

function answerOf(status: number, text: string): string {
  const read = parsed(text)
  if (read === undefined) throw new DatabaseFault(status === 401 || status === 403 ? `HTTP ${status}` : 'NOT_JSON')
  if (status === 200) return text
  const { code } = (read ?? {}) as { code?: unknown }
  throw new DatabaseFault(
    typeof code === 'string' && /^([0-9A-Z]{5}|PGRST\d{3}|PGRSTX\d{2})$/.test(code) ? code : `HTTP ${status}`,
  )
}

/** @returns undefined for what is no JSON */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
