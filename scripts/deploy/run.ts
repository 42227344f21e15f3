// A deployment from its beginning to its end: refused, planned, asked about, put in place, tried.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { gather } from '../doctor/gather'
import type { World } from '../doctor/world'
import type { DeployedFunction } from '../settings/planDeployment'
import { ENVIRONMENT_ID } from '../setup/values'
import type { DeployArguments } from './arguments'
import type { Item } from './item'
import { previousBuild } from './keptBuilds'
import { logIn } from './logIn'
import type { Outcome, Place } from './place'
import { plan } from './plan'
import { askToReplace, putInPlace } from './putInPlace'
import { emptyState, readSite } from './readSite'
import { refusals } from './refusals'
import { exitCodeOf as exitCodeOfTrouble, Told, troubleOf, type ExitCode } from './troubles'
import { readWanted, type Wanted } from './wanted'

export async function deploy(args: DeployArguments, place: Place): Promise<Outcome> {
  const world = await gather({ root: place.root, envId: args.envId, nowMs: place.now.getTime() })
  const outcome: Outcome = {
    exitCode: 0,
    envId: world.dotEnv.values[ENVIRONMENT_ID] ?? '',
    refused: refusals(world, args.isPrevious),
    isBlind: false,
    isDryRun: args.isDryRun,
    plan: [],
    done: [],
    failed: [],
    byHand: [],
    smoke: [],
    policyFile: undefined,
    trouble: undefined,
  }
  if (outcome.refused.length > 0) return { ...outcome, exitCode: 3 }
  try {
    await carryOut(args, place, world, outcome)
  } catch (error) {
    outcome.trouble = troubleOf(error, place.signal)
  }
  return { ...outcome, exitCode: exitCodeOf(outcome) }
}

/** Steps without which something does not work. Others may have been done, and nobody can see it from here. */
const BLOCKS: readonly Item['step'][] = ['runtime', 'index', 'path', 'address']

function exitCodeOf({ trouble, done, failed, plan: all, smoke: tried, isDryRun }: Outcome): ExitCode {
  if (trouble?.id === 'stopped') return 130
  if (trouble) return done.length > 0 ? 4 : exitCodeOfTrouble(trouble.id)
  if (isDryRun) return 0
  const isPartly =
    failed.length > 0 || all.some(({ step }) => BLOCKS.includes(step)) || tried.some((one) => one.trouble !== undefined)
  return isPartly ? 4 : 0
}

async function carryOut(args: DeployArguments, place: Place, world: World, outcome: Outcome): Promise<void> {
  const { given } = world
  const wanted = wantedOf(args, place, world, given, outcome.envId)
  const found = await logIn(args, place)
  const site = found ? await readSite({ args, place, given, wanted, login: found, envId: outcome.envId }) : undefined
  const state = site?.state ?? emptyState(outcome.envId, wanted)
  outcome.isBlind = site === undefined
  const planned = (replaced: readonly string[]): Item[] =>
    plan(wanted, state, { only: args.only, replaced, facts: site?.facts ?? { migrations: 'to run' } })
  outcome.plan = planned(args.replaced)
  place.tell({ kind: 'plan', outcome })
  if (args.isDryRun || !site) return
  site.replaced = await askToReplace(args, place, outcome.plan)
  outcome.plan = planned(site.replaced)
  await putInPlace(args, place, site, outcome)
}

function wantedOf(
  args: DeployArguments,
  { root }: Place,
  { plan: planned }: World,
  given: Given,
  envId: string,
): Wanted {
  const functions = planned.ok ? planned.functions : []
  if (!args.isPrevious) return readWanted(root, given, functions)
  const folder = previousBuild(root, envId)
  if (folder === undefined) throw new Told('nothingKept', join('.deployed', envId))
  const isThere = ({ onlineName }: DeployedFunction): boolean => existsSync(join(folder, onlineName, 'index.js'))
  return readWanted(root, given, functions.filter(isThere), folder)
}
