// PostgreSQL over TCP, by its driver. It is loaded at first use: functions on another database never read it.
import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { onceAsync } from '../../once'
import { DatabaseFault, type DatabaseCall } from './databaseCall'

export interface PgServer {
  host: string
  port: number
  database: string
  user: string
  /** Prints as nothing. */
  password: KeyObject | undefined
  /** `unchecked`: encrypted, to whoever answers. */
  tls: 'none' | 'unchecked' | 'checked'
}

/** Each instance of a function handles one event at a time; the others serve what it asks side by side. */
const MAX_CONNECTIONS = 3

/** @param timeoutMs per call; connecting included it may take twice as long */
export function createPgCall(server: PgServer, timeoutMs: number): DatabaseCall {
  const pool = onceAsync(async () => openPool(server, timeoutMs))
  return async (name, args) => {
    const names = Object.keys(args)
    const parameters = names.map((one, index) => `${one} => $${index + 1}::json`).join(', ')
    try {
      const { rows } = await (
        await pool()
      ).query<{ answer: string }>(`select public.${name}(${parameters})::text as answer`, Object.values(args))
      return rows[0]?.answer ?? ''
    } catch (error) {
      throw toFault(error)
    }
  }
}

/** As the driver wants it. */
export const connectionOf = ({ password, tls, ...server }: PgServer, timeoutMs: number) => ({
  ...server,
  password: password?.export().toString('utf8'),
  ssl: tls === 'none' ? false : { rejectUnauthorized: tls === 'checked' },
  application_name: 'entrust',
  connectionTimeoutMillis: timeoutMs,
  query_timeout: timeoutMs,
})

async function openPool(server: PgServer, timeoutMs: number): Promise<Pool> {
  const { Pool: PgPool } = await import('pg')
  const pool = new PgPool({
    ...connectionOf(server, timeoutMs),
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: 10_000,
    keepAlive: true,
    // An idle connection keeps no process alive.
    allowExitOnIdle: true,
  })
  // Without listeners a connection that dies would end the process: one that is idle, and one that is in use.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return pool
}

const ignore = () => undefined

/** Words of the driver for what has no code. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^Connection terminated due to connection timeout|^timeout exceeded when trying to connect/, 'ETIMEDOUT'],
  [/^Connection terminated|Client has encountered a connection error/, 'ECONNRESET'],
  [/does not support SSL|error occurred when establishing an SSL/i, 'NO_TLS'],
  [/^Query read timeout/, 'TIMEOUT'],
  // Of a server that speaks another protocol, such as MySQL's.
  [/^received invalid response/, 'NO_DATABASE'],
]

function toFault(error: unknown): DatabaseFault {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return new DatabaseFault(code)
  const [, known] = WORDS.find(([form]) => form.test(String(message))) ?? []
  return new DatabaseFault(known ?? 'not given')
}
