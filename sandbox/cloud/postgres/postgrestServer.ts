// A stand-in for PostgREST behind CloudBase's gateway, on a real database: stored functions by POST, a role by key, one
// transaction a request. It is no more than that: tables are not to be had.
import { EventEmitter } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Pool } from 'pg'
import * as v from 'valibot'
import { baseUrl, closeServer, listen, readBody } from '../httpServer'
import type { PLATFORM_ROLES } from './entrustDatabase'

type PlatformRole = (typeof PLATFORM_ROLES)[number]

export interface PostgrestServer {
  /** What stands before `/rpc/<function>`. */
  url: string
  /** One request that was answered, and the collections it names. */
  events: EventEmitter<{ call: [call: { action: string; collection: string; status: number }] }>
  close(): Promise<void>
}

interface PostgrestOptions {
  /** Of the database's owner, who may become any role. */
  ownerUrl: string
  /** Keys and the role behind each. */
  keys: Readonly<Record<string, PlatformRole>>
}

const PATH = '/v1/rdb/rest'
const MAX_BODY_BYTES = 6 * 1024 * 1024

interface Answer {
  status: number
  /** JSON text. */
  body: string
}

export async function startPostgrest({ ownerUrl, keys }: PostgrestOptions): Promise<PostgrestServer> {
  const pool = new Pool({ connectionString: ownerUrl, max: 10 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const events: PostgrestServer['events'] = new EventEmitter()
  const server = createServer((request, response) => {
    void readBody(request, MAX_BODY_BYTES).then(async (bytes) => {
      const asked = bytes?.toString('utf8')
      const { status, body } = await answer(request, asked, pool, keys)
      const action = (request.url ?? '').replace(/^.*\//, '')
      events.emit('call', { action, collection: collectionsIn(asked ?? ''), status })
      send(response, status, body)
    })
  })
  const port = await listen(server)
  const close = async (): Promise<void> => {
    await closeServer(server)
    await pool.end()
  }
  return { url: baseUrl(port) + PATH, events, close }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(body)
}

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: JSON.stringify({ code, details: null, hint: null, message }),
})

const names = v.pipe(v.string(), v.parseJson(), v.record(v.pipe(v.string(), v.regex(/^[a-z_]+$/)), v.unknown()))

/** As all three functions name them, each once; a document may hold the word too, but no collection has its name. */
const collectionsIn = (body: string): string =>
  [...new Set(Array.from(body.matchAll(/"collection":"(\w+)"/g), ([, name]) => name))].join(' ')

async function answer(
  request: IncomingMessage,
  body: string | undefined,
  pool: Pool,
  keys: PostgrestOptions['keys'],
): Promise<Answer> {
  const [, key = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? []
  const role = Object.hasOwn(keys, key) ? keys[key] : undefined
  if (role === undefined) return refusal(401, 'INVALID_CREDENTIALS', 'No suitable key was found')
  const [, name] = /^\/v1\/rdb\/rest\/rpc\/([a-z_]+)$/.exec(request.url ?? '') ?? []
  if (name === undefined) return refusal(404, 'PGRST125', 'Invalid path specified in request URL')
  if (request.method !== 'POST') return refusal(405, 'PGRST117', 'Unsupported HTTP method')
  if (body === undefined) return refusal(413, 'BODY_TOO_LARGE', 'The body is too large')
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    return refusal(415, 'PGRST107', 'The Content-Type is not acceptable')
  }
  const read = v.safeParse(names, body)
  if (!read.success) return refusal(400, 'PGRST102', 'Empty or invalid json')
  return callFunction(pool, role, name, Object.keys(read.output), body)
}

/** The body goes on as text: what is `json` there stays the text it was. */
async function callFunction(
  pool: Pool,
  role: PlatformRole,
  name: string,
  args: readonly string[],
  body: string,
): Promise<Answer> {
  const named = args.map((one) => `${one} => given.${one}`).join(', ')
  const columns = args.map((one) => `${one} json`).join(', ')
  const client = await pool.connect().catch(() => undefined)
  if (client === undefined) return refusal(503, 'PGRST000', 'Could not connect with the database')
  try {
    await client.query(`begin; set local role ${role}`)
    const { rows } = await client.query<{ answer: string }>(
      `select public.${name}(${named})::text as answer from json_to_record($1::json) as given(${columns})`,
      [body],
    )
    await client.query('commit')
    client.release()
    return { status: 200, body: rows[0]?.answer ?? 'null' }
  } catch (error) {
    // What is open ends with its connection.
    client.release(true)
    return toRefusal(error, role)
  }
}

/** As PostgREST tells errors of the database. */
function toRefusal(error: unknown, role: PlatformRole): Answer {
  const { code = '08006', message = '' } = error as { code?: string; message?: string }
  if (code === '42883') return refusal(404, 'PGRST202', 'Could not find the function in the schema cache')
  return refusal(statusOf(code, role), code, message)
}

function statusOf(code: string, role: PlatformRole): number {
  if (code === '42501') return role === 'anon' ? 401 : 403
  if (code === '23505') return 409
  if (/^(42P01)$/.test(code)) return 404
  if (/^(08|53)/.test(code)) return 503
  return /^(22|P0)/.test(code) ? 400 : 500
}
