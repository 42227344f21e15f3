// Every setting, one row each. Everything else that is said of settings comes from here: what a function is handed and
// checks, .env.example, the tables of README and docs, and what goes into the environment of a function.
import type { Read } from '../../wechatpay/keys'
import { APP, APP_WORDS } from './catalogue/appScene'
import { CHANGES, CHANGES_WORDS } from './catalogue/changes'
import { DEPLOYMENT, DEPLOYMENT_WORDS } from './catalogue/deployment'
import { MERCHANT, MERCHANT_WORDS } from './catalogue/merchant'
import type { Role, Row, Rows, RowWords, Words } from './catalogue/row'
import { SERVER_ONLY, SERVER_ONLY_WORDS } from './catalogue/serverOnly'
import { SIGNING_ROWS, SIGNING_WORDS } from './catalogue/signing'
import { STORAGE, STORAGE_WORDS } from './catalogue/database'
import { TRUST, TRUST_WORDS } from './catalogue/trust'

export const CATALOGUE = {
  ...MERCHANT,
  ...TRUST,
  ...SIGNING_ROWS,
  ...STORAGE,
  ...APP,
  ...SERVER_ONLY,
  ...CHANGES,
  ...DEPLOYMENT,
} as const

/** As people read them. */
export const GROUPS: readonly { title: Words; rows: Rows; words: Readonly<Record<string, RowWords>> }[] = [
  { title: { en: 'Who signs the requests', zh: '商户与签名' }, rows: MERCHANT, words: MERCHANT_WORDS },
  { title: { en: 'Whom we believe', zh: '微信支付的密钥' }, rows: TRUST, words: TRUST_WORDS },
  {
    title: { en: 'Where WeChat Pay calls us, and where users sign', zh: '回调与签约' },
    rows: SIGNING_ROWS,
    words: SIGNING_WORDS,
  },
  { title: { en: 'Where it is kept', zh: '数据库' }, rows: STORAGE, words: STORAGE_WORDS },
  {
    title: { en: 'Your own app (scene app, combine-papay only)', zh: '自有 App（仅 combine-papay）' },
    rows: APP,
    words: APP_WORDS,
  },
  {
    title: { en: 'Functions only servers call', zh: '仅供服务端调用的云函数' },
    rows: SERVER_ONLY,
    words: SERVER_ONLY_WORDS,
  },
  {
    title: { en: 'What your own code is told, and how long things are kept', zh: '变更告知与保留期限' },
    rows: CHANGES,
    words: CHANGES_WORDS,
  },
  { title: { en: 'How it is deployed', zh: '部署' }, rows: DEPLOYMENT, words: DEPLOYMENT_WORDS },
]

type Catalogue = typeof CATALOGUE
export type SettingName = keyof Catalogue

/** The same rows, where it does not matter which. */
export const ROWS: Readonly<Record<SettingName, Row>> = CATALOGUE
export const NAMES = Object.keys(CATALOGUE) as SettingName[]

/** The role of each function: who is handed what. A function that is not here is handed nothing. */
export const FUNCTION_ROLES: Readonly<Record<string, Role>> = {
  preEntrustSign: 'callables',
  queryContract: 'callables',
  terminateContract: 'callables',
  payRedirectSign: 'callables',
  payWithContract: 'callables',
  queryOrder: 'callables',
  closeOrder: 'callables',
  appPreEntrustSign: 'app',
  appQueryContract: 'app',
  appTerminateContract: 'app',
  contractNotify: 'notify',
  contractAdmin: 'admin',
  chargeContract: 'charges',
  refundOrder: 'server',
  upkeep: 'upkeep',
}

/** Settings that have a value. */
export type Given = Readonly<Partial<Record<SettingName, string>>>

/** Names a function of this role is handed, beside what else is given. */
export const namesFor = (role: Role, given: Given): SettingName[] =>
  NAMES.filter((name) => {
    const { for: roles, notBeside } = ROWS[name]
    if (!roles.includes(role)) return false
    return !(notBeside?.for.includes(role) && given[notBeside.setting as SettingName] !== undefined)
  })

/** Known names with something in them. A `{{env.X}}` that a deployment left unfilled is nothing. */
export function readGiven(from: Readonly<Record<string, string | undefined>>): Given {
  const given = NAMES.map((name) => [name, (from[name] ?? '').trim()] as const)
  return Object.fromEntries(given.filter(([, value]) => isValue(value)))
}

export const isValue = (text: string): boolean => text !== '' && !/^\{\{env\.\w+\}\}$/.test(text)

type Value<R> = R extends { read: (text: string) => Read<infer T> } ? T : never
/** A row that is always needed, or has a default, has a value once all is checked. */
type Certain = ({ use: 'needed' } | { default: string }) & { notBeside?: never }

/** What a function of a role has, once all is checked. */
export type ValuesFor<R extends Role> = {
  readonly [
    Name in SettingName as R extends Catalogue[Name]['for'][number] ? Name : never
  ]: Catalogue[Name] extends Certain ? Value<Catalogue[Name]> : Value<Catalogue[Name]> | undefined
}
