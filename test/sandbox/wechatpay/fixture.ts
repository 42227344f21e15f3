// A stand-in with a merchant beside it, for the tests of this folder.
import { makeSandboxKeys, type SandboxKeys } from '../../../sandbox/keys'
import type { WechatPayOptions } from '../../../sandbox/wechatpay/options'
import { startWechatPay, type WechatPayStandIn } from '../../../sandbox/wechatpay/standIn'
import { CallbackServer, rawCall, type RawAnswer, type RawCall } from '../../support/rawWechatPay'

export const ORIGIN = 'https://merchant.example.com'
export const NOTIFY_URL = `${ORIGIN}/wxpay/notify`
export const TEMPLATE_ID = 12535
export const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
export const NORMAL = '/v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'
export const COMBINE = '/v3/ecommerce/combine-papay/contracts/pre-entrust-sign/mini-program'

export interface Fixture extends WechatPayStandIn {
  keys: SandboxKeys
  callback: CallbackServer
  /** A call with the fixture's keys and clock. */
  call: (call: RawCall) => Promise<RawAnswer>
  /** Base clock; `control.advanceClock` adds to it. */
  baseClock: { nowMs: number }
}

let keys: Promise<SandboxKeys> | undefined
/** Keys take a second to make, so a test file makes them once. */
export function sharedKeys(): Promise<SandboxKeys> {
  keys ??= makeSandboxKeys(Date.parse('2026-06-01T00:00:00Z'))
  return keys
}

/** A stand-in whose clock stands still at a known time. */
export async function startFixture(options: Partial<WechatPayOptions> = {}): Promise<Fixture> {
  const made = await sharedKeys()
  const callback = new CallbackServer()
  const target = await callback.start()
  const baseClock = { nowMs: Date.parse('2026-06-01T12:00:00.120Z') }
  const standIn = await startWechatPay({
    keys: made,
    notifyOrigins: { [ORIGIN]: target },
    nowMs: () => baseClock.nowMs,
    ...options,
  })
  return {
    ...standIn,
    keys: made,
    callback,
    baseClock,
    call: async (call) => {
      const { nowMs } = await standIn.control.now()
      return rawCall(standIn.url, made, { nowMs, ...call })
    },
    close: async () => {
      await standIn.close()
      await callback.close()
    },
  }
}

let codes = 0
export function newCode(): string {
  codes += 1
  return `code${String(codes).padStart(6, '0')}`
}

/** Body of seed 3, direct merchant in the mini-program scene. */
export function normalBody(fixture: Fixture, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    appid: fixture.keys.appid,
    service_id: TEMPLATE_ID,
    out_contract_code: newCode(),
    notify_url: NOTIFY_URL,
    contract_display_account: '微信代扣用户A',
    openid: OPENID,
    ...changes,
  }
}

/** Body of seed 4, combine-papay in the mini-program scene. */
export function combineBody(fixture: Fixture, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    appid: fixture.keys.appid,
    plan_id: TEMPLATE_ID,
    out_contract_code: newCode(),
    contract_display_account: '微信代扣用户A',
    notify_url: NOTIFY_URL,
    ...changes,
  }
}

/** Pre-signs for a user of its own, so that tests do not meet in one contract. */
export async function preSigned(fixture: Fixture, family: 'password-exempt' | 'combine-papay' = 'password-exempt') {
  const code = newCode()
  const openid = `o-${code}`
  const isCombine = family === 'combine-papay'
  const body = isCombine
    ? combineBody(fixture, { out_contract_code: code })
    : normalBody(fixture, { out_contract_code: code, openid })
  const answer = await fixture.call({ path: isCombine ? COMBINE : NORMAL, body })
  if (answer.status !== 200) throw new Error(`pre-sign answered ${answer.status}: ${answer.body.toString()}`)
  const template = isCombine ? 'plan-id' : 'service-id'
  const base = isCombine ? '/v3/ecommerce/combine-papay/contracts' : '/v3/password-exempt-contract/contracts'
  const path = `${base}/${template}/${TEMPLATE_ID}/out-contract-code/${code}`
  return { code, openid, body, answer, path, sessionId: String(answer.json?.['pre_entrustweb_id']) }
}

/** Signs what was pre-signed, and waits for the first attempt of the notification. */
export async function signed(fixture: Fixture, family: 'password-exempt' | 'combine-papay' = 'password-exempt') {
  const made = await preSigned(fixture, family)
  await fixture.control.sign({ out_contract_code: made.code, openid: made.openid })
  await fixture.control.settled()
  return made
}

/** The body with some fields left out. */
export function without(body: Record<string, unknown>, ...fields: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !fields.includes(name)))
}
