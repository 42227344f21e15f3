// What `npm run deploy` may be told.
import { readHosts } from '../doctor/arguments'
import { languageOf, type Language } from '../language'
import { parseOptions } from '../parseOptions'
import { PARTS, type Part } from './item'

export interface DeployArguments {
  /** In place of ENV_ID of `.env`. */
  envId: string | undefined
  only: readonly Part[]
  isDryRun: boolean
  isYes: boolean
  isPrevious: boolean
  /** Functions online that may be replaced, though they are not known to be of this kit. */
  replaced: readonly string[]
  isJson: boolean
  /** Of a local WeChat, for the doctor that looks at the end. */
  hosts: string | undefined
  /** Path of the tool of CloudBase, where it is another than the one that comes with this project. */
  tcb: string | undefined
  language: Language
  isHelp: boolean
}

const OPTIONS = {
  env: { type: 'string' },
  only: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  previous: { type: 'boolean', default: false },
  replace: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  hosts: { type: 'string' },
  tcb: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws {Error} naming the argument, with what was expected */
export function readArguments(args: string[], env: Readonly<Record<string, string | undefined>>): DeployArguments {
  const { values } = parseOptions({ args, options: OPTIONS })
  if (values.hosts !== undefined) readHosts(values.hosts)
  return {
    envId: values.env,
    only: values.only ? readOnly(values.only) : PARTS,
    isDryRun: values['dry-run'],
    isYes: values.yes,
    isPrevious: values.previous,
    replaced: listed(values.replace ?? []),
    isJson: values.json,
    hosts: values.hosts,
    tcb: values.tcb,
    language: languageOf(values.lang, env),
    isHelp: values.help,
  }
}

function readOnly(texts: readonly string[]): Part[] {
  const names = listed(texts)
  const stranger = names.find((name) => !(PARTS as readonly string[]).includes(name))
  if (stranger !== undefined || names.length === 0)
    throw new Error(`--only ${stranger ?? ''}: expected some of ${PARTS.join(',')}`)
  return PARTS.filter((part) => names.includes(part))
}

const listed = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(',').map((one) => one.trim())).filter((one) => one !== '')
