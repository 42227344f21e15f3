// What `npm run setup` may be told.
import { NAMES } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { languageOf, type Language } from '../language'
import { parseOptions } from '../parseOptions'
import { nearest } from '../settings/readDotEnv'
import { ENVIRONMENT_ID } from './values'

export interface SetupArguments {
  /** Undefined where none was named: then the project's folder is looked through, and wins over nothing. */
  from: string | undefined
  isCheck: boolean
  /** By name. */
  set: Readonly<Record<string, string>>
  isJson: boolean
  language: Language
  isHelp: boolean
}

const OPTIONS = {
  from: { type: 'string' },
  check: { type: 'boolean', default: false },
  set: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws {Error} naming the argument, with what was expected; never a value, which may be a secret */
export function readArguments(args: string[], env: Readonly<Record<string, string | undefined>>): SetupArguments {
  const { values } = parseOptions({ args, options: OPTIONS })
  const { from, check: isCheck, json: isJson, help: isHelp, lang } = values
  return { from, isCheck, isJson, isHelp, set: readSet(values.set ?? []), language: languageOf(lang, env) }
}

function readSet(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair, index) => {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(pair) ?? []
      if (name === '') throw new Error(`--set (no. ${index + 1}): expected NAME=VALUE`)
      if (![ENVIRONMENT_ID, ...NAMES].includes(name)) {
        throw new Error(`--set ${name}: is no setting; is it ${nearest(name.toUpperCase())}? docs/settings.md has all`)
      }
      // An empty one would take away what is there, and have a key made anew.
      if (value.trim() === '') throw new Error(`--set ${name}: is empty`)
      return [name, value.trim()]
    }),
  )
}
