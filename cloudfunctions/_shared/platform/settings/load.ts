// Settings of a function: read once, checked whole, reported all at once with what was expected and how to mend it.
import type { KeyObject, X509Certificate } from 'node:crypto'
import type { ChargeRules } from '../../charges/ports'
import type { ContractSettings } from '../../contracts/ports'
import type { EventMeaning } from '../../notify/ports'
import type { UpkeepDeps } from '../../upkeep/ports'
import { isOfficialHost } from '../../wechatpay/hosts'
import { ConfigError, type SettingProblem } from '../../wechatpay/wechatpayErrors'
import type { ValuesFor } from './catalogue'
import type { Role } from './catalogue/row'
import type { STORAGE } from './catalogue/database'
import { checkSettings } from './checkSettings'
import { KNOWN_EVENTS } from './forms/maps'
import { LAUNCH_SECONDS } from './forms/numbers'
import { merchantKind } from './merchantKinds'
import { missing } from './missing'
import type { SettingsFile } from './settingsFile'
import { joinSources, type Env } from './sources'
import type { TokenKey } from './tokenKey'

export type { Env } from './sources'

/** Where records are kept. */
export type StoreSettings =
  | { kind: 'document' }
  | { kind: 'postgres'; server: NonNullable<ValuesFor<'admin'>['WXPAY_PG_URL']> }
  | { kind: 'postgrest'; gateway: { url: string; key: KeyObject } }

interface KeepingSettings {
  store: StoreSettings
}

/** Whose word counts. Keys are KeyObjects: they print as nothing. */
interface TrustSettings {
  publicKey?: { id: string; key: KeyObject }
  /** By serial. */
  platformCertificates: Readonly<Record<string, X509Certificate>>
  /** The current one first; 32 bytes each. Of callables only where there is no public key. */
  apiV3Keys: readonly KeyObject[]
}

/** Of functions that call WeChat Pay. */
interface Settings extends ContractSettings, TrustSettings, KeepingSettings {
  serial: string
  privateKey: KeyObject
  /** Base URLs, main first. */
  hosts: readonly string[]
  /** `hosts` is on this machine: a local WeChat, to be told in the log. */
  isLocal: boolean
  changes: ChangeSettings
}

/** Who is told what changed, beside `merchant/onChange.ts`. */
interface ChangeSettings {
  functionName?: string
  url?: { address: string; secret: string }
}

/** Of functions for the merchant's own app. Contracts signed there are under the mobile app's appid. */
interface AppSettings extends Settings {
  app: { appid: string; token: TokenRules }
}

/** Of functions that open notifications. */
interface EventSettings {
  eventMap: Readonly<Record<string, EventMeaning>>
}

interface NotifySettings extends TrustSettings, KeepingSettings, EventSettings {}

/** Of functions that only servers call. */
interface ServerSettings extends Settings {
  /** What calls are signed with. */
  callKey: KeyObject
}

/** Of functions that charge. Only servers call them. */
interface ChargeSettings extends ServerSettings {
  chargeRules: ChargeRules
}

interface AdminSettings extends ServerSettings, EventSettings {}

interface UpkeepSettings extends Settings, EventSettings {
  upkeep: Pick<UpkeepDeps, 'retention' | 'recheckDays'>
}

export interface SettingsOf {
  callables: Settings
  app: AppSettings
  notify: NotifySettings
  admin: AdminSettings
  server: ServerSettings
  charges: ChargeSettings
  upkeep: UpkeepSettings
}

/** Which tokens of the merchant's own login are believed. */
export interface TokenRules {
  key: TokenKey
  issuer: string
  audience: string
}

/**
 * @param env environment variables of a function; they win over the file
 * @param role which settings the function has: no other is looked at
 * @param file settings.json beside its code, where there is one
 * @param nowMs what certificates are valid at; the clock's where it is left out
 * @returns frozen
 * @throws {ConfigError} all problems at once
 */
export function loadSettings<R extends Role>(env: Env, role: R, file?: SettingsFile, nowMs?: number): SettingsOf[R] {
  const { ownPublicKeySha256 } = file ?? {}
  const checked = checkSettings(role, joinSources(env, file), { ownPublicKeySha256, nowMs })
  const problems = [
    ...(checked.ok ? [] : checked.problems),
    ...(NEED_NO_ENVIRONMENT.includes(role) ? [] : environmentProblem(env)),
  ]
  if (!checked.ok || problems.length > 0) throw new ConfigError(problems)
  const settings = MAKE[role](checked.values, environmentId(env))
  Object.freeze(settings)
  return settings
}

/** Everything they touch is named by what they are told. */
const NEED_NO_ENVIRONMENT: readonly Role[] = ['notify']

const MAKE: { [R in Role]: (values: ValuesFor<R>, env: string) => SettingsOf[R] } = {
  callables: toSettings,
  app: (values, env) => ({ ...toSettings(values, env), ...appPart(values) }),
  notify: (values) => ({ ...trustPart(values), store: storePart(values), ...eventPart(values) }),
  admin: (values, env) => ({ ...toSettings(values, env), ...eventPart(values), callKey: values.WXPAY_ADMIN_KEY }),
  server: (values, env) => ({ ...toSettings(values, env), callKey: values.WXPAY_ADMIN_KEY }),
  charges: (values, env) => ({ ...toSettings(values, env), callKey: values.WXPAY_ADMIN_KEY, ...chargePart(values) }),
  upkeep: (values, env) => ({ ...toSettings(values, env), ...eventPart(values), upkeep: upkeepPart(values) }),
}

