// SERVER: every address of the phone's server, and what is behind it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { BEHAVIOURS } from '../../receiver/behaviours'
import { ControlError } from '../../wechatpay/control/commands'
import { choiceOf } from '../stage'
import { closeInWechat, lapseSession, NotNow } from '../switches/acts'
import { LINE_KEYS } from '../texts/texts'
import {
  APP_TOKEN,
  DATABASE,
  FUNCTIONS,
  LIMIT,
  NOTIFICATION,
  PAYER,
  REFUNDS,
  ROLES,
  SETUPS,
  WECHAT_PAY,
  type Role,
} from '../wire'
import { typeOf, type Assets } from './assets'
import { forwardCall } from './callProxy'
import { contractRoutes } from './contractRoutes'
import { hopRoutes } from './hopRoutes'
import { readJson, readText, send, sendJson } from './http'
import { programScript, type Programs } from './programs'
import { text, type Handler, type RouteDeps } from './routeTypes'
import { appRoutes, checkoutRoutes } from './sceneRoutes'
import { shopRoutes } from './shopRoutes'
import { doInSigning } from './signing'

const switchesSchema = v.strictObject({
  notification: v.picklist(NOTIFICATION),
  wechatPay: v.picklist(WECHAT_PAY),
  functions: v.picklist(FUNCTIONS),
  payer: v.picklist(PAYER),
  limit: v.picklist(LIMIT),
  refunds: v.picklist(REFUNDS),
  database: v.picklist(DATABASE),
  receiver: v.picklist(BEHAVIOURS),
  appToken: v.picklist(APP_TOKEN),
})
const saidSchema = v.union([
  text,
  v.strictObject({
    say: v.picklist(LINE_KEYS),
    with: v.exactOptional(v.record(v.string(), v.union([v.string(), v.number()]))),
  }),
])
const entrySchema = v.strictObject({
  tone: v.picklist(['good', 'warn', 'bad', 'plain']),
  text: saidSchema,
  detail: v.exactOptional(v.array(saidSchema)),
  pill: v.exactOptional(saidSchema),
  user: v.exactOptional(text),
  hop: v.exactOptional(v.pipe(text, v.regex(/^phone:[\w-]{1,64}$/))),
  cause: v.exactOptional(text),
  /** For who opens the line. */
  record: v.exactOptional(v.unknown()),
})
const whoSchema = v.strictObject({ openid: text })
const resetSchema = v.strictObject({ setup: v.picklist(SETUPS) })
const moveSchema = v.strictObject({ ms: v.pipe(v.number(), v.integer(), v.minValue(1)) })

/** Prefix of a path -> what answers there; the longest that fits is taken. */
export function makeRoutes(deps: RouteDeps): Readonly<Record<string, Handler>> {
  const { assets, view, stage } = deps
  return {
    ...checkoutRoutes(deps),
    ...appRoutes(deps),
    ...shopRoutes(deps),
    ...contractRoutes(deps),
    ...hopRoutes(deps),
    'GET /': (_, response, rest) => {
      if (rest === '') send(response, 200, 'text/html; charset=utf-8', assets['phone.html'] ?? '')
      else sendJson(response, 404, { error: `nothing is at /${rest}` })
    },
    'GET /assets/': (_, response, rest) => sendAsset(response, assets, rest),
    'GET /mp/': (_, response, rest) => sendProgramFile(response, deps, rest),
    'GET /live': (request, response) => streamLive(request, response, deps),
    'POST /call/': async (request, response, name) => {
      const openid = request.headers['x-phone-openid']
      if (!/^[\w-]+$/.test(name) || typeof openid !== 'string') {
        sendJson(response, 400, { error: 'no such call' })
        return
      }
      sendJson(response, 200, await forwardCall({ name, openid, body: await readText(request) }, deps.calls))
    },
    'POST /tell': async (request, response) => {
      const { record, ...entry } = v.parse(entrySchema, await readJson(request))
      if (entry.hop !== undefined && record !== undefined) view.keep(entry.hop, record)
      view.add(entry)
      sendJson(response, 200, {})
    },
    'POST /switches': async (request, response) => {
      await deps.setSwitches(v.parse(switchesSchema, await readJson(request)))
      sendJson(response, 200, {})
    },
    'POST /act/lapse': async (request, response) => {
      await lapseSession(stage.local, v.parse(whoSchema, await readJson(request)).openid, deps.nowMs())
      sendJson(response, 200, {})
    },
    'POST /act/closeInWechat': async (request, response) => {
      await closeInWechat(stage.local, v.parse(whoSchema, await readJson(request)).openid)
      sendJson(response, 200, {})
    },
    'POST /act/clear': (_, response) => {
      view.clearEntries()
      sendJson(response, 200, {})
    },
    'POST /act/moveClock': async (request, response) => {
      sendJson(
        response,
        200,
        await stage.local.wechatPay.control.advanceClock(v.parse(moveSchema, await readJson(request))),
      )
    },
    'POST /act/reset': async (request, response) => {
      await stage.restart(choiceOf(v.parse(resetSchema, await readJson(request)).setup))
      sendJson(response, 200, {})
    },
    'POST /signing/': async (request, response, deed) => {
      sendJson(response, 200, await doInSigning(deps, deed, await readJson(request)))
    },
  }
}

function sendAsset(response: ServerResponse, assets: Assets, name: string): void {
  const content = Object.hasOwn(assets, name) ? assets[name] : undefined
  if (content === undefined) sendJson(response, 404, { error: `there is no ${name}` })
  else send(response, 200, typeOf(name) ?? 'text/plain', content)
}

/** `/mp/<role>/` is the frame, `/mp/<role>/program.js` its program, anything else a picture of the mini-program. */
function sendProgramFile(response: ServerResponse, { assets, programs }: RouteDeps, rest: string): void {
  const [name = '', ...parts] = rest.split('/')
  const role = ROLES.find((one) => one === name)
  const file = parts.join('/')
  if (role === undefined) sendJson(response, 404, { error: `no mini-program "${name}"` })
  else if (file === '') sendAsset(response, assets, 'frame.html')
  else if (file === 'program.js')
    send(response, 200, 'text/javascript; charset=utf-8', programScript(programs.get(role)))
  else sendPicture(response, programs, role, file)
}

function sendPicture(response: ServerResponse, programs: Programs, role: Role, file: string): void {
  const root = programs.roots[role]
  const full = path.resolve(root, decodeURIComponent(file))
  const type = typeOf(full)
  try {
    if (!type?.startsWith('image/') || !full.startsWith(root + path.sep)) throw new Error('no picture')
    send(response, 200, type, readFileSync(full))
  } catch {
    sendJson(response, 404, { error: `no picture ${file} in the mini-program` })
  }
}

function streamLive(request: IncomingMessage, response: ServerResponse, { view, greeting }: RouteDeps): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  const write = (message: object): void => void response.write(`data: ${JSON.stringify(message)}\n\n`)
  write({ kind: 'hello', greeting: greeting() })
  const leave = view.listen(write)
  request.on('close', leave)
}

/** Status and words for what went wrong; what is wrong with us is a 500. */
export function describeFailure(error: unknown): { status: number; message: string } {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof NotNow) return { status: 409, message }
  if (error instanceof ControlError) return { status: error.status, message }
  const isTheirs =
    error instanceof SyntaxError || error instanceof RangeError || error instanceof URIError || v.isValiError(error)
  return { status: isTheirs ? 400 : 500, message }
}
