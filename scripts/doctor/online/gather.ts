// The world a doctor looks at from the laptop: WeChat Pay's hosts, the cloud by its API, the notify address, and the probe inside.
import { OFFICIAL_HOSTS } from '../../../cloudfunctions/_shared/wechatpay/hosts'
import type { Given } from '../../../cloudfunctions/_shared/platform/settings/catalogue'
import { signCall } from '../../callKit/signCall'
import { connect, proxyOf, type Connection } from '../../cloud/connect'
import { cloudFailureOf, type CloudFailure } from '../../cloud/failures'
import { invoke } from '../../cloud/invoke'
import { readCloud } from '../../cloud/readCloud'
import type { CloudState } from '../../cloud/state'
import { CloudRefusal, CloudUnreachable, type CallCloud } from '../../cloud/tc3Client'
import { onlineNameOf, type DeployedFunction } from '../../settings/planDeployment'
import type { Probed } from '../../../cloudfunctions/_shared/admin/probe'
import { askHosts } from './askHosts'
import { expectedOf } from './expected'
import { knock } from './knock'
import { sendEcho } from './sendEcho'
import type { Expected, OnlineWorld, ProbeSeen } from './world'

interface OnlinePlace extends Connection {
  /** The project's folder. */
  root: string
  envId: string
  /** WeChat Pay's, or a local one's. */
  hosts?: readonly string[] | undefined
  nowMs?: () => number
}

const ADMIN = 'contractAdmin'

/** @param given settings that were checked @param planned functions that are deployed of them */
export async function gatherOnline(
  place: OnlinePlace,
  given: Given,
  planned: readonly DeployedFunction[],
): Promise<OnlineWorld> {
  const { root, hosts = OFFICIAL_HOSTS, nowMs = Date.now } = place
  const expected = expectedOf(root, given, planned)
  const call = connect(place)
  const [seen, echo, notify, cloud] = await Promise.all([
    askHosts(hosts, nowMs),
    sendEcho(given, hosts),
    knock(given.WXPAY_NOTIFY_URL ?? '', { proxyUrl: proxyOf(place.env), ca: place.ca }),
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

async function lookAtCloud(
  call: CallCloud,
  envId: string,
  { functions, collections }: Expected,
): Promise<CloudState | CloudFailure> {
  const wanted = { functions: functions.map(({ name }) => name), collections: collections.map(({ name }) => name) }
  try {
    return await readCloud(call, envId, wanted)
  } catch (error) {
    return cloudFailureOf(error)
  }
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
