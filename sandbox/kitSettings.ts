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

/** Who the merchant's own login (not WeChat's) is, in the tokens it gives its app. */
export const APP_LOGIN = { issuer: 'https://login.merchant.test', audience: 'merchant-app' } as const
/** HS256 wants a secret as long as its hash. */
const JWT_KEY_BYTES = 32

export interface SettingsInput {
  keys: SandboxKeys
  family: FamilyChoice
  mode: ModeChoice
  /** WeChat Pay's two base URLs. */
  hosts: readonly [main: string, backup: string]
}

export function kitSettings(input: SettingsInput): Record<string, string> {
  const { keys, family, mode, hosts } = input
  return {
    WXPAY_FAMILY: family,
    WXPAY_MODE: mode,
    WXPAY_MCHID: keys.mchid,
    WXPAY_APPID: keys.appid,
    ...subMerchantSettings(input),
    WXPAY_TEMPLATE_ID: String(TEMPLATE_ID),
    WXPAY_SERIAL: keys.merchant.serial,
    WXPAY_PRIVATE_KEY: keys.merchant.privateKeyPem,
    WXPAY_PUBLIC_KEY_ID: keys.wechatPay.serial,
    WXPAY_PUBLIC_KEY: keys.wechatPay.publicKeyPem,
    WXPAY_API_V3_KEY: keys.apiV3Key,
    WXPAY_NOTIFY_URL: NOTIFY_ORIGIN + NOTIFY_PATH,
    WXPAY_HOSTS: hosts.join(','),
    WXPAY_EVENT_MAP: JSON.stringify({ [EVENTS.signed]: 'signed', [EVENTS.terminated]: 'terminated' }),
    ...(family === 'combine-papay' && appSettings(keys)),
  }
}

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
