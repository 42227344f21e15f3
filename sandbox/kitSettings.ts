// What the functions are configured with in the local WeChat: settings by family and mode, with keys made at start.
import { randomBytes } from 'node:crypto'
import { belongsToSubMerchant, type FamilyChoice, type ModeChoice } from './choices'
import type { SandboxKeys } from './keys'

/** Where WeChat Pay sends notifications. A public name as the real one demands; here it leads to the CloudBase stand-in. */
export const NOTIFY_ORIGIN = 'https://pay.merchant.test'
export const NOTIFY_PATH = '/pay/notify'
/** Where the merchant's own app asks to sign. */
export const APP_PATH = '/app/pre-entrust-sign'
/** Where the merchant's own app reaches its functions. */
export const APP_PATHS: Readonly<Record<string, string>> = {
  [APP_PATH]: 'appPreEntrustSign',
  '/app/query-contract': 'appQueryContract',
  '/app/terminate-contract': 'appTerminateContract',
}

/** 免密支付服务ID or 委托代扣协议模板ID: the number the documentation uses for both. */
const TEMPLATE_ID = 12535
/** Made up: the password-exempt family's own are unpublished. */
export const EVENTS = { signed: 'SANDBOX_PASSWORD_EXEMPT.SIGN', terminated: 'SANDBOX_PASSWORD_EXEMPT.TERMINATE' }

const EVENT_MAP = JSON.stringify({ [EVENTS.signed]: 'signed', [EVENTS.terminated]: 'terminated' })

/** Who the merchant's own login (not WeChat's) is, in the tokens it gives its app. */
const APP_LOGIN = { issuer: 'https://login.merchant.test', audience: 'merchant-app' } as const
/** HS256 wants a secret as long as its hash. */
const JWT_KEY_BYTES = 32

/** What calls of server-only functions are signed with; nobody else has it. */
const SERVER_ONLY = ['contractAdmin', 'chargeContract', 'refundOrder']
const ADMIN_KEY = 'WXPAY_ADMIN_KEY'
const ADMIN_KEY_BYTES = 32

interface SettingsInput {
  keys: SandboxKeys
  family: FamilyChoice
  mode: ModeChoice
  /** WeChat Pay's two base URLs. */
  hosts: readonly [main: string, backup: string]
  /** Whether the functions are told what the password-exempt family's event types mean. True by default. */
  isEventMapSet?: boolean
  /** Who is told what changed, at an address. */
  receiver?: { url: string; secret: string } | undefined
}

export function kitSettings(input: SettingsInput): Record<string, string> {
  const { keys, family, mode, hosts, isEventMapSet = true, receiver } = input
  return {
    WXPAY_FAMILY: family,
    WXPAY_MODE: mode,
    WXPAY_MCHID: keys.mchid,
    WXPAY_APPID: keys.appid,
    ...subMerchantSettings(input),
    WXPAY_TEMPLATE_ID: String(TEMPLATE_ID),
    WXPAY_SERIAL: keys.merchant.serial,
    WXPAY_PRIVATE_KEY: keys.merchant.privateKeyPem,
    ...trustSettings(keys.wechatPay.serial, keys.wechatPay.publicKeyPem, keys.apiV3Key),
    WXPAY_NOTIFY_URL: NOTIFY_ORIGIN + NOTIFY_PATH,
    WXPAY_HOSTS: hosts.join(','),
    ...(isEventMapSet && { WXPAY_EVENT_MAP: EVENT_MAP }),
    ...(family === 'combine-papay' && appSettings(keys)),
    ...(receiver && { WXPAY_CHANGE_URL: receiver.url, WXPAY_CHANGE_SECRET: receiver.secret }),
    [ADMIN_KEY]: randomBytes(ADMIN_KEY_BYTES).toString('hex'),
  }
}

/** Whom the functions believe, and what notifications are opened with: with the event map all that `contractNotify` has. */
export const trustSettings = (id: string, publicKeyPem: string, apiV3Key: string) => ({
  WXPAY_PUBLIC_KEY_ID: id,
  WXPAY_PUBLIC_KEY: publicKeyPem,
  WXPAY_API_V3_KEY: apiV3Key,
})

/** The store on PostgreSQL, by its driver and over its gateway. */
export const pgSettings = (url: string) => ({ WXPAY_STORE: 'postgres', WXPAY_PG_URL: url })
export const pgrestSettings = (url: string, key: string) => ({
  WXPAY_STORE: 'postgrest',
  WXPAY_PGREST_URL: url,
  WXPAY_PGREST_KEY: key,
})

