// All that is wrong with the settings of a deployment: of all its functions together, before any of them runs.
import { isLoopback, isOfficialHost } from '../../wechatpay/hosts'
import type { SettingProblem } from '../../wechatpay/wechatpayErrors'
import { NAMES, ROWS, type Given } from './catalogue'
import type { Role } from './catalogue/row'
import { checkSettings, inOrder } from './checkSettings'
import { readHosts } from './forms/addresses'
import { lapsedIn } from './lapsed'
import { isOnThisMachine } from './forms/databases'
import { publicKeySha256 } from './ownKey'
import { readTokenKey } from './tokenKey'
import { nowMs as systemNowMs } from '../runtime'

type CheckedDeployment = { ok: true; ownPublicKeySha256: string } | { ok: false; problems: SettingProblem[] }

/** @param given every setting there is, whoever it is for */
export function checkDeployment(given: Given, nowMs = systemNowMs()): CheckedDeployment {
  const callables = checkSettings('callables', given, { nowMs })
  const own = callables.ok ? publicKeySha256(callables.values.WXPAY_PRIVATE_KEY) : undefined
  const checked = [
    callables,
    checkSettings('notify', given, { ownPublicKeySha256: own, nowMs }),
    checkSettings('upkeep', given, { nowMs }),
    ...(isDeployed('app', given) ? [checkSettings('app', given, { nowMs })] : []),
    ...(isDeployed('admin', given) ? [checkSettings('admin', given)] : []),
    ...(isDeployed('server', given) ? [checkSettings('server', given)] : []),
    ...(isDeployed('charges', given) ? [checkSettings('charges', given)] : []),
  ]
  const problems = [
    ...checked.flatMap((one) => (one.ok ? [] : one.problems)),
    ...appUnused(given),
    ...chargingUnused(given),
    ...hostsUnused(given),
    ...tokenKeysOfThisMachine(given),
    ...expired(given, nowMs),
    ...databasesOfThisMachine(given),
    ...handedToNobody(given),
  ]
  if (own !== undefined && problems.length === 0) return { ok: true, ownPublicKeySha256: own }
  return { ok: false, problems: inOrder(problems) }
}

/** Of no use to any function, whatever is beside it. One that is not valid yet is there for the change to come. */
function expired(given: Given, nowMs: number): SettingProblem[] {
  const all = lapsedIn(given, nowMs).filter(({ reason }) => reason === 'CERTIFICATE_EXPIRED')
  if (all.length === 0) return []
  const problem = `holds what is of no use any more: ${all.map(({ told }) => told).join('; ')}; take it out`
  return [{ name: 'WXPAY_PLATFORM_CERTS', problem }]
}

const APP_NAMES = NAMES.filter((name) => ROWS[name].scene === 'app')
const hasApp = (given: Given): boolean => APP_NAMES.some((name) => given[name] !== undefined)

/** Whether functions of this role are set up at all: then they are deployed, and need all of their settings. */
export function isDeployed(role: Role, given: Given): boolean {
  if (role === 'app') return given.WXPAY_FAMILY === 'combine-papay' && hasApp(given)
  if (role !== 'admin' && role !== 'server' && role !== 'charges') return true
  return given.WXPAY_ADMIN_KEY !== undefined && (role !== 'charges' || given.WXPAY_FAMILY === 'combine-papay')
}

function appUnused(given: Given): SettingProblem[] {
  if ((given.WXPAY_FAMILY ?? 'password-exempt') !== 'password-exempt') return []
  const problem = 'is used in family combine-papay only; remove it, or mend WXPAY_FAMILY'
  return APP_NAMES.filter((name) => given[name] !== undefined).map((name) => ({ name, problem }))
}

/** Where no function charges, nobody looks at what is said of charges. */
function chargingUnused(given: Given): SettingProblem[] {
  if (isDeployed('charges', given)) return []
  const problem =
    'is used by chargeContract only, which takes WXPAY_FAMILY=combine-papay and WXPAY_ADMIN_KEY; remove it'
  const names = NAMES.filter((name) => ROWS[name].for.every((role) => role === 'charges') && ROWS[name].for.length > 0)
  return names.filter((name) => given[name] !== undefined).map((name) => ({ name, problem }))
}

function hostsUnused({ WXPAY_HOSTS: text }: Given): SettingProblem[] {
  const hosts = text === undefined ? undefined : readHosts(text)
  if (!hosts?.ok || hosts.value.every(isOfficialHost)) return []
  return [{ name: 'WXPAY_HOSTS', problem: `${OF_THIS_MACHINE}; remove it` }]
}

function tokenKeysOfThisMachine({ WXPAY_APP_JWT_KEY: text }: Given): SettingProblem[] {
  const key = text === undefined ? undefined : readTokenKey(text)
  if (!key?.ok || key.value.kind !== 'jwks' || !isLoopback(key.value.url.hostname)) return []
  return [{ name: 'WXPAY_APP_JWT_KEY', problem: `${OF_THIS_MACHINE}; give the address your login has online` }]
}

function databasesOfThisMachine(given: Given): SettingProblem[] {
  const names = (['WXPAY_PG_URL', 'WXPAY_PGREST_URL'] as const).filter((name) => isOnThisMachine(given[name] ?? ''))
  return names.map((name) => ({ name, problem: `${OF_THIS_MACHINE}; give the address it has online` }))
}

/** No function looks at these. */
function handedToNobody(given: Given): SettingProblem[] {
  return NAMES.filter((name) => ROWS[name].for.length === 0).flatMap((name) => {
    const read = given[name] === undefined ? undefined : ROWS[name].read(given[name])
    return read === undefined || read.ok ? [] : [{ name, problem: read.problem }]
  })
}

const OF_THIS_MACHINE = 'points to this machine: deployed functions would reach nobody'
