import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { LIMITS } from '../limits'
import { readCron, type Cron } from './cron'

const CRON = 'expected seven fields: second minute hour day month weekday year'
const timerSchema = v.looseObject({
  name: v.string(),
  type: v.literal('timer'),
  config: v.pipe(
    v.string(),
    v.check((text) => readCron(text) !== undefined, CRON),
  ),
})

const configSchema = v.looseObject({
  timeout: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(LIMITS.maxTimeoutSec)), LIMITS.timeoutSec),
  memorySize: v.optional(v.pipe(v.number(), v.minValue(64)), LIMITS.memorySizeMb),
  triggers: v.optional(v.pipe(v.array(timerSchema), v.maxLength(1, 'a function has one timer')), []),
})

/** What the platform knows of one deployed function. */
export interface FunctionManifest {
  name: string
  /** Path of `index.js`. */
  entry: string
  timeoutSec: number
  memorySizeMb: number
  /** When it is started by itself. */
  timers: { name: string; isDue: Cron }[]
}

/**
 * Finds the functions in a deployment folder: each sub-folder with an `index.js`, and its `config.json` if there is one.
 * @throws {Error} when the folder is missing or a `config.json` is wrong
 */
export function readFunctions(root: string): FunctionManifest[] {
  if (!existsSync(root)) throw new Error(`no functions in ${root}: build them first (npm run build)`)
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(root, entry.name, 'index.js')))
    .map((entry) => readFunction(entry.name, path.join(root, entry.name)))
}

function readFunction(name: string, folder: string): FunctionManifest {
  const file = path.join(folder, 'config.json')
  const json: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const parsed = v.safeParse(configSchema, json)
  if (!parsed.success) throw new Error(`${file}: ${v.summarize(parsed.issues)}`)
  const { timeout, memorySize, triggers } = parsed.output
  return {
    name,
    entry: path.join(path.resolve(folder), 'index.js'),
    timeoutSec: timeout,
    memorySizeMb: memorySize,
    timers: triggers.map((trigger) => ({ name: trigger.name, isDue: readCron(trigger.config) ?? NEVER })),
  }
}

const NEVER: Cron = () => false
