// The two places a function's settings lie in: its environment, and settings.json beside its code.
import { KeyObject } from 'node:crypto'
import { isValue, NAMES, namesFor, readGiven, ROWS, type Given, type SettingName } from './catalogue'
import type { Role } from './catalogue/row'
import type { SettingsFile } from './settingsFile'

export type Env = Readonly<Record<string, string | undefined>>

/** The environment wins. */
export const joinSources = (env: Env, file: SettingsFile | undefined): Given => ({
  ...readGiven(file?.settings ?? {}),
  ...readGiven(env),
})

/** Names that mean one thing in the environment and another in the file. */
export function hiddenByEnvironment(role: Role, env: Env, file: SettingsFile): SettingName[] {
  const inFile = readGiven(file.settings)
  const inEnv = readGiven(env)
  return namesFor(role, joinSources(env, file)).filter((name) => {
    const [one, other] = [inFile[name], inEnv[name]]
    return one !== undefined && other !== undefined && meaningOf(name, one) !== meaningOf(name, other)
  })
}

/** The same key is the same in every form. */
function meaningOf(name: SettingName, text: string): string {
  const read = ROWS[name].read(text)
  return read.ok
    ? JSON.stringify(read.value, (_, part: unknown) => (part instanceof KeyObject ? bytesOf(part) : part))
    : text
}

const bytesOf = (key: KeyObject): string =>
  key.type === 'secret'
    ? key.export().toString('base64')
    : key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'der' }).toString('base64')

/** Names in the environment that a function of this role has no business with. */
export function straysIn(role: Role, env: Env, file?: SettingsFile): string[] {
  const own: readonly string[] = namesFor(role, joinSources(env, file))
  return NAMES.filter((name) => isValue((env[name] ?? '').trim()) && !own.includes(name))
}

/** What lies in the environment, or nowhere: whoever can read a secret can use it. */
export function isSecret(name: SettingName, text: string): boolean {
  const { secret } = ROWS[name]
  return typeof secret === 'boolean' ? secret : secret(text)
}

/** Names of secrets in settings.json: no build puts one there. */
export const secretsIn = (file: SettingsFile): string[] =>
  Object.entries(readGiven(file.settings)).flatMap(([name, text]) =>
    isSecret(name as SettingName, text) ? [name] : [],
  )
