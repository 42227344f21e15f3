// Who called. Never from the event: any client can write anything into that.
import { CallFailure } from '../../kernel/errors'
import { signedFor } from '../../contracts/parties'
import type { ContractSettings } from '../../contracts/ports'
import type { Caller } from '../../kernel/ports'
import { SETTING } from '../settings/names'

interface WxIdentity {
  openid: string
  /** The mini-program the openid belongs to, where the platform tells it. */
  appid: string | undefined
}

/**
 * @param context by the names of `getWXContext()`, which turns an id of digits only into a number
 * @throws {CallFailure} UNAUTHENTICATED
 */
export function toIdentity(context: Record<string, unknown>): WxIdentity {
  const openid = toText(context['OPENID'])
  if (openid === undefined) {
    throw new CallFailure(
      'UNAUTHENTICATED',
      'No OPENID: call this function from the mini-program with wx.cloud.callFunction',
    )
  }
  return { openid, appid: toText(context['APPID']) }
}

/**
 * The user under the merchant's appid, or the sub-merchant's: whichever mini-program calls.
 * @throws {CallFailure} NOT_CONFIGURED when it is another one
 */
export function toCaller({ openid, appid }: WxIdentity, settings: ContractSettings): Caller {
  if (appid === undefined || appid === settings.appid) return { openid }
  const { sub_appid } = signedFor(settings)
  if (appid === sub_appid) return { sub_openid: openid }
  const expected =
    sub_appid === undefined ? `${SETTING.appid} is` : `Neither ${SETTING.appid} nor ${SETTING.subAppid} is`
  const not = sub_appid === undefined ? 'not ' : ''
  throw new CallFailure(
    'NOT_CONFIGURED',
    `${expected} ${not}the mini-program that calls; the user would not be found under it`,
  )
}

function toText(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' ? text : undefined
}

/** A genuine timer, and nothing that only looks like one: events say what their sender likes, and chains of callers have more in them. */
export const isTimer = (event: unknown, env: NodeJS.ProcessEnv): boolean =>
  !hasCallerIdentity(env) &&
  env['TCB_SOURCE'] === 'wx_trigger' &&
  typeof event === 'object' &&
  event !== null &&
  'Type' in event &&
  event.Type === 'Timer'

/**
 * True when a mini-program user, or a function on a user's behalf, is calling. For functions that are no business of
 * theirs: WeChat Pay and timers come without identity. Reads what `getWXContext()` reads, without loading the SDK.
 */
export function hasCallerIdentity(env: NodeJS.ProcessEnv): boolean {
  const told = (env['WX_CONTEXT_KEYS'] ?? '').split(',')
  const hasOpenid = told.includes('WX_OPENID') && (env['WX_OPENID'] ?? '') !== ''
  return hasOpenid || /^wx_(client|devtools)/.test(env['TCB_SOURCE'] ?? '')
}
