// The merchant's own app in a flow test: its login's tokens, and the two ways to `appPreEntrustSign`.
import { cpSync } from 'node:fs'
import { SignJWT } from 'jose'
import { APP_PATH } from '../../sandbox/kitSettings'
import type { AppPreEntrustSignOutput } from '../../typings/contract/callables'
import { functionsFolder, type FunctionsFolder } from './cloudFunctions'
import { FUNCTIONS_ROOT } from './functionsRoot'
import type { Answer } from './flowUser'
import type { Flow } from './flowWechat'
import { secretOf } from './tokens'

export type AppAnswer = Answer & Partial<Extract<AppPreEntrustSignOutput, { state: 'inProgress' }>>

const MERCHANT_FUNCTION = 'merchantServer'

/** The built functions, and beside them one of the merchant's own that calls `appPreEntrustSign`. */
export function withMerchantFunction(): FunctionsFolder {
  const code = `
    const cloud = require('wx-server-sdk')
    exports.main = async (data) => {
      cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
      return (await cloud.callFunction({ name: 'appPreEntrustSign', data })).result
    }`
  const folder = functionsFolder({ [MERCHANT_FUNCTION]: { code, isBundled: true } })
  cpSync(FUNCTIONS_ROOT, folder.root, { recursive: true })
  return folder
}

/** A token of the merchant's login, good but for what is changed. */
export async function logIn(flow: Flow, claims: object, secret?: string): Promise<string> {
  const { WXPAY_APP_JWT_KEY: key = '', WXPAY_APP_JWT_ISSUER: iss, WXPAY_APP_JWT_AUDIENCE: aud } = flow.local.settings
  const exp = Math.floor(Date.now() / 1000) + 300
  const all = Object.entries({ iss, aud, exp, ...claims }).filter(([, value]) => value !== undefined)
  const token = await new SignJWT(Object.fromEntries(all))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(secret ?? secretOf(key)))
  flow.ids.add(token)
  return token
}

/** Over HTTP access, as the app does. @param path of the function; `appPreEntrustSign` unless told otherwise */
export async function askOverHttp(
  flow: Flow,
  token: string,
  body: unknown = {},
  path = APP_PATH,
): Promise<{ status: number; headers: Record<string, unknown>; answer: AppAnswer }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const reply = await flow.local.cloud.http({ method: 'POST', path, headers, body: text })
  const answer = JSON.parse(reply.body.toString()) as AppAnswer
  if (!answer.ok) flow.refusals.push(answer)
  return { status: reply.status, headers: reply.headers, answer }
}

/** From another function of the merchant's; nobody's phone is behind it. */
export async function askByCall(flow: Flow, token: string, data: object = {}): Promise<AppAnswer> {
  const caller = { openid: 'oSomebodyAtAll', appid: flow.local.keys.appid }
  const { result } = await flow.local.cloud.call(MERCHANT_FUNCTION, { token, ...data }, caller)
  return result as AppAnswer
}
