// What ought to be online: from the settings, the built functions, and the lists of the repository.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { FUNCTION_ROLES, ROWS, type Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { CloudCollection } from '../cloud/state'
import { onlineNameOf, type DeployedFunction } from '../settings/planDeployment'
import { collectionsOf, functionLimits, readJson } from '../settings/projectFiles'
import { routesTo, type Route } from '../settings/routes'

export interface Wanted {
  functions: readonly WantedFunction[]
  store: 'document' | 'postgres' | 'postgrest'
  collections: readonly (CloudCollection & { access: string })[]
  migrations: readonly { file: string; sql: string }[]
  routes: readonly Route[]
  timers: readonly { functionName: string; name: string; cron: string }[]
  callers: {
    /** Called by pages: whoever is signed in. */
    open: readonly string[]
    /** No page has business with these. */
    closed: readonly string[]
  }
  notifyUrl: string
}

export interface WantedFunction {
  /** What it knows itself by. */
  name: string
  onlineName: string
  handler: string
  runtime: string
  timeoutSec: number
  memoryMb: number
  /** Secrets, and which build it is. */
  variables: Readonly<Record<string, string>>
  /** Of the build. */
  folder: string
}

/** Tells a function of this kit from another of the same name, and one build of it from the next. */
export const BUILD_VARIABLE = 'ENTRUST_KIT_BUILD'

const triggersSchema = v.object({
  triggers: v.optional(v.array(v.object({ name: v.string(), type: v.literal('timer'), config: v.string() })), []),
})

/**
 * @param root the project's folder
 * @param builtDir where the built functions lie: functions-built/, or a build that was kept
 */
export function readWanted(
  root: string,
  given: Given,
  planned: readonly DeployedFunction[],
  builtDir = join(root, 'functions-built'),
): Wanted {
  const functions = functionsOf(root, planned, builtDir)
  const notifyUrl = given['WXPAY_NOTIFY_URL'] ?? ''
  const named = (role: (name: string) => boolean) =>
    Object.keys(FUNCTION_ROLES)
      .filter(role)
      .map((name) => onlineNameOf(name, given))
  return {
    functions,
    store: (given['WXPAY_STORE'] ?? ROWS.WXPAY_STORE.default) as Wanted['store'],
    collections: collectionsOf(root),
    migrations: migrationsIn(join(root, 'database/migrations')),
    routes: routesTo(functions, given),
    timers: functions.flatMap(timersOf),
    callers: {
      open: named((name) => FUNCTION_ROLES[name] === 'callables'),
      closed: named((name) => FUNCTION_ROLES[name] !== 'callables'),
    },
    notifyUrl,
  }
}

/** Ours, and those of the merchant's own that are built and listed. */
function functionsOf(root: string, planned: readonly DeployedFunction[], builtDir: string): WantedFunction[] {
  return functionLimits(root).flatMap(({ name, handler, runtime, timeout, memorySize }) => {
    const ours = planned.find((one) => one.name === name)
    const folder = join(builtDir, ours?.onlineName ?? name)
    const isTheirs = FUNCTION_ROLES[name] === undefined && existsSync(join(folder, 'index.js'))
    if (!ours && !isTheirs) return []
    const variables = { ...ours?.environment, [BUILD_VARIABLE]: stampOf(folder) }
    const onlineName = ours?.onlineName ?? name
    return [{ name, onlineName, handler, runtime, timeoutSec: timeout, memoryMb: memorySize, variables, folder }]
  })
}

/** The first 16 hex digits of a hash over every file. */
function stampOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) {
    const content = readFileSync(join(folder, name))
    hash.update(`${name}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}

const timersOf = ({ folder, onlineName }: WantedFunction): Wanted['timers'] =>
  existsSync(join(folder, 'config.json'))
    ? readJson(triggersSchema, folder, 'config.json').triggers.map(({ name, config }) => ({
        functionName: onlineName,
        name,
        cron: config,
      }))
    : []

const migrationsIn = (folder: string): Wanted['migrations'] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ file, sql: readFileSync(join(folder, file), 'utf8') }))
