// Puts a plan in place, part by part, and believes none of it before it is read back.
import { readAccess } from '../cloud/readAccess'
import { readCollections } from '../cloud/readCollections'
import { readFunctions } from '../cloud/readFunctions'
import { readRules } from '../cloud/readRules'
import type { CloudState } from '../cloud/state'
import type { CallCloud, Login } from '../cloud/tc3Client'
import type { PgServer } from '../../cloudfunctions/_shared/platform/database/postgres/pgConnection'
import { applyDatabase } from './applyDatabase'
import { applyFunctions } from './applyFunctions'
import { applyRoutes, applyRules, applyTimers } from './applyRest'
import { PARTS, type Item, type Part } from './item'
import { probeMigrations } from './migrations'
import { plan } from './plan'
import type { DatabaseFacts } from './planDatabase'
import type { RunTool } from './runTool'
import { toolReason } from './toolReason'
import type { Trouble } from './troubles'
import type { Wanted } from './wanted'

export interface Site {
  envId: string
  wanted: Wanted
  /** As it was read last. */
  state: CloudState
  facts: DatabaseFacts
  replaced: readonly string[]
  call: CallCloud
  login: Login
  postgres: PgServer | undefined
  tool: RunTool
  temporary: string
  wait: (ms: number) => Promise<void>
  signal: AbortSignal
}

export interface Applied {
  done: Item[]
  /** Asked for, and not so; with what the tool said of it. */
  failed: Failed[]
  /** Found out on the way: a person has to. */
  byHand: Item[]
}

export interface Failed {
  item: Item
  /** Of a function, as the cloud tells it; undefined where it is not there. */
  status: string | undefined
  said: string
  /** Where the cloud said why. */
  trouble: Trouble | undefined
}

const APPLY: Readonly<Record<Part, (site: Site, items: readonly Item[]) => Promise<string>>> = {
  database: applyDatabase,
  functions: applyFunctions,
  timer: applyTimers,
  routes: applyRoutes,
  rules: applyRules,
}

const isOpen = ({ status }: Item): boolean => status === 'create' || status === 'change'

/**
 * @param items of the plan
 * @param applied is added to as parts are done, so that it is known where this ends before its end
 * @param tell of each item that is done
 */
export async function applyAll(
  site: Site,
  items: readonly Item[],
  applied: Applied,
  tell: (item: Item) => void,
): Promise<void> {
  for (const part of PARTS) {
    const open = items.filter((item) => item.part === part && isOpen(item))
    if (open.length === 0) continue
    site.signal.throwIfAborted()
    const said = await APPLY[part](site, open)
    const left = await readBack(site, part)
    for (const item of open) {
      const still = left.find(({ kind, name }) => kind === item.kind && name === item.name)
      if (still?.status === 'cannot') applied.byHand.push(still)
      else if (still) applied.failed.push({ item: still, status: statusOf(site, item), ...toolReason(item.name, said) })
      else {
        applied.done.push(item)
        tell(item)
      }
    }
    if (applied.failed.length > 0) return
  }
}

const TRIES = 20
const BETWEEN_MS = 3_000

/** @returns what is still not as it ought to be, after a minute of looking */
async function readBack(site: Site, part: Part): Promise<Item[]> {
  for (let tries = 1; ; tries++) {
    site.state = { ...site.state, ...(await READ[part](site)) }
    if (part === 'database') site.facts = await factsOf(site)
    const left = leftIn(site, part)
    if (left.length === 0 || tries === TRIES || !left.some((item) => isUnderWay(site, item))) return left
    site.signal.throwIfAborted()
    await site.wait(BETWEEN_MS)
  }
}

/** Nobody looks where there is no such database. */
export const factsOf = async ({ wanted, postgres }: Pick<Site, 'wanted' | 'postgres'>): Promise<DatabaseFacts> => ({
  migrations: await probeMigrations(postgres, wanted.migrations),
})

const leftIn = ({ wanted, state, facts, replaced }: Site, part: Part): Item[] =>
  plan(wanted, state, { only: [part], replaced, facts }).filter(
    (item) => item.status !== 'same' || (item.kind === 'function' && !isActive(state, item.name)),
  )

const isActive = (state: CloudState, name: string): boolean =>
  state.functions.some((one) => one.name === name && one.status === 'Active')

const statusOf = ({ state }: Site, { kind, name }: Item): string | undefined =>
  kind === 'function' ? state.functions.find((one) => one.name === name)?.status : undefined

/** Worth waiting for: the cloud is at it, or makes an index. */
const isUnderWay = (site: Site, item: Item): boolean =>
  item.kind === 'index' || /^(Creating|Updating|Publishing)$/.test(statusOf(site, item) ?? '')

const READ: Readonly<Record<Part, (site: Site) => Promise<Partial<CloudState>>>> = {
  database: async ({ call, state, wanted }) => ({
    collections: await readCollections(
      call,
      state.environment,
      wanted.collections.map(({ name }) => name),
    ),
  }),
  functions: (site) => readWantedFunctions(site),
  timer: (site) => readWantedFunctions(site),
  routes: async ({ call, state }) => ({ access: await readAccess(call, state.environment) }),
  rules: async ({ call, state }) => ({ rules: await readRules(call, state.environment) }),
}

const readWantedFunctions = async ({ call, state, wanted }: Site): Promise<Partial<CloudState>> => ({
  functions: await readFunctions(
    call,
    state.environment,
    wanted.functions.map(({ onlineName }) => onlineName),
  ),
})