/** What only calls of ours are made with. */
const OF_CALLS =
  /^WXPAY_(FAMILY|MODE|MCHID|APPID|SUB_\w+|TEMPLATE_ID|SERIAL|PRIVATE_KEY|NOTIFY_URL|HOSTS|SIGN_\w+|CODE_\w+|APP_\w+|CHANGE_\w+|RECHECK_DAYS|KEEP_\w+|CHARGE_LIMIT|CASHIER_CODES)$/
/** Of the timer alone. */
const OF_UPKEEP = /^WXPAY_(RECHECK_DAYS|KEEP_\w+)$/
/** Of charges alone. */
const OF_CHARGES = /^WXPAY_(CHARGE_LIMIT|CASHIER_CODES)$/
/** What every function reaches the database by. */
const OF_THE_DATABASE = /^WXPAY_(STORE|PG\w+)$/

/** What notifications are opened and understood with; these read again what was set aside. */
const OF_NOTIFICATIONS = /^WXPAY_(API_V3_KEY\w*|EVENT_MAP)$/
const REREADERS = ['upkeep', 'contractAdmin']

/** What a deployment gives to one function: each setting only where it is used, and one nobody has heard of to all. */
export function settingsOf(functionName: string, all: Readonly<Record<string, string>>): Record<string, string> {
  const isFor = (name: string): boolean => {
    if (OF_THE_DATABASE.test(name)) return true
    if (name === ADMIN_KEY) return SERVER_ONLY.includes(functionName)
    if (functionName === 'contractNotify') return !OF_CALLS.test(name)
    if (OF_NOTIFICATIONS.test(name) && REREADERS.includes(functionName)) return true
    if (name.startsWith('WXPAY_API_V3_KEY')) return all['WXPAY_PUBLIC_KEY'] === undefined
    if (name.startsWith('WXPAY_APP_')) return functionName.startsWith('app')
    if (OF_UPKEEP.test(name)) return functionName === 'upkeep'
    if (OF_CHARGES.test(name)) return functionName === 'chargeContract'
    return name !== 'WXPAY_EVENT_MAP'
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => isFor(name)))
}

const LOGIN_KEY = 'WXPAY_APP_JWT_KEY'

/**
 * The merchant's own login, as the functions know it.
 * @throws {Error} these settings are of a merchant without an app, or of a login whose key is not here
 */
export function appLoginOf(settings: Readonly<Record<string, string>>) {
  const { [LOGIN_KEY]: key, WXPAY_APP_JWT_ISSUER: iss, WXPAY_APP_JWT_AUDIENCE: aud } = settings
  if (key === undefined) throw new Error(`this kind of merchant has no app: ${LOGIN_KEY} is not set`)
  const [, secret] = /^hs256:(.+)$/.exec(key) ?? []
  if (secret === undefined) throw new Error(`this login makes tokens with a secret: ${LOGIN_KEY}=hs256:...`)
  return { secret, iss, aud }
}

/** Whether the functions know what a notification of a contract says: combine-papay's event types are published. */
export const knowsEventTypes = (settings: Readonly<Record<string, string>>): boolean =>
  settings['WXPAY_FAMILY'] === 'combine-papay' || settings['WXPAY_EVENT_MAP'] !== undefined

/** Who is paid where an order names nobody. */
export const subMchidOf = (settings: Readonly<Record<string, string>>): string | undefined =>
  settings['WXPAY_SUB_MCHID']

function subMerchantSettings({ keys, family, mode }: SettingsInput): Record<string, string> {
  if (belongsToSubMerchant(mode)) return { WXPAY_SUB_MCHID: keys.subMchid, WXPAY_SUB_APPID: keys.subAppid }
  // A platform's orders are its sub-merchants'.
  return mode === 'ecommerce' && family === 'password-exempt' ? { WXPAY_SUB_MCHID: keys.subMchid } : {}
}

function appSettings(keys: SandboxKeys): Record<string, string> {
  return {
    WXPAY_APP_APPID: keys.mobileAppid,
    WXPAY_APP_JWT_KEY: `hs256:${randomBytes(JWT_KEY_BYTES).toString('base64url')}`,
    WXPAY_APP_JWT_ISSUER: APP_LOGIN.issuer,
    WXPAY_APP_JWT_AUDIENCE: APP_LOGIN.audience,
  }
}
