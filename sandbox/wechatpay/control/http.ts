// CONTROL over HTTP: GET /_control/ tells the commands, POST /_control/<command> runs one. Loopback only.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Listener, readBytes } from '../server'
import { ControlError, describeCommands, type CommandTable } from './commands'

const PREFIX = '/_control/'
const MAX_BODY_BYTES = 64 * 1024
/** A page of any site may send requests to this machine; these are the names it cannot use without our leave. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

/** A listener of its own, so that the API can be taken down without it. */
export function controlListener(table: CommandTable, port: number): Listener {
  return new Listener((incoming, response) => {
    void answer(table, incoming).then(
      (result) => send(response, 200, result),
      (error: unknown) => sendError(response, error),
    )
  }, port)
}

async function answer(table: CommandTable, incoming: IncomingMessage): Promise<unknown> {
  checkOrigin(incoming)
  const path = (incoming.url ?? '').split('?')[0] ?? ''
  if (!path.startsWith(PREFIX)) throw new ControlError(404, `commands are under ${PREFIX}`)
  const name = path.slice(PREFIX.length)
  if (name === '') return { commands: describeCommands(table), how: `POST ${PREFIX}<command> with a JSON object` }
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (!found) throw new ControlError(404, `no command "${name}"; there are ${Object.keys(table).join(', ')}`)
  if (incoming.method !== 'POST') throw new ControlError(400, `POST to ${path}, with a JSON object`)
  return found.run(await readJson(incoming))
}

function checkOrigin({ headers }: IncomingMessage): void {
  const origin = headers.origin
  const isOurs = origin === undefined || (URL.canParse(origin) && LOOPBACK.test(new URL(origin).host))
  if (!LOOPBACK.test(headers.host ?? '') || !isOurs)
    throw new ControlError(400, 'the control answers to this machine only')
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const read = await readBytes(incoming, MAX_BODY_BYTES)
  if (!read || read.isTooLarge)
    throw new ControlError(400, `the body must be whole and at most ${MAX_BODY_BYTES} bytes`)
  if (read.body.length === 0) return {}
  // A form of another site cannot send this type without asking first.
  if (!/^application\/json\b/.test(incoming.headers['content-type'] ?? '')) {
    throw new ControlError(400, 'Content-Type must be application/json')
  }
  try {
    return JSON.parse(read.body.toString())
  } catch {
    throw new ControlError(400, 'the body must be JSON')
  }
}

function send(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(content))
}

function sendError(response: ServerResponse, error: unknown): void {
  const status = error instanceof ControlError ? error.status : 500
  send(response, status, { error: error instanceof Error ? error.message : String(error) })
}
