// One look at everything that was asked for: on this machine, and from it.
import { homedir } from 'node:os'
import { findLogin } from '../cloud/login'
import { ENVIRONMENT_ID } from '../setup/values'
import type { DoctorArguments } from './arguments'
import { examine, settings } from './checks'
import type { Finding } from './findings'
import { gather, gatherSettings } from './gather'
import { examineOnline } from './online/checks'
import { gatherOnline } from './online/gather'
import type { SettingsWorld } from './world'

export interface Look {
  findings: Finding[]
  /** Why nothing was looked at from this machine, though it might have been. */
  leftOut: 'notLoggedIn' | 'settingsFirst' | undefined
}

interface Place {
  /** The project's folder. */
  root: string
  env: Readonly<Record<string, string | undefined>>
  home?: string
  /** PEM of the authority to trust in place of the usual ones. */
  ca?: string
  /** Told before the part that takes time. */
  onOnline?: () => void
}

/** @throws {Error} a file of the project is not there, or none of its kind */
export async function look({ only, from, hosts, envId }: DoctorArguments, place: Place): Promise<Look> {
  const { root, env, home = homedir(), ca, onOnline } = place
  const nowMs = Date.now()
  const here = { root, from, envId, nowMs }
  const [world, offline] = only === 'online' ? [gatherSettings(here), []] : await lookHere(here)
  if (only === 'offline') return { findings: offline, leftOut: undefined }
  if (!world.plan.ok || !world.dotEnv.isThere || world.judgement.missing.length > 0)
    return { findings: only === 'online' ? settings(world) : offline, leftOut: 'settingsFirst' }
  if (only === undefined && findLogin(env, home, nowMs).kind === 'none')
    return { findings: offline, leftOut: 'notLoggedIn' }
  onOnline?.()
  const online = await gatherOnline(
    {
      root,
      envId: world.dotEnv.values[ENVIRONMENT_ID] ?? '',
      env,
      home,
      hosts,
      ca,
    },
    world.given,
    world.plan.functions,
  )
  return { findings: [...offline, ...examineOnline(online)], leftOut: undefined }
}

async function lookHere(here: Parameters<typeof gather>[0]): Promise<[SettingsWorld, Finding[]]> {
  const world = await gather(here)
  return [world, examine(world)]
}
