// What `npm run admin` may be told.
import { parseArgs } from 'node:util'
import type * as v from 'valibot'
import { ADMIN_ACTIONS } from '../../cloudfunctions/_shared/admin/actions'
import { CallFailure } from '../../cloudfunctions/_shared/kernel/errors'
import { readData } from '../../cloudfunctions/_shared/platform/doors/readEvent'

export interface AdminArguments {
  action: string
  input: Readonly<Record<string, string>>
  functionName: string
  isLocal: boolean
  /** Print the signed event, and send nothing. */
  isPrint: boolean
  /** Print the answer as it came, for programs. */
  isJson: boolean
  /** Of `exportAll` and `import`, which are many calls: where to, or from. */
  file: string | undefined
  envId: string | undefined
  tcb: string
}

/** Told without a stack. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  constructor(
    message: string,
    /** 1: refused or failed. 2: wrong arguments. */
    readonly exitCode: 1 | 2,
  ) {
    super(message)
  }
}

export const DEFAULT_FUNCTION = 'contractAdmin'

/**
 * @returns undefined where help was asked for
 * @throws {AdminError} naming the argument, with what was expected
 */
export function readArguments(argv: string[]): AdminArguments | undefined {
  const { values, positionals } = parse(argv)
  if (values.help) return undefined
  const [action, ...pairs] = positionals
  if (action === undefined) throw new AdminError(`which action? expected ${ACTIONS}`, 2)
  if (values.local && values.env !== undefined) throw new AdminError('--local and --env: expected one of them', 2)
  const input = readPairs(pairs)
  // What another function can do is not known here.
  const isKnown = values.function === DEFAULT_FUNCTION
  const file = isKnown ? readFile(action, input, values) : undefined
  if (isKnown && file === undefined) checkInput(action, input)
  const { local: isLocal, print: isPrint, json: isJson, env: envId, tcb, function: functionName } = values
  return { action, input, functionName, isLocal, isPrint, isJson, file, envId, tcb }
}

/** Actions that are many calls, and the option that names their file. */
const WITH_FILE: Readonly<Record<string, 'to' | 'from'>> = { exportAll: 'to', import: 'from' }

interface FileOptions {
  to?: string
  from?: string
  print: boolean
}

function readFile(action: string, input: object, values: FileOptions): string | undefined {
  const option = WITH_FILE[action]
  const given = (['to', 'from'] as const).filter((name) => values[name] !== undefined)
  const [other] = given.filter((name) => name !== option)
  if (other !== undefined) throw new AdminError(`--${other}: is of no use to ${action}`, 2)
  if (option === undefined) return undefined
  if (values[option] === undefined) throw new AdminError(`${action}: expected --${option} FILE`, 2)
  if (Object.keys(input).length > 0) throw new AdminError(`${action}: expected --${option} FILE and nothing else`, 2)
  if (values.print) throw new AdminError(`--print: ${action} is many calls, and cannot be pasted`, 2)
  return values[option]
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw new AdminError(error instanceof Error ? error.message : String(error), 2)
  }
}

const OPTIONS = {
  local: { type: 'boolean', default: false },
  print: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  to: { type: 'string' },
  from: { type: 'string' },
  env: { type: 'string' },
  tcb: { type: 'string', default: 'tcb' },
  function: { type: 'string', default: DEFAULT_FUNCTION },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const ACTIONS = Object.keys(ADMIN_ACTIONS).join(' or ')

function readPairs(pairs: readonly string[]): Readonly<Record<string, string>> {
  const entries = pairs.map((pair) => {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(pair) ?? []
    if (name === undefined || value === undefined) throw new AdminError(`${pair}: expected name=value`, 2)
    return [name, value] as const
  })
  const twice = entries.find(([name], index) => entries.findIndex(([other]) => other === name) !== index)
  if (twice) throw new AdminError(`${twice[0]}: is there twice`, 2)
  return Object.fromEntries(entries)
}

/** The function would say the same; here it costs no call. */
function checkInput(action: string, input: object): void {
  const known = Object.entries(ADMIN_ACTIONS).find(([name]) => name === action)
  if (!known) throw new AdminError(`${action}: is no action; expected ${ACTIONS}`, 2)
  try {
    const schema: v.GenericSchema = known[1].input
    readData(schema, input, action)
  } catch (error) {
    if (error instanceof CallFailure) throw new AdminError(error.message, 2)
    throw error
  }
}
