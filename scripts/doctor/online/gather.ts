// The world a doctor looks at from the laptop: WeChat Pay's hosts, the cloud by its API, the notify address, and the probe inside.
import { homedir } from 'node:os'
import { OFFICIAL_HOSTS } from '../../../cloudfunctions/_shared/wechatpay/hosts'
import type { Given } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { signCall } from '../../callKit/signCall'
import { invoke } from '../../cloud/invoke'
import { findLogin } from '../../cloud/login'
import { readCloud } from '../../cloud/readCloud'
import { NoSuchEnvironment } from '../../cloud/readEnvironment'
import type { CloudState } from '../../cloud/state'
import { CloudRefusal, CloudUnreachable, tc3Client, type CallCloud } from '../../cloud/tc3Client'
import { onlineNameOf, type DeployedFunction } from '../../settings/planDeployment'
import type { Probed } from '../../../cloudfunctions/_shared/admin/probe'
import { askHosts } from './askHosts'
import { expectedOf } from './expected'
import { knock, type Way } from './knock'
import { sendEcho } from './sendEcho'
import type { CloudFailure, Expected, OnlineWorld, ProbeSeen } from './world'

export interface OnlinePlace extends Way {
  /** The project's folder. */
  root: string
  envId: string
  env: Readonly<Record<string, string | undefined>>
  /** Of the user, where the tool of CloudBase keeps its login. */
  home?: string
  /** WeChat Pay's, or a local one's. */
  hosts?: readonly string[] | undefined
  nowMs?: () => number
}

const REGION = 'ap-shanghai'
const ADMIN = 'contractAdmin'

/** @param given settings that were checked @param planned functions that are deployed of them */
export async function gatherOnline(
  place: OnlinePlace,
  given: Given,
  planned: readonly DeployedFunction[],
): Promise<OnlineWorld> {
  const { root, hosts = OFFICIAL_HOSTS, nowMs = Date.now } = place
  const expected = expectedOf(root, given, planned)
  const call = caller(place, nowMs())
  const [seen, echo, notify, cloud] = await Promise.all([
    askHosts(hosts, nowMs),
    sendEcho(given, hosts),
    knock(given.WXPAY_NOTIFY_URL ?? '', place),
    typeof call === 'function' ? lookAtCloud(call, place.envId, expected) : call,
  ])
  const hasAdmin = planned.some(({ name }) => name === ADMIN)
  const admin = onlineNameOf(ADMIN, given)
  const isThere = 'functions' in cloud && cloud.functions.some(({ name }) => name === admin)
  const probe =
    typeof call === 'function' && isThere
      ? await probeInside(call, cloud, admin, given.WXPAY_ADMIN_KEY ?? '')
      : undefined
  return { hosts: seen, echo, notify, cloud, expected, probe, hasAdmin }
}

function caller({ env, home = homedir(), proxyUrl, ca }: OnlinePlace, nowMs: number): CallCloud | CloudFailure {
  const found = findLogin(env, home, nowMs)
  if (found.kind !== 'login') return { kind: found.kind === 'none' ? 'notLoggedIn' : 'loginExpired' }
  return tc3Client({ login: found.login, region: REGION, proxyUrl, ca })
}

async function lookAtCloud(
  call: CallCloud,
  envId: string,
  { functions, collections }: Expected,
): Promise<CloudState | CloudFailure> {
  const wanted = { functions: functions.map(({ name }) => name), collections: collections.map(({ name }) => name) }
  try {
    return await readCloud(call, envId, wanted)
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): CloudFailure {
  if (error instanceof NoSuchEnvironment) return { kind: 'unknownEnvironment', detail: error.message }
  if (error instanceof CloudRefusal)
    return { kind: error.code.startsWith('AuthFailure') ? 'loginRefused' : 'refused', detail: error.message }
  if (error instanceof CloudUnreachable) return { kind: 'unreachable', detail: error.message }
  throw error
}

async function probeInside(
  call: CallCloud,
  { environment }: CloudState,
  admin: string,
  key: string,
): Promise<ProbeSeen> {
  const event = signCall({ key, functionName: ADMIN, action: 'probe', input: {} })
  try {
    const told = await invoke(call, environment, admin, event)
    if (told.ok) return { kind: 'probed', parts: told['parts'] as readonly Probed[] }
    const { code = '', message = '' } = Object(told['error']) as { code?: string; message?: string }
    return { kind: 'refused', code, detail: `${code}: ${message}` }
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable)
      return { kind: 'unanswered', detail: error.message }
    throw error
  }
}
