// PostgreSQL over HTTP: PostgREST behind CloudBase's gateway. One request is one transaction there.
import type { KeyObject } from 'node:crypto'
import { onceAsync } from '../../once'
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
export function createGatewayCall({ url, key }: PgGateway, timeoutMs: number): DatabaseCall {
  // At first use: functions on another database, and forged notifications, have no need of it.
  const transport = onceAsync(async () =>
    (await import('../../../wechatpay/transport')).createTransport(MAX_ANSWER_BYTES),
  )
  return async (name, args) => {
    const body = `{${Object.entries(args)
      .map(([argument, text]) => `${JSON.stringify(argument)}:${text}`)
      .join(',')}}`
    const send = await transport()
    const reply = await send({
      method: 'POST',
      url: `${url}/rpc/${name}`,
      headers: {
        Authorization: `Bearer ${key.export().toString('utf8')}`,
        'Content-Type': 'application/json',
        Accept: 'application/json',
      },
      body: Buffer.from(body),
      timeoutMs,
      signal: undefined,
    }).catch((error: unknown) => {
      throw noAnswer(error)
    })
    return answerOf(reply.response.status, reply.body.toString('utf8'))
  }
}

function noAnswer(error: unknown): DatabaseFault {
  const { phase, networkCode } = error as { phase?: string; networkCode?: string }
  return new DatabaseFault(phase === 'timeout' ? 'TIMEOUT' : (networkCode ?? 'ECONNRESET'))
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
