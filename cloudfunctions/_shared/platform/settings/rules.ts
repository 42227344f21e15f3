// What no setting can say alone.
import { isOfficialHost } from '../../wechatpay/hosts'
import { isSameSerial, MIX_UPS, publicKeyIn } from '../../wechatpay/keys'
import type { SettingProblem } from '../../wechatpay/wechatpayErrors'
import type { Given, SettingName, ValuesFor } from './catalogue'
import type { Role } from './catalogue/row'
import { readTextMap } from './forms/maps'
import { isInternalHost } from './internalHosts'
import { missing } from './missing'
import { lapsedCertificates } from './lapsed'
import { publicKeySha256 } from './ownKey'

interface Facts {
  role: Role
  /** Settings with a value at all, be it a wrong one. */
  given: Given
  /** What could be read, each by itself. */
  read: Partial<ValuesFor<'app'>>
  /** Hash of our own public key, where it is known and the key is not. */
  ownPublicKeySha256?: string | undefined
  /** Milliseconds since 1970. */
  nowMs: number
}

type Rule = (facts: Facts) => SettingProblem[]

const told = (is: boolean, name: SettingName, problem: string): SettingProblem[] => (is ? [{ name, problem }] : [])
const lacks = (is: boolean, name: SettingName, what: string): SettingProblem[] => (is ? [missing(name, what)] : [])

const publicKeyWithItsId: Rule = ({ given }) => {
  const { WXPAY_PUBLIC_KEY: key, WXPAY_PUBLIC_KEY_ID: id, WXPAY_PLATFORM_CERTS: certificates } = given
  return [
    ...lacks(
      key !== undefined && id === undefined,
      'WXPAY_PUBLIC_KEY_ID',
      'the id shown beside the WeChat Pay public key, PUB_KEY_ID_...',
    ),
    ...lacks(
      key === undefined && (id !== undefined || certificates === undefined),
      'WXPAY_PUBLIC_KEY',
      'the text of pub_key.pem (or give WXPAY_PLATFORM_CERTS alone)',
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

/** In any form it may be given in, beside whatever else: the first of a name is told, and this says most. */
export const trustIsTheirs: Rule = ({ given, read, ownPublicKeySha256 }) => {
  const own = [read.WXPAY_PRIVATE_KEY && publicKeySha256(read.WXPAY_PRIVATE_KEY), ownPublicKeySha256]
  const isOwn = (text: string) => {
    const key = publicKeyIn(text)
    return key !== undefined && own.includes(publicKeySha256(key))
  }
  const certificates = Object.entries(certificatesIn(given))
  const hasOwn = certificates.some(([, text]) => isOwn(text))
  return [
    ...told(isOwn(given.WXPAY_PUBLIC_KEY ?? ''), 'WXPAY_PUBLIC_KEY', MIX_UPS.publicKey),
    ...told(hasOwn, 'WXPAY_PLATFORM_CERTS', MIX_UPS.certificate),
    ...told(
      !hasOwn && certificates.some(([serial]) => isSameSerial(serial, given.WXPAY_SERIAL ?? '')),
      'WXPAY_SERIAL',
      MIX_UPS.serial,
    ),
  ]
}

/** As they are given, each under its name. */
function certificatesIn({ WXPAY_PLATFORM_CERTS: text }: Given): Record<string, string> {
  const map = text === undefined ? undefined : readTextMap(text)
  return map?.ok ? map.value : {}
}

/** Beside a key that is good, an old certificate runs out by itself, and nothing is stopped for it. */
const someoneCanBeBelieved: Rule = ({ given, read: { WXPAY_PLATFORM_CERTS: certificates = {} }, nowMs }) => {
  const lapsed = lapsedCertificates(certificates, nowMs)
  return told(
    given.WXPAY_PUBLIC_KEY === undefined && lapsed.length > 0 && lapsed.length === Object.keys(certificates).length,
    'WXPAY_PLATFORM_CERTS',
    `holds none that is valid now: ${lapsed.map(({ told }) => told).join('; ')}; expected today's, from /v3/certificates`,
  )
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

const changeUrlWithItsSecret: Rule = ({ given: { WXPAY_CHANGE_URL: url, WXPAY_CHANGE_SECRET: secret } }) => [
  ...lacks(
    url !== undefined && secret === undefined,
    'WXPAY_CHANGE_SECRET',
    'what is posted to WXPAY_CHANGE_URL is signed with it; make one as docs/settings.md says',
  ),
  ...lacks(
    secret !== undefined && url === undefined,
    'WXPAY_CHANGE_URL',
    'WXPAY_CHANGE_SECRET signs what is posted there; give the address, or remove the secret',
  ),
]

/** Beside a local WeChat nothing is real, and the receiver may run on the same machine. */
const changeUrlIsPublic: Rule = ({ read: { WXPAY_CHANGE_URL: url, WXPAY_HOSTS: hosts } }) =>
  told(
    url !== undefined && hosts?.every(isOfficialHost) === true && isInternalHost(new URL(url).hostname),
    'WXPAY_CHANGE_URL',
    'expected a host that the internet can reach, not this machine or an internal network',
  )

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
          ...lacks(one === store && given[name] === undefined, name, `WXPAY_STORE=${one} needs it`),
          ...told(one !== store && given[name] !== undefined, name, `is used with WXPAY_STORE=${one} only; remove it`),
        ]),
      )

const RULES = [
  someoneCanBeBelieved,
  publicKeyWithItsId,
  modeOfTheFamily,
  previousKeyIsAnother,
  targetIsAllowed,
  appIsAnother,
  changeUrlWithItsSecret,
  changeUrlIsPublic,
  storeIsReached,
] as const

/** One wrong setting must not hide what the others are to each other. */
export const crossChecks = (facts: Facts): SettingProblem[] => RULES.flatMap((rule) => rule(facts))
