// What is wrong in a world seen from the laptop: pure, one check for each thing that can be looked at.
import { isDeepStrictEqual } from 'node:util'
import type { Probed, ProbedPart } from '../../../cloudfunctions/_shared/admin/probe'
import { NAMES } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import type { CloudCollection, CloudFunction, CloudState } from '../../cloud/state'
import { isOldRuntime } from '../checks'
import type { Finding, FindingId } from '../findings'
import type { ExpectedFunction, NotifySeen, OnlineWorld } from './world'

type Check = (world: OnlineWorld) => Finding[]
type CloudCheck = (world: OnlineWorld & { cloud: CloudState }) => Finding[]

/** One finding for all that have one cure. */
const together = (id: FindingId, details: readonly string[], separator = ', '): Finding[] =>
  details.length === 0 ? [] : [{ id, detail: details.join(separator) }]

// ---- WeChat Pay ----------------------------------------------------------------------------------------------------

/** WeChat Pay and the cloud both refuse what was signed five minutes ago. */
const MAX_SKEW_MS = 60_000

const clock: Check = ({ hosts }) => {
  const seen = hosts.flatMap((one) => ('aheadMs' in one ? [one.aheadMs] : []))
  // Both have to say so: one alone may be wrong itself.
  const isOff = seen.length > 0 && seen.every((aheadMs) => Math.abs(aheadMs) > MAX_SKEW_MS)
  return isOff ? [{ id: 'clock-off', detail: `${Math.round((seen[0] ?? 0) / 1000)} s` }] : []
}

const wechatPay: Check = ({ hosts, echo }) => {
  const deaf = hosts.flatMap((one) => ('failure' in one ? [`${one.host}: ${one.failure}`] : []))
  if (echo.kind === 'unreachable') return [{ id: 'wechatpay-unreachable', detail: echo.detail }]
  return [
    ...together('wechatpay-host-unreachable', deaf),
    ...(echo.kind === 'refused' ? [{ id: 'echo-refused', detail: echo.detail } as const] : []),
    ...(echo.kind === 'untrusted' ? [{ id: 'echo-untrusted', detail: echo.detail } as const] : []),
  ]
}

// ---- The cloud -----------------------------------------------------------------------------------------------------

const cloud: Check = (world) => {
  const { cloud } = world
  if ('kind' in cloud) return [{ id: cloud.id, ...(cloud.detail !== undefined && { detail: cloud.detail }) }]
  return CLOUD_CHECKS.flatMap((check) => check({ ...world, cloud }))
}

type Pair = readonly [expected: ExpectedFunction, found: CloudFunction]

const functions: CloudCheck = ({ expected, cloud }) => {
  const found = (name: string) => cloud.functions.find((one) => one.name === name)
  const missing = expected.functions.filter(({ name }) => !found(name))
  const pairs = expected.functions.flatMap((one): Pair[] => {
    const its = found(one.name)
    return its ? [[one, its]] : []
  })
  const told = (id: FindingId, tell: (pair: Pair) => string[]) => together(id, pairs.flatMap(tell), '; ')
  return [
    ...together(
      'function-missing',
      missing.map(({ name }) => name),
    ),
    ...told('function-inactive', ([, { name, status }]) => (status === 'Active' ? [] : [`${name}: ${status}`])),
    ...told('function-runtime-old', ([, { name, runtime }]) => (isOldRuntime(runtime) ? [`${name}: ${runtime}`] : [])),
    ...told('function-limits', limitsOf),
    ...told('function-handler', ([{ handler }, its]) =>
      its.handler === handler ? [] : [`${its.name}: ${its.handler}`],
    ),
    ...told('variable-missing', ([{ name, variableHashes: wanted }, { variableHashes: has }]) =>
      namesOf(
        name,
        Object.keys(wanted).filter((one) => has[one] === undefined),
      ),
    ),
    ...told('variable-other', ([{ name, variableHashes: wanted }, { variableHashes: has }]) =>
      namesOf(
        name,
        Object.keys(wanted).filter((one) => has[one] !== undefined && !wanted[one]?.includes(has[one])),
      ),
    ),
    ...told('variable-extra', ([{ name, variableHashes: wanted }, { variableHashes: has }]) =>
      namesOf(
        name,
        NAMES.filter((one) => has[one] !== undefined && wanted[one] === undefined),
      ),
    ),
  ]
}

/** More than asked for is the merchant's own affair. */
const limitsOf = ([{ name, timeoutSec, memoryMb }, its]: Pair): string[] => [
  ...(its.timeoutSec < timeoutSec ? [`${name}: ${its.timeoutSec} s, needs ${timeoutSec} s`] : []),
  ...(its.memoryMb < memoryMb ? [`${name}: ${its.memoryMb} MB, needs ${memoryMb} MB`] : []),
]

