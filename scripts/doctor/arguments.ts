// What `npm run doctor` may be told.
import { hostProblem } from '../../cloudfunctions/_shared/wechatpay/hosts'
import { languageOf, type Language } from '../language'
import { parseOptions } from '../parseOptions'

export interface DoctorArguments {
  /** Undefined: offline, and online where somebody is logged in. */
  only: 'offline' | 'online' | undefined
  from: string | undefined
  hosts: readonly string[] | undefined
  /** In place of ENV_ID of `.env`. */
  envId: string | undefined
  isJson: boolean
  language: Language
  isHelp: boolean
}

const OPTIONS = {
  offline: { type: 'boolean', default: false },
  online: { type: 'boolean', default: false },
  from: { type: 'string' },
  hosts: { type: 'string' },
  env: { type: 'string' },
  json: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws {Error} naming the argument, with what was expected */
export function readArguments(args: string[], env: Readonly<Record<string, string | undefined>>): DoctorArguments {
  const { values } = parseOptions({ args, options: OPTIONS })
  const { offline, online, from, hosts, env: envId, json: isJson, lang, help: isHelp } = values
  if (offline && online) throw new Error('--offline and --online: expected one of them, or neither for both')
  return {
    only: offline ? 'offline' : online ? 'online' : undefined,
    from,
    hosts: hosts === undefined ? undefined : readHosts(hosts),
    envId,
    isJson,
    language: languageOf(lang, env),
    isHelp,
  }
}

/** Of WeChat Pay. @throws {Error} one of them is none of its hosts, and not on this machine either */
export const readHosts = (text: string): string[] => text.split(',').map(readHost)

function readHost(text: string): string {
  const problem = hostProblem(text)
  if (problem !== undefined) throw new Error(`--hosts ${text}: ${problem}`)
  return new URL(text).origin
}
