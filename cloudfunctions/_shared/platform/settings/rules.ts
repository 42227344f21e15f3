// What no setting can say alone.
import type { SettingProblem } from '../../wechatpay/wechatpayErrors'
import type { Given, SettingName, ValuesFor } from './catalogue'
import type { Role } from './catalogue/row'
import { publicKeySha256 } from './ownKey'

interface Facts {
  role: Role
  /** Settings with a value at all, be it a wrong one. */
  given: Given
  /** What could be read, each by itself. */
  read: Partial<ValuesFor<'app'>>
  /** Hash of our own public key, where it is known and the key is not. */
  ownPublicKeySha256?: string | undefined
}

type Rule = (facts: Facts) => SettingProblem[]

const told = (is: boolean, name: SettingName, problem: string): SettingProblem[] => (is ? [{ name, problem }] : [])

const publicKeyWithItsId: Rule = ({ role, given }) => {
  // It never hears from WeChat Pay.
  if (role === 'admin') return []
  const { WXPAY_PUBLIC_KEY: key, WXPAY_PUBLIC_KEY_ID: id, WXPAY_PLATFORM_CERTS: certificates } = given
  return [
    ...told(
      key !== undefined && id === undefined,
      'WXPAY_PUBLIC_KEY_ID',
      'is missing: the id shown beside the WeChat Pay public key, PUB_KEY_ID_...',
    ),
    ...told(
      key === undefined && (id !== undefined || certificates === undefined),
      'WXPAY_PUBLIC_KEY',
      'is missing: the text of pub_key.pem (or give WXPAY_PLATFORM_CERTS alone)',
    ),
  ]
}

const previousKeyIsAnother: Rule = ({ given: { WXPAY_API_V3_KEY: key, WXPAY_API_V3_KEY_PREVIOUS: previous } }) =>
  told(
    previous !== undefined && previous === key,
    'WXPAY_API_V3_KEY_PREVIOUS',
    'is the same as WXPAY_API_V3_KEY; remove it',
  )

/** The answers of the other family name the target themselves. */
const targetIsAllowed: Rule = ({
  read: { WXPAY_FAMILY: family, WXPAY_SIGN_APPIDS: allowed, WXPAY_SIGN_APPID: target },
}) =>
  told(
    family === 'combine-papay' && allowed !== undefined && target !== undefined && !allowed.includes(target),
    'WXPAY_SIGN_APPID',
    'is not among WXPAY_SIGN_APPIDS; add it there',
  )

const trustIsTheirs: Rule = ({ read, ownPublicKeySha256 }) => {
  const own = read.WXPAY_PRIVATE_KEY ? publicKeySha256(read.WXPAY_PRIVATE_KEY) : ownPublicKeySha256
  const { WXPAY_PUBLIC_KEY: theirs, WXPAY_PLATFORM_CERTS: certificates = {} } = read
  return [
    ...told(
      theirs !== undefined && publicKeySha256(theirs) === own,
      'WXPAY_PUBLIC_KEY',
      "is your own key's public half; expected WeChat Pay's, pub_key.pem of the merchant platform",
    ),
    ...told(
      Object.values(certificates).some(({ publicKey }) => publicKeySha256(publicKey) === own),
      'WXPAY_PLATFORM_CERTS',
      "holds your own certificate (apiclient_cert.pem); expected WeChat Pay's, from /v3/certificates",
    ),
  ]
}

const modeOfTheFamily: Rule = ({ read: { WXPAY_FAMILY: family, WXPAY_MODE: mode } }) =>
  told(
    family === 'combine-papay' && mode !== undefined && mode !== 'ecommerce',
    'WXPAY_MODE',
    `is ${mode ?? ''}; combine-papay is for e-commerce platforms: remove it, or ecommerce`,
  )

/** Signing from an app is for combine-papay. */
const appIsAnother: Rule = ({ role, given, read }) =>
  role !== 'app'
    ? []
    : [
        ...told(
          given.WXPAY_APP_APPID !== undefined && given.WXPAY_APP_APPID === given.WXPAY_APPID,
          'WXPAY_APP_APPID',
          "is the mini-program's; expected the appid of the mobile app",
        ),
        ...told(
          read.WXPAY_FAMILY === 'password-exempt',
          'WXPAY_FAMILY',
          'expected combine-papay: no other family is signed from an app',
        ),
      ]

/** What each store is reached by. */
const REACHED_BY = {
  document: [],
  postgres: ['WXPAY_PG_URL'],
  postgrest: ['WXPAY_PGREST_URL', 'WXPAY_PGREST_KEY'],
} as const satisfies Readonly<Record<string, readonly SettingName[]>>

const storeIsReached: Rule = ({ given, read: { WXPAY_STORE: store } }) =>
  store === undefined
    ? []
    : Object.entries(REACHED_BY).flatMap(([one, names]) =>
        names.flatMap((name) => [
          ...told(one === store && given[name] === undefined, name, `is missing: WXPAY_STORE=${one} needs it`),
          ...told(one !== store && given[name] !== undefined, name, `is used with WXPAY_STORE=${one} only; remove it`),
        ]),
      )

const RULES = [
  publicKeyWithItsId,
  modeOfTheFamily,
  previousKeyIsAnother,
  targetIsAllowed,
  trustIsTheirs,
  appIsAnother,
  storeIsReached,
] as const

/** One wrong setting must not hide what the others are to each other. */
export const crossChecks = (facts: Facts): SettingProblem[] => RULES.flatMap((rule) => rule(facts))