const namesOf = (functionName: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${functionName}: ${names.join(' ')}`]

const collections: CloudCheck = ({ expected, cloud: { collections: found } }) => {
  if (expected.collections.length === 0) return []
  if (!found) return [{ id: 'store-other' }]
  const its = (name: string) => found.find((one) => one.name === name)
  const there = expected.collections.flatMap((one) => {
    const other = its(one.name)
    return other ? [[one, other] as const] : []
  })
  return [
    ...together(
      'collection-missing',
      expected.collections.filter(({ name }) => !its(name)).map(({ name }) => name),
    ),
    ...together(
      'collection-open',
      there
        .filter(([one, other]) => other.access !== one.access)
        .map(([, { name, access = '?' }]) => `${name}: ${access}`),
    ),
    ...together(
      'index-missing',
      there.flatMap(([one, other]) => indexesOf(one, other, 'missing')),
    ),
    ...together(
      'index-other',
      there.flatMap(([one, other]) => indexesOf(one, other, 'other')),
    ),
  ]
}

/** By its name; one of the same keys under another name does as well. */
function indexesOf(one: CloudCollection, other: CloudCollection, wanted: 'missing' | 'other'): string[] {
  return one.indexes
    .filter((index) => {
      const isSame = ({ unique, keys }: (typeof other.indexes)[number]) =>
        unique === index.unique && isDeepStrictEqual(keys, index.keys)
      if (other.indexes.some(isSame)) return false
      return other.indexes.some(({ name }) => name === index.name) === (wanted === 'other')
    })
    .map(({ name }) => `${one.name}.${name}`)
}

const routes: CloudCheck = ({ expected, cloud: { access } }) => {
  const wanted = Object.entries(expected.routes)
  const its = (path: string) => access.routes.find((one) => one.path === path)
  return [
    ...(access.isOn ? [] : [{ id: 'http-access-off' } as const]),
    ...together(
      'route-missing',
      wanted.filter(([path]) => !its(path)).map(([path, name]) => `${path}: ${name}`),
    ),
    ...together(
      'route-other',
      wanted.flatMap(([path, name]) => {
        const route = its(path)
        return route && route.functionName !== name ? [`${path}: ${route.functionName}, expected ${name}`] : []
      }),
    ),
    ...together(
      'route-auth',
      wanted.filter(([path]) => its(path)?.isAuthOn).map(([path]) => path),
    ),
  ]
}

/** Seven fields, seconds first. */
const EVERY_MINUTE = '0 * * * * * *'

const timer: CloudCheck = ({ expected, cloud }) => {
  const wanted = expected.functions.find(({ isUpkeep }) => isUpkeep)
  const upkeep = cloud.functions.find(({ name }) => name === wanted?.name)
  if (!upkeep) return []
  if (upkeep.timers.length === 0) return [{ id: 'timer-missing' }]
  const on = upkeep.timers.filter(({ isOn }) => isOn)
  if (on.length === 0) return [{ id: 'timer-off' }]
  if (on.some(({ cron }) => cron === EVERY_MINUTE)) return []
  return together(
    'timer-other',
    on.map(({ cron }) => cron),
  )
}

const rules: CloudCheck = ({ expected, cloud: { rules: given } }) => {
  // Of PostgreSQL: the policy of the environment decides, and nobody reads that back.
  if (!given) return []
  const isClosed = (name: string) => (Object(given[name] ?? given['*']) as { invoke?: unknown }).invoke === false
  const wrong = (isServerOnly: boolean) =>
    expected.functions
      .filter((one) => one.isServerOnly === isServerOnly && isClosed(one.name) !== isServerOnly)
      .map(({ name }) => name)
  return [...together('function-open', wrong(true)), ...together('function-closed', wrong(false))]
}

const CLOUD_CHECKS = [functions, collections, routes, timer, rules] as const

// ---- The notify address, and from inside ---------------------------------------------------------------------------

const NOTIFY_FAILURES = {
  unreachable: 'notify-unreachable',
  notReady: 'notify-not-ready',
  denied: 'notify-denied',
  notFound: 'notify-not-found',
  redirect: 'notify-redirect',
  foreign: 'notify-foreign',
} as const satisfies Readonly<Record<Exclude<NotifySeen['kind'], 'ours'>, FindingId>>

const notify: Check = ({ notify: seen }) =>
  seen.kind === 'ours' ? [] : [{ id: NOTIFY_FAILURES[seen.kind], detail: seen.detail }]

const PROBED = {
  database: 'probe-database',
  collections: 'probe-collections',
  wechatPay: 'probe-wechatpay',
  clock: 'probe-clock',
  notification: 'notification-not-arrived',
} as const satisfies Readonly<Record<ProbedPart, FindingId>>

const REFUSED: Readonly<Record<string, FindingId>> = {
  NOT_CONFIGURED: 'function-not-configured',
  STORE_FAILED: 'probe-database',
  UNAUTHENTICATED: 'admin-key-other',
}

const probe: Check = ({ probe: seen, hasAdmin }) => {
  if (!hasAdmin) return [{ id: 'probe-impossible' }]
  if (!seen) return []
  if (seen.kind === 'unanswered') return [{ id: 'probe-unanswered', detail: seen.detail }]
  if (seen.kind === 'refused') return [{ id: REFUSED[seen.code] ?? 'probe-unanswered', detail: seen.detail }]
  return seen.parts.filter(isWrong).map(({ part, explanation }) => ({
    id: PROBED[part],
    ...(explanation !== undefined && { detail: explanation }),
  }))
}

const isWrong = ({ result }: Probed): boolean => result === 'wrong' || result === 'waiting'

const CHECKS = [clock, wechatPay, cloud, notify, probe] as const

export const examineOnline = (world: OnlineWorld): Finding[] => CHECKS.flatMap((check) => check(world))
