// The local WeChat, put together: WeChat Pay, CloudBase with the built functions, and the way between them.
import path from 'node:path'
import { startCloud } from './cloud/startCloud'
import type { CloudOptions, CloudStandIn } from './cloud/standIn'
import { readDeployedLimits } from './deployedLimits'
import { makeSandboxKeys, type SandboxKeys } from './keys'
import { startWechatPay, type WechatPayOptions, type WechatPayStandIn } from './wechatpay/standIn'

export type FamilyChoice = 'password-exempt' | 'combine-papay'
export type ModeChoice = 'normal' | 'ecommerce'

export interface LocalWechatOptions {
  /** Folder of the built functions: `dist/cloudfunctions`. */
  functionsRoot: string
  family?: FamilyChoice
  mode?: ModeChoice
  /** Settings of the functions on top of the ones made here; `undefined` takes one away. */
  settings?: Readonly<Record<string, string | undefined>>
  wechatPay?: Partial<WechatPayOptions>
  cloud?: Partial<CloudOptions>
}

export interface LocalWechat {
  keys: SandboxKeys
  wechatPay: WechatPayStandIn
  cloud: CloudStandIn
  /** What the functions were configured with. */
  settings: Readonly<Record<string, string>>
  /** Leaves nothing running. */
  close(): Promise<void>
}

/** Where WeChat Pay sends notifications. A public name as the real one demands; here it leads to the CloudBase stand-in. */
export const NOTIFY_ORIGIN = 'https://pay.merchant.test'
export const NOTIFY_PATH = '/pay/notify'

const CLOUDBASERC = path.join(__dirname, '../cloudbaserc.json')

/** 免密支付服务ID or 委托代扣协议模板ID: the number the documentation uses for both. */
const TEMPLATE_ID = 12535
/** Made up: the password-exempt family's own are unpublished. */
const EVENTS = { signed: 'SANDBOX_PASSWORD_EXEMPT.SIGN', terminated: 'SANDBOX_PASSWORD_EXEMPT.TERMINATE' }

/**
 * Starts everything on free ports of 127.0.0.1, with keys of its own.
 * @throws {Error} when the functions are not built or their settings are refused by the platform
 */
export async function startLocalWechat(options: LocalWechatOptions): Promise<LocalWechat> {
  const keys = await makeSandboxKeys()
  const wechatPay = await startWechatPay({ keys, passwordExemptEvents: EVENTS, ...options.wechatPay })
  const settings = withoutUndefined({ ...kitSettings(keys, wechatPay, options), ...options.settings })
  try {
    const cloud = await startCloud({
      functionsRoot: options.functionsRoot,
      settings,
      functions: readDeployedLimits(CLOUDBASERC, options.functionsRoot),
      routes: { [NOTIFY_PATH]: 'contractNotify' },
      rules: { '*': { invoke: 'auth != null' }, contractNotify: { invoke: false } },
      ...options.cloud,
    })
    await wechatPay.control.mapNotifyOrigin({ origin: NOTIFY_ORIGIN, target: cloud.frontUrl })
    return { keys, wechatPay, cloud, settings, close: () => closeAll(wechatPay, cloud) }
  } catch (error) {
    await wechatPay.close()
    throw error
  }
}

/** WeChat Pay first, so that no notification is sent to a front that is gone. */
async function closeAll(wechatPay: WechatPayStandIn, cloud: CloudStandIn): Promise<void> {
  await wechatPay.close()
  await cloud.close()
}

function kitSettings(
  keys: SandboxKeys,
  wechatPay: WechatPayStandIn,
  options: LocalWechatOptions,
): Record<string, string> {
  const { family = 'password-exempt', mode = 'normal' } = options
  return {
    WXPAY_FAMILY: family,
    WXPAY_MODE: family === 'combine-papay' ? 'ecommerce' : mode,
    WXPAY_MCHID: keys.mchid,
    WXPAY_APPID: keys.appid,
    WXPAY_TEMPLATE_ID: String(TEMPLATE_ID),
    WXPAY_SERIAL: keys.merchant.serial,
    WXPAY_PRIVATE_KEY: keys.merchant.privateKeyPem,
    WXPAY_PUBLIC_KEY_ID: keys.wechatPay.serial,
    WXPAY_PUBLIC_KEY: keys.wechatPay.publicKeyPem,
    WXPAY_API_V3_KEY: keys.apiV3Key,
    WXPAY_NOTIFY_URL: NOTIFY_ORIGIN + NOTIFY_PATH,
    WXPAY_HOSTS: `${wechatPay.url},${wechatPay.backupUrl}`,
    WXPAY_EVENT_MAP: JSON.stringify({ [EVENTS.signed]: 'signed', [EVENTS.terminated]: 'terminated' }),
  }
}

function withoutUndefined(settings: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
