// What is wrong in a gathered world: pure, one check for each thing that can be looked at.
import { validityOf } from '../../cloudfunctions/_shared/wechatpay/validity'
import { nodeProblem } from '../../cloudfunctions/_shared/wechatpay/nodeVersion'
import type { Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { ROWS } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { termsProblems } from '../build/termsProblems'
import { inChinese } from '../setup/inChinese'
import { ENVIRONMENT } from '../settings/planDeployment'
import { ENVIRONMENT_ID, toldOf } from '../setup/values'
import type { Finding, FindingId } from './findings'
import { SAMPLES } from './sampleTerms'
import type { SettingsWorld, World } from './world'

type Check = (world: World) => Finding[]

const told = (id: FindingId, details: readonly string[]): Finding[] => details.map((detail) => ({ id, detail }))
/** One finding for all that have one cure. */
const together = (id: FindingId, details: readonly string[]): Finding[] =>
  details.length === 0 ? [] : [{ id, detail: details.join(', ') }]
const once = (id: FindingId, is: boolean): Finding[] => (is ? [{ id }] : [])

/** Where a check has no Chinese yet, the form it wants has. */
const sentence = (name: string, problem: string): Pick<Finding, 'detail' | 'detailZh'> => ({
  detail: `${name}: ${problem}`,
  detailZh: `${name}：${inChinese(problem) ?? `应为${toldOf(name)?.form.zh ?? ''}（${problem}）`}`,
})

const DAY_MS = 86_400_000
const SOON_MS = 30 * DAY_MS

const linkOf = (name: string): { link?: string } =>
  name in ROWS ? { link: `docs/settings.md#${name.toLowerCase()}` } : {}

/** What has to be right before anything else is looked at. */
export const settings = ({ dotEnv, judgement, proof }: SettingsWorld): Finding[] => {
  if (!dotEnv.isThere) return [{ id: 'dotenv-missing' }]
  const wrong = [...dotEnv.problems, ...proof, ...judgement.wrong]
  const each = wrong.filter(({ name }, index) => wrong.findIndex((one) => one.name === name) === index)
  return [
    ...judgement.missing
      .filter((name) => !each.some((one) => one.name === name))
      .map((name): Finding => ({
        id: 'setting-missing',
        detail: `${name}: ${toldOf(name)?.what.en ?? ''}`,
        detailZh: `${name}：${toldOf(name)?.what.zh ?? ''}`,
        ...linkOf(name),
      })),
    ...each.map(({ name, problem }): Finding => ({
      id: 'setting-wrong',
      ...sentence(name, problem),
      ...linkOf(name),
    })),
  ]
}

const keysAtHome: Check = ({ dotEnv, tracked, leaks }) => [
  ...once('dotenv-open', dotEnv.isOpenToOthers),
  ...tracked.map(({ name, problem }): Finding => ({ id: 'key-tracked', ...sentence(name, problem) })),
  ...told('secret-in-file', leaks),
]

const keysProved: Check = ({ dotEnv, certificate }) =>
  once('keys-unproved', dotEnv.values['WXPAY_PRIVATE_KEY'] !== undefined && certificate === undefined)

const certificates: Check = ({ certificate, platformCertificates, nowMs }) => {
  const all = [
    ...(certificate ? [[certificate.from.told, certificate.value] as const] : []),
    ...Object.entries(platformCertificates),
  ]
  const soon = all
    .map(([name, value]) => [name, validityOf(value).toMs] as const)
    .filter(([, toMs]) => toMs > nowMs && toMs - nowMs < SOON_MS)
  return told(
    'certificate-expires',
    soon.map(([name, toMs]) => `${name}, on ${new Date(toMs).toISOString().slice(0, 10)}`),
  )
}

const bytes: Check = ({ plan }) =>
  together(
    'environment-near-full',
    plan.ok
      ? plan.functions.filter((one) => one.bytes > ENVIRONMENT.warnBytes).map((one) => `${one.name}: ${one.bytes}`)
      : [],
  )

const signAppids: Check = ({ dotEnv, card, listedAppids }) => {
  const given: Given = { WXPAY_SIGN_APPIDS: dotEnv.values['WXPAY_SIGN_APPIDS'] ?? ROWS.WXPAY_SIGN_APPIDS.default ?? '' }
  const read = ROWS.WXPAY_SIGN_APPIDS.read(given.WXPAY_SIGN_APPIDS ?? '')
  const allowed = read.ok ? (read.value as readonly string[]) : []
  const all = [...new Set([...allowed, ...card.signAppids])]
  return [
    ...together(
      'sign-appid-unlisted',
      all.filter((appid) => !listedAppids.includes(appid)),
    ),
    ...together(
      'sign-appid-unknown-to-card',
      allowed.filter((appid) => !card.signAppids.includes(appid)),
    ),
  ]
}

const cloudEnvironment: Check = ({ card, dotEnv }) => {
  const id = dotEnv.values[ENVIRONMENT_ID]
  return told(
    'cloud-env-other',
    card.cloudEnv === '' || id === undefined || card.cloudEnv === id ? [] : [`${card.cloudEnv}, and ${id}`],
  )
}

const functionPrefix: Check = ({ card, dotEnv }) => {
  const online = dotEnv.values['WXPAY_FUNCTION_PREFIX'] ?? ''
  return told('function-prefix-other', (card.functionPrefix ?? '') === online ? [] : [`functionPrefix: '${online}'`])
}

const projectAppid: Check = ({ projectAppid: appid, dotEnv: { values } }) => {
  if (appid === 'touristappid') return [{ id: 'appid-tourist' }]
  const known = [values['WXPAY_APPID'], values['WXPAY_SUB_APPID']].filter((one) => one !== undefined)
  return told('appid-other', known.length > 0 && !known.includes(appid) ? [appid] : [])
}

const terms: Check = ({ terms, consentProblems }) => [
  ...together(
    'terms-sample',
    SAMPLES.filter(([field, sample]) => terms[field] === sample).map(([field]) => field),
  ),
  ...once('terms-recurring', termsProblems(terms).length > 0),
  ...consentProblems.map(({ en, zh }): Finding => ({ id: 'consent-unknown', detail: en, detailZh: zh })),
]

const configuration: Check = ({ functionNames, configured }) => [
  ...together(
    'function-unlisted',
    functionNames.filter((name) => !configured.some((one) => one.name === name)),
  ),
  ...together(
    'runtime-old',
    configured.filter(({ runtime }) => isOldRuntime(runtime)).map(({ name, runtime }) => `${name}: ${runtime}`),
  ),
]

/** What is no Node cannot run them either. */
export const isOldRuntime = (runtime: string): boolean => {
  const [, version] = /^Nodejs(\d+\.\d+)$/.exec(runtime) ?? []
  return version === undefined || nodeProblem(version) !== undefined
}

/** Nothing is built of settings that are wrong: those are told of already. */
const build: Check = ({ built, plan }) =>
  !plan.ok
    ? []
    : [
        ...together(
          'build-missing',
          built.filter(({ isThere }) => !isThere).map(({ name }) => name),
        ),
        ...together(
          'build-stale',
          built.filter(({ isThere, isFresh }) => isThere && !isFresh).map(({ name }) => name),
        ),
        ...told(
          'build-broken',
          built.flatMap(({ name, fault }) => (fault === undefined ? [] : [`${name}: ${fault}`])),
        ),
      ]

const CHECKS = [
  settings,
  keysAtHome,
  keysProved,
  certificates,
  bytes,
  signAppids,
  cloudEnvironment,
  functionPrefix,
  projectAppid,
  terms,
  configuration,
  build,
] as const

export const examine = (world: World): Finding[] => CHECKS.flatMap((check) => check(world))
