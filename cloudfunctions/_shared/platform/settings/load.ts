// Settings: read once, checked whole, reported all at once with what was expected and how to mend it.
import type { KeyObject, X509Certificate } from 'node:crypto'
import * as v from 'valibot'
import type { ContractSettings } from '../../contracts/ports'
import type { EventMeaning } from '../../notify/ports'
import type { Scene } from '../../records/contracts'
import { ConfigError, type SettingProblem } from '../../wechatpay/wechatpayErrors'
import { isOfficialHost } from '../../wechatpay/hosts'
import { ownKeyProblem } from '../../wechatpay/keys'
import { kindProblems, merchantKind } from './merchantKinds'
import type { TokenKey } from './tokenKey'
import { KNOWN_EVENTS, SettingsSchema, type RawSettings, type SettingName } from './schema'

/** Frozen. Keys are KeyObjects: they print as nothing. */
export interface Settings extends ContractSettings {
  serial: string
  privateKey: KeyObject
  publicKey?: { id: string; key: KeyObject }
  /** By serial. */
  platformCertificates: Readonly<Record<string, X509Certificate>>
  /** The current one first; 32 bytes each. */
  apiV3Keys: readonly KeyObject[]
  /** Base URLs, main first. */
  hosts: readonly string[]
  /** `hosts` is on this machine: a local WeChat, to be told in the log. */
  isLocal: boolean
  eventMap: Readonly<Record<string, EventMeaning>>
  /** The merchant's own function to be told of changes. */
  changeFunction?: string
  /** APP scene, where it is set up. */
  app?: { appid: string; token: TokenRules }
}

export type Env = Readonly<Record<string, string | undefined>>

/** Which tokens of the merchant's own login are believed. */
export interface TokenRules {
  key: TokenKey
  issuer: string
  audience: string
}

/**
 * @param env environment variables of a function
 * @param scene what the function needs beside what all need
 * @throws {ConfigError} all problems at once
 */
export function loadSettings(env: Env, scene: Scene = 'mini-program'): Settings {
  const given = readGiven(env)
  // Every name is there, if only as undefined: then each says itself what is missing.
  const parsed = v.safeParse(SettingsSchema, Object.fromEntries(NAMES.map((name) => [name, given[name]])))
  const problems = [
    ...examplesLeftIn(given),
    ...(parsed.issues ?? []).map((issue) => ({ name: v.getDotPath(issue) ?? 'settings', problem: issue.message })),
    ...crossChecks(given, parsed.typed ? parsed.output : readEach(given)),
    ...(scene === 'app' ? appProblems(given) : []),
    ...environmentProblem(env),
  ]
  if (parsed.success && problems.length === 0) return toSettings(parsed.output, environmentId(env))
  throw new ConfigError(onePerName(problems))
}

type Given = Partial<Record<SettingName, string>>

/** What is right by itself: one wrong setting must not hide what the others are to each other. */
function readEach(given: Given): Partial<RawSettings> {
  const read = NAMES.map((name) => [name, v.safeParse(SettingsSchema.entries[name], given[name])] as const)
  return Object.fromEntries(read.flatMap(([name, one]) => (one.success ? [[name, one.output]] : [])))
}

const NAMES = Object.keys(SettingsSchema.entries) as SettingName[]

/** Known names with something in them. A `{{env.X}}` that a deployment left unfilled is nothing. */
function readGiven(env: Env): Given {
  const given = NAMES.map((name) => [name, (env[name] ?? '').trim()] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== '' && !/^\{\{env\.\w+\}\}$/.test(value)))
}

const examplesLeftIn = (given: Given): SettingProblem[] =>
  Object.entries(given)
    .filter(([, value]) => /^<.*>$/s.test(value))
    .map(([name]) => ({ name, problem: 'still holds the example of .env.example; put your own value there' }))

const APP_SETTINGS = {
  WXPAY_APP_APPID: 'the appid of the mobile app',
  WXPAY_APP_JWT_KEY: "the key your login's tokens are checked with",
  WXPAY_APP_JWT_ISSUER: 'the "iss" of your login\'s tokens',
  WXPAY_APP_JWT_AUDIENCE: 'the "aud" of your login\'s tokens',
} as const

/** Signing from an app is for combine-papay, and for users of the merchant's own login. */
function appProblems(given: Given): SettingProblem[] {
  const missing = Object.entries(APP_SETTINGS).filter(([name]) => given[name as SettingName] === undefined)
  const problems = missing.map(([name, what]) => ({ name, problem: `is missing: ${what}, which the scene app needs` }))
  if (given.WXPAY_APP_APPID !== undefined && given.WXPAY_APP_APPID === given.WXPAY_APPID) {
    problems.push({ name: 'WXPAY_APP_APPID', problem: "is the mini-program's; expected the appid of the mobile app" })
  }
  if (given.WXPAY_FAMILY === 'combine-papay') return problems
  return [
    ...problems,
    { name: 'WXPAY_FAMILY', problem: 'expected combine-papay: no other family is signed from an app' },
  ]
}

