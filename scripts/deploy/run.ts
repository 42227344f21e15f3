// A deployment from its beginning to its end: refused, planned, asked about, put in place, tried.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROWS, type Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { PgServer } from '../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { proxyOf } from '../cloud/connect'
import { findLogin } from '../cloud/login'
import { patient } from '../cloud/patient'
import { readCloud } from '../cloud/readCloud'
import type { CloudState } from '../cloud/state'
import { tc3Client, type CallCloud, type Login } from '../cloud/tc3Client'
import { gather } from '../doctor/gather'
import type { Finding } from '../doctor/findings'
import type { World } from '../doctor/world'
import type { DeployedFunction } from '../settings/planDeployment'
import { ENVIRONMENT_ID } from '../setup/values'
import { applyAll, factsOf, type Applied, type Site } from './apply'
import type { DeployArguments } from './arguments'
import type { Item } from './item'
import { keepBuild, previousBuild } from './keptBuilds'
import { plan } from './plan'
import { writePolicy } from './policy'
import { refusals } from './refusals'
import type { RunTool } from './runTool'
import type { Post } from '../cloud/unsignedPost'
import { smoke, type Smoke } from './smoke'
import { exitCodeOf as exitCodeOfTrouble, Told, troubleOf, type ExitCode, type Trouble } from './troubles'
import { readWanted, type Wanted } from './wanted'

export interface Place {
  /** The project's folder. */
  root: string
  env: Readonly<Record<string, string | undefined>>
  /** Of the user. */
  home: string
  /** Where folders come and go. */
  temporary: string
  now: Date
  wait: (ms: number) => Promise<void>
  tool: RunTool
  post: Post
  /** Authority to trust in place of the usual ones. */
  ca?: string
  /** @returns false where nobody is there to ask, or says no; Ctrl-C stops all by `signal` */
  confirm: (question: 'goOn' | 'replace', detail: string) => Promise<boolean>
  /** What is known is told at once. */
  tell: (progress: Progress) => void
  signal: AbortSignal
}

export type Progress =
  | { kind: 'plan'; outcome: Outcome }
  | { kind: 'begins' }
  | { kind: 'done'; item: Item }
  | { kind: 'smoke'; smoke: Smoke }

export interface Outcome extends Applied {
  exitCode: ExitCode
  envId: string
  refused: Finding[]
  /** Without a login: planned as for an empty environment. */
  isBlind: boolean
  isDryRun: boolean
  plan: Item[]
  smoke: Smoke[]
  /** Path of the policy to be set by hand. */
  policyFile: string | undefined
  trouble: Trouble | undefined
}

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
  await put(args, place, site, outcome)
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

// ---- Who asks, and what is there -----------------------------------------------------------------------------------

/** @returns undefined for a dry run without a login */
async function logIn({ isDryRun }: DeployArguments, place: Place): Promise<Login | undefined> {
  const look = () => findLogin(place.env, place.home, place.now.getTime())
  let found = look()
  if (found.kind === 'expired') {
    // The tool renews its own login; with ours it would be spent.
    await place.tool(['env', 'list'], { folder: place.root, home: place.home, signal: place.signal })
    found = look()
  }
  switch (found.kind) {
    case 'login':
      return found.login
    case 'none':
      if (isDryRun) return undefined
      throw new Told('not-logged-in')
    case 'incomplete':
      throw new Told('not-logged-in', `${found.missing} is missing`)
    case 'expired':
      throw new Told('login-expired')
  }
}

interface SiteToRead {
  args: DeployArguments
  place: Place
  given: Given
  wanted: Wanted
  login: Login
  envId: string
}

async function readSite({ args, place, given, wanted, login, envId }: SiteToRead): Promise<Site> {
  const { env, ca, wait, tool, temporary, signal } = place
  const region = env['TENCENTCLOUD_REGION'] ?? 'ap-shanghai'
  const call: CallCloud = patient(
    tc3Client({ login, region, proxyUrl: proxyOf(env), signal, ...(ca !== undefined && { ca }) }),
    wait,
  )
  const state = await readCloud(call, envId, {
    functions: wanted.functions.map(({ onlineName }) => onlineName),
    collections: wanted.collections.map(({ name }) => name),
  })
  if (wanted.store === 'document' && state.collections === undefined) throw new Told('otherDatabase', envId)
  const postgres = wanted.store === 'postgres' ? postgresOf(given) : undefined
  const facts = await factsOf({ wanted, postgres })
  return { envId, wanted, state, facts, replaced: args.replaced, call, login, postgres, tool, temporary, wait, signal }
}

function postgresOf({ WXPAY_PG_URL: text }: Given): PgServer | undefined {
  const read = text === undefined ? undefined : ROWS.WXPAY_PG_URL.read(text)
  return read?.ok ? (read.value as PgServer) : undefined
}

const emptyState = (id: string, { store }: Wanted): CloudState => ({
  environment: { id, region: '', kind: store === 'document' ? 'document' : 'postgresql', databaseTag: undefined },
  functions: [],
  collections: store === 'document' ? [] : undefined,
  access: { isOn: true, defaultDomain: undefined, routes: [] },
  rules: store === 'document' ? {} : undefined,
})

// ---- Asking, and doing ---------------------------------------------------------------------------------------------

/** Whoever agrees to a plan has not agreed to lose a function of their own: each is asked about by its name. */
async function askToReplace({ replaced }: DeployArguments, place: Place, items: readonly Item[]): Promise<string[]> {
  const agreed = [...replaced]
  for (const { name } of items.filter(({ status }) => status === 'ask')) {
    if (!(await ask(place, 'replace', name))) throw new Told('notOurs', name)
    agreed.push(name)
  }
  return agreed
}

/** Nobody is asked after Ctrl-C, and Ctrl-C is no answer. */
async function ask({ confirm, signal }: Place, ...question: Parameters<Place['confirm']>): Promise<boolean> {
  signal.throwIfAborted()
  const answer = await confirm(...question)
  signal.throwIfAborted()
  return answer
}

async function put(args: DeployArguments, place: Place, site: Site, outcome: Outcome): Promise<void> {
  const isOpen = outcome.plan.some(({ status }) => status === 'create' || status === 'change')
  if (isOpen) {
    if (!args.isYes && !(await ask(place, 'goOn', outcome.envId))) throw new Told('notConfirmed')
    place.tell({ kind: 'begins' })
    await applyAll(site, outcome.plan, outcome, (item) => place.tell({ kind: 'done', item }))
  }
  if (outcome.done.some(({ kind }) => kind === 'function') && outcome.failed.length === 0)
    keepBuild(place.root, outcome.envId, site.wanted.functions)
  if (outcome.plan.some(({ step }) => step === 'policy'))
    outcome.policyFile = writePolicy(place.root, outcome.envId, site.wanted)
  if (outcome.failed.length === 0 && args.only.includes('routes')) await tryOut(place, site, outcome)
}

async function tryOut(place: Place, { wanted, signal }: Site, outcome: Outcome): Promise<void> {
  for (const { path } of wanted.routes) {
    signal.throwIfAborted()
    const url = new URL(path, wanted.notifyUrl).href
    const tried = await smoke(url, place.post, place.wait)
    outcome.smoke.push(tried)
    place.tell({ kind: 'smoke', smoke: tried })
  }
}
