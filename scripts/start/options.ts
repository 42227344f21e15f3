// What `npm start` may be told.
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
import { FAULT_KINDS } from '../../sandbox/journey/faultEnd'
import { put, type JourneyTexts } from '../../sandbox/journey/texts/texts'
import { languageOf, type Language } from '../language'
import { parseOptions } from '../parseOptions'

/** Where the phone is, so that a bookmark holds. */
const PORT = 4780

export const helpIn = ({ help }: JourneyTexts): string =>
  put(help, {
    port: PORT,
    families: FAMILIES.join(' | '),
    modes: MODES.join(' | '),
    combineModes: MODES_OF['combine-papay'].join(' | '),
    stores: STORES.join(' | '),
  })

export interface StartOptions {
  once: boolean
  logs: boolean
  help: boolean
  /** Whether functions-built/ follows the sources, too. */
  keepsBuilt: boolean
  /** Of the terminal. */
  language: Language
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
  lang: { type: 'string' },
} as const

/** @throws {Error} naming the option, with what was expected */
export function readOptions(args: string[], env: NodeJS.ProcessEnv = process.env): StartOptions {
  const { values } = parseOptions({ args, options: OPTIONS })
  const { once, logs, open, help } = values
  const language = languageOf(values.lang, env)
  const family = oneOf('--family', FAMILIES, values.family)
  const mode = combined(family, values.mode === undefined ? undefined : oneOf('--mode', MODES, values.mode))
  const store = oneOf('--store', STORES, values.store)
  const fault = values.fault === undefined ? undefined : oneOf('--fault', FAULT_KINDS, values.fault)
  const keepsBuilt = values['keep-built']
  const isEventMapSet = !values['no-event-map']
  const port = { port: portOf(values.port), isPortGiven: values.port !== undefined }
  const how = { once, logs, open, help, language, keepsBuilt }
  return { ...how, family, mode, store, isEventMapSet, ...port, ...(fault !== undefined && { fault }) }
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