/** What no setting can say alone. */
function crossChecks(given: Given, read: Partial<RawSettings>): SettingProblem[] {
  const problems: SettingProblem[] = []
  const has = (name: SettingName) => given[name] !== undefined
  if (has('WXPAY_PUBLIC_KEY') && !has('WXPAY_PUBLIC_KEY_ID')) {
    problems.push({
      name: 'WXPAY_PUBLIC_KEY_ID',
      problem: 'is missing: the id shown beside the WeChat Pay public key, PUB_KEY_ID_...',
    })
  }
  if (!has('WXPAY_PUBLIC_KEY') && (has('WXPAY_PUBLIC_KEY_ID') || !has('WXPAY_PLATFORM_CERTS'))) {
    problems.push({
      name: 'WXPAY_PUBLIC_KEY',
      problem: 'is missing: the text of pub_key.pem (or give WXPAY_PLATFORM_CERTS alone)',
    })
  }
  // A mode that is itself wrong says so; what it needs cannot be known.
  if (!has('WXPAY_MODE') || read.WXPAY_MODE !== undefined) problems.push(...kindProblems(read, has))
  const previous = given.WXPAY_API_V3_KEY_PREVIOUS
  if (previous !== undefined && previous === given.WXPAY_API_V3_KEY) {
    problems.push({ name: 'WXPAY_API_V3_KEY_PREVIOUS', problem: 'is the same as WXPAY_API_V3_KEY; remove it' })
  }
  const {
    WXPAY_SIGN_APPIDS: allowed,
    WXPAY_SIGN_APPID: target,
    WXPAY_PRIVATE_KEY: own,
    WXPAY_PUBLIC_KEY: theirs,
  } = read
  if (allowed && target !== undefined && !allowed.includes(target)) {
    problems.push({ name: 'WXPAY_SIGN_APPID', problem: 'is not among WXPAY_SIGN_APPIDS; add it there' })
  }
  const mixUp = own && theirs && ownKeyProblem(own, theirs)
  if (mixUp !== undefined) problems.push({ name: 'WXPAY_PUBLIC_KEY', problem: mixUp })
  return problems
}

/** As the SDK reads them: an empty one does not hide the other. */
const environmentId = (env: Env): string => [env['TCB_ENV'], env['SCF_NAMESPACE']].find(Boolean) ?? ''

const environmentProblem = (env: Env): SettingProblem[] =>
  environmentId(env) === ''
    ? [{ name: 'TCB_ENV', problem: 'is missing: the platform sets it; run this as a cloud function' }]
    : []

/** The first says most: an example left in is also of the wrong form. */
const onePerName = (problems: SettingProblem[]): SettingProblem[] =>
  problems.filter(({ name }, index) => problems.findIndex((other) => other.name === name) === index)

function toSettings(raw: RawSettings, env: string): Settings {
  const { WXPAY_PUBLIC_KEY_ID: id, WXPAY_PUBLIC_KEY: key, WXPAY_CHANGE_FUNCTION: changeFunction } = raw
  return Object.freeze({
    env,
    family: raw.WXPAY_FAMILY,
    ...merchantKind(raw),
    mchid: raw.WXPAY_MCHID,
    appid: raw.WXPAY_APPID,
    templateId: raw.WXPAY_TEMPLATE_ID,
    serial: raw.WXPAY_SERIAL,
    privateKey: raw.WXPAY_PRIVATE_KEY,
    ...(id !== undefined && key !== undefined && { publicKey: { id, key } }),
    platformCertificates: raw.WXPAY_PLATFORM_CERTS ?? {},
    apiV3Keys: [raw.WXPAY_API_V3_KEY, raw.WXPAY_API_V3_KEY_PREVIOUS].filter((key) => key !== undefined),
    notifyUrl: raw.WXPAY_NOTIFY_URL,
    hosts: raw.WXPAY_HOSTS,
    isLocal: !raw.WXPAY_HOSTS.every(isOfficialHost),
    eventMap: { ...KNOWN_EVENTS, ...raw.WXPAY_EVENT_MAP },
    signAppids: raw.WXPAY_SIGN_APPIDS,
    signTarget: { sign_mp_appid: raw.WXPAY_SIGN_APPID, sign_mp_path: raw.WXPAY_SIGN_PATH },
    codePrefix: raw.WXPAY_CODE_PREFIX ?? '',
    launchWithinMs: raw.WXPAY_APP_LAUNCH_SECONDS * 1000,
    ...(changeFunction !== undefined && { changeFunction }),
    ...appPart(raw),
  })
}

function appPart(raw: RawSettings): Pick<Settings, 'app'> {
  const { WXPAY_APP_APPID: appid, WXPAY_APP_JWT_KEY: key } = raw
  const { WXPAY_APP_JWT_ISSUER: issuer, WXPAY_APP_JWT_AUDIENCE: audience } = raw
  if (appid === undefined || key === undefined || issuer === undefined || audience === undefined) return {}
  return { app: { appid, token: { key, issuer, audience } } }
}
