// What `npm run build` may be told.
import { languageOf, type Language } from '../language'
import { parseOptions } from '../parseOptions'
import { PARTS, type Part } from './buildAll'

export interface BuildArguments {
  /** All that are to be built. */
  parts: readonly Part[]
  /** All there are: then what is deployed is made of them too. */
  isWhole: boolean
  language: Language
  isHelp: boolean
}

const OPTIONS = {
  only: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws {Error} naming the argument, with what was expected */
export function readArguments(args: string[], env: Readonly<Record<string, string | undefined>>): BuildArguments {
  const { only, lang, help: isHelp } = parseOptions({ args, options: OPTIONS }).values
  const parts = PARTS.filter((part) => only === undefined || only === part)
  if (only !== undefined && parts.length === 0) throw new Error(`--only ${only}: expected one of ${PARTS.join(', ')}`)
  return { parts, isWhole: only === undefined, isHelp, language: languageOf(lang, env) }
}