const eventPart = ({ WXPAY_EVENT_MAP: own }: Pick<ValuesFor<'notify'>, 'WXPAY_EVENT_MAP'>): EventSettings => ({
  eventMap: { ...KNOWN_EVENTS, ...own },
})

/** What more than one role has. */
type Shared<R extends Role> = Pick<ValuesFor<'app'>, keyof ValuesFor<R> & keyof ValuesFor<'app'>>

function toSettings(values: Shared<'callables'>, env: string): Settings {
  return {
    env: values.WXPAY_CODE_SCOPE ?? env,
    family: values.WXPAY_FAMILY,
    ...merchantKind(values),
    mchid: values.WXPAY_MCHID,
    appid: values.WXPAY_APPID,
    templateId: values.WXPAY_TEMPLATE_ID,
    serial: values.WXPAY_SERIAL,
    privateKey: values.WXPAY_PRIVATE_KEY,
    ...trustPart(values),
    store: storePart(values),
    notifyUrl: values.WXPAY_NOTIFY_URL,
    hosts: values.WXPAY_HOSTS,
    isLocal: !values.WXPAY_HOSTS.every(isOfficialHost),
    signAppids: values.WXPAY_SIGN_APPIDS,
    signTarget: { sign_mp_appid: values.WXPAY_SIGN_APPID, sign_mp_path: values.WXPAY_SIGN_PATH },
    codePrefix: values.WXPAY_CODE_PREFIX ?? '',
    notSignedCodes: values.WXPAY_NOT_SIGNED_CODES ?? [],
    // No scene but the app's looks at these.
    launchWithinMs: LAUNCH_SECONDS.max * 1000,
    loginIsWechat: false,
    changes: changesPart(values),
  }
}

function changesPart(values: Shared<'callables'>): ChangeSettings {
  const { WXPAY_CHANGE_FUNCTION: functionName, WXPAY_CHANGE_URL: address, WXPAY_CHANGE_SECRET: secret } = values
  return {
    ...(functionName !== undefined && { functionName }),
    ...(address !== undefined && secret !== undefined && { url: { address, secret } }),
  }
}

const chargePart = (values: ValuesFor<'charges'>): Pick<ChargeSettings, 'chargeRules'> => ({
  chargeRules: { limit: values.WXPAY_CHARGE_LIMIT, cashierCodes: values.WXPAY_CASHIER_CODES ?? [] },
})

const upkeepPart = (values: ValuesFor<'upkeep'>): UpkeepSettings['upkeep'] => ({
  retention: {
    notificationDays: values.WXPAY_KEEP_NOTIFICATION_DAYS,
    outboxDays: values.WXPAY_KEEP_OUTBOX_DAYS,
    attemptDays: values.WXPAY_KEEP_ATTEMPT_DAYS,
  },
  ...(values.WXPAY_RECHECK_DAYS !== undefined && { recheckDays: values.WXPAY_RECHECK_DAYS }),
})

function trustPart(values: Shared<'notify'>): TrustSettings {
  const { WXPAY_PUBLIC_KEY_ID: id, WXPAY_PUBLIC_KEY: key } = values
  const apiV3Keys = [values.WXPAY_API_V3_KEY, values.WXPAY_API_V3_KEY_PREVIOUS]
  return {
    ...(id !== undefined && key !== undefined && { publicKey: { id, key } }),
    platformCertificates: values.WXPAY_PLATFORM_CERTS ?? {},
    apiV3Keys: apiV3Keys.filter((key) => key !== undefined),
  }
}

function storePart(values: Pick<ValuesFor<'app'>, keyof typeof STORAGE & keyof ValuesFor<'notify'>>): StoreSettings {
  const { WXPAY_STORE: kind, WXPAY_PG_URL: server, WXPAY_PGREST_URL: url, WXPAY_PGREST_KEY: key } = values
  // What a store is reached by is there: rules.ts.
  if (kind === 'postgres' && server) return { kind, server }
  if (kind === 'postgrest' && url !== undefined && key) return { kind, gateway: { url, key } }
  return { kind: 'document' }
}

function appPart(values: ValuesFor<'app'>): Pick<AppSettings, 'app' | 'launchWithinMs' | 'loginIsWechat'> {
  const { WXPAY_APP_JWT_KEY: key, WXPAY_APP_JWT_ISSUER: issuer, WXPAY_APP_JWT_AUDIENCE: audience } = values
  return {
    launchWithinMs: values.WXPAY_APP_LAUNCH_SECONDS * 1000,
    loginIsWechat: values.WXPAY_APP_LOGIN_IS_WECHAT,
    app: { appid: values.WXPAY_APP_APPID, token: { key, issuer, audience } },
  }
}

/** As the SDK reads them: an empty one does not hide the other. */
const environmentId = (env: Env): string => [env['TCB_ENV'], env['SCF_NAMESPACE']].find(Boolean) ?? ''

const environmentProblem = (env: Env): SettingProblem[] =>
  environmentId(env) === '' ? [missing('TCB_ENV', 'the platform sets it; run this as a cloud function')] : []
