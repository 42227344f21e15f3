// What `npm start` may be told.
import { parseArgs } from 'node:util'
import {
  FAMILIES,
  modeOf,
  MODES,
  MODES_OF,
  STORES,
  type FamilyChoice,
  type ModeChoice,
  type StoreChoice,
} from '../../sandbox/choices'

/** Where the phone is, so that a bookmark holds. */
const PORT = 4780

export const HELP = `npm start [-- options]

Starts a local WeChat on this machine, with keys made on the spot, and takes one user from "asks to sign" to "closed"
through the functions as they would be deployed. No account and no network needed.

  --once             leave after the journey: exit code 0 if it ended SIGNED and then, closed, TERMINATED; 1 if not
  --port <number>    where the phone is: ${PORT} unless told otherwise, or a free port where that is taken. What is behind
                     it takes the ports that follow, where they are free
  --open             open the phone in the browser
  --family <name>    ${FAMILIES.join(' | ')}
  --mode <name>      ${MODES.join(' | ')}; combine-papay has ${MODES_OF['combine-papay'].join(' | ')} only
  --store <name>     ${STORES.join(' | ')}: the database; the last two are a real PostgreSQL of this machine (PGlite
                     where it has none), by its driver or over HTTP as CloudBase's gateway has it
  --fault <kind>     spoil WeChat Pay's answers to the first call, to see what becomes of it: wrongSignature, signtest,
                     serverError, tooManyRequests, reset, drop, truncatedBody, htmlBody, ... (all: GET <control address>).
                     Exit code 0 with --once if it was refused as it has to be
  --no-event-map     do not tell the functions what the notifications' event types mean, as before a merchant's first one:
                     password-exempt contracts are then confirmed by asking alone
  --keep-built       keep functions-built/ current as well, for DevTools, as npm run build fills it: npm run dev
  --logs             show what the functions log, too
  --help             this text`

export interface StartOptions {
  once: boolean
  logs: boolean
  help: boolean
  /** Whether functions-built/ follows the sources, too. */
  keepsBuilt: boolean
  family: FamilyChoice
  mode: ModeChoice
  /** Whether the functions are told what the notifications' event types mean. */
  isEventMapSet: boolean
  store: StoreChoice
  fault?: string
  open: boolean
  port: number
  /** Whether no other port will do. */
  isPortGiven: boolean
}

/** As `parseArgs` takes them. */
export const OPTIONS = {
  once: { type: 'boolean', default: false },
  logs: { type: 'boolean', default: false },
  'keep-built': { type: 'boolean', default: false },
  open: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  family: { type: 'string', default: FAMILIES[0] },
  mode: { type: 'string' },
  port: { type: 'string' },
  'no-event-map': { type: 'boolean', default: false },
  store: { type: 'string', default: STORES[0] },
  fault: { type: 'string' },
} as const

/** @throws {Error} naming the option, with what was expected */
export function readOptions(args: string[]): StartOptions {
  const { values } = parseArgs({ args, options: OPTIONS })
  const { once, logs, open, help, fault } = values
  const family = oneOf('--family', FAMILIES, values.family)
  const mode = combined(family, values.mode === undefined ? undefined : oneOf('--mode', MODES, values.mode))
  const store = oneOf('--store', STORES, values.store)
  const keepsBuilt = values['keep-built']
  const isEventMapSet = !values['no-event-map']
  const port = { port: portOf(values.port), isPortGiven: values.port !== undefined }
  return {
    once,
    logs,
    open,
    help,
    keepsBuilt,
    family,
    mode,
    store,
    isEventMapSet,
    ...port,
    ...(fault !== undefined && { fault }),
  }
}

const MAX_PORT = 65_535

function portOf(given: string | undefined): number {
  if (given === undefined) return PORT
  const port = Number(given)
  if (/^\d+$/.test(given) && port >= 1 && port <= MAX_PORT) return port
  throw new Error(`--port: expected a number from 1 to ${MAX_PORT}, got ${JSON.stringify(given)}`)
}

function combined(family: FamilyChoice, mode: ModeChoice | undefined): ModeChoice {
  try {
    return modeOf(family, mode)
  } catch (error) {
    throw new Error(`--mode: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function oneOf<T extends string>(option: string, choices: readonly T[], value = ''): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new Error(`${option}: expected ${choices.join(' or ')}, got ${JSON.stringify(value)}`)
  return found
}
