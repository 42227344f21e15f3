// What `npm run admin` may be told.
import type * as v from 'valibot'
import { ADMIN_ACTIONS } from '../../cloudfunctions/_shared/admin/actions'
import { CallFailure } from '../../cloudfunctions/_shared/kernel/errors'
import { readData } from '../../cloudfunctions/_shared/platform/doors/readEvent'
import { errorWords } from '../commandErrors'
import { languageOf, type Language } from '../language'
import { parseOptions } from '../parseOptions'
import { AdminError } from './adminError'
import { inputWords } from './inputWords'

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
  language: Language
}

export const DEFAULT_FUNCTION = 'contractAdmin'

/**
 * @returns undefined where help was asked for
 * @throws {AdminError} naming the argument, with what was expected
 */
export function readArguments(
  argv: string[],
  env: Readonly<Record<string, string | undefined>>,
): AdminArguments | undefined {
  const { values, positionals, language } = parse(argv, env)
  if (values.help) return undefined
  const [action, ...pairs] = positionals
  if (action === undefined) throw wrong(`which action? expected ${ACTIONS}`, `缺少操作；应为其中一项：${ACTIONS_ZH}`)
  if (values.local && values.env !== undefined)
    throw wrong('--local and --env: expected one of them', '--local 与 --env：只能给一个')
  const input = readPairs(pairs)
  // What another function can do is not known here.
  const isKnown = values.function === DEFAULT_FUNCTION
  const file = isKnown ? readFile(action, input, values) : undefined
  if (isKnown && file === undefined) checkInput(action, input)
  const { local: isLocal, print: isPrint, json: isJson, env: envId, tcb, function: functionName } = values
  return { action, input, functionName, isLocal, isPrint, isJson, file, envId, tcb, language }
}

/** Actions that are many calls, and the option that names their file. */
const WITH_FILE: Readonly<Record<string, 'to' | 'from'>> = { exportAll: 'to', import: 'from' }

interface FileOptions {
  to?: string
  from?: string
  print: boolean
}

function readFile(action: string, input: object, values: FileOptions): string | undefined {
  const option = Object.hasOwn(WITH_FILE, action) ? WITH_FILE[action] : undefined
  const given = (['to', 'from'] as const).filter((name) => values[name] !== undefined)
  const [other] = given.filter((name) => name !== option)
  if (other !== undefined) throw wrong(`--${other}: is of no use to ${action}`, `--${other}：${action} 用不到`)
  if (option === undefined) return undefined
  if (values[option] === undefined)
    throw wrong(`${action}: expected --${option} FILE`, `${action}：应给出 --${option} 文件`)
  if (Object.keys(input).length > 0)
    throw wrong(`${action}: expected --${option} FILE and nothing else`, `${action}：只应给出 --${option} 文件`)
  if (values.print)
    throw wrong(`--print: ${action} is many calls, and cannot be pasted`, `--print：${action} 需多次调用，无法粘贴执行`)
  return values[option]
}

function parse(args: string[], env: Readonly<Record<string, string | undefined>>) {
  try {
    const parsed = parseOptions({ args, allowPositionals: true, options: OPTIONS })
    return { ...parsed, language: languageOf(parsed.values.lang, env) }
  } catch (error) {
    throw new AdminError(errorWords(error), 2)
  }
}

const wrong = (en: string, zh: string): AdminError => new AdminError({ en, zh }, 2)

const OPTIONS = {
  local: { type: 'boolean', default: false },
  print: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  to: { type: 'string' },
  from: { type: 'string' },
  env: { type: 'string' },
  tcb: { type: 'string', default: 'tcb' },
  function: { type: 'string', default: DEFAULT_FUNCTION },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const ACTIONS = Object.keys(ADMIN_ACTIONS).join(' or ')
const ACTIONS_ZH = Object.keys(ADMIN_ACTIONS).join('、')

function readPairs(pairs: readonly string[]): Readonly<Record<string, string>> {
  const entries = pairs.map((pair) => {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(pair) ?? []
    if (name === undefined || value === undefined) throw wrong(`${pair}: expected name=value`, `${pair}：应为 名称=值`)
    return [name, value] as const
  })
  const twice = entries.find(([name], index) => entries.findIndex(([other]) => other === name) !== index)
  if (twice) throw wrong(`${twice[0]}: is there twice`, `${twice[0]}：重复给出`)
  return Object.fromEntries(entries)
}

/** The function would say the same; here it costs no call. */
function checkInput(action: string, input: object): void {
  const known = Object.entries(ADMIN_ACTIONS).find(([name]) => name === action)
  if (!known)
    throw wrong(`${action}: is no action; expected ${ACTIONS}`, `没有操作 ${action}；应为其中一项：${ACTIONS_ZH}`)
  try {
    const schema: v.GenericSchema = known[1].input
    readData(schema, input, action)
  } catch (error) {
    if (error instanceof CallFailure) throw new AdminError(inputWords(error.message), 2)
    throw error
  }
}
