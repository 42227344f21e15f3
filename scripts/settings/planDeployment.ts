// What each function is deployed with: secrets in its environment, everything else in settings.json beside its code.
import { KeyObject } from 'node:crypto'
import {
  FUNCTION_ROLES,
  NAMES,
  namesFor,
  ROWS,
  type Given,
  type SettingName,
} from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { Role } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { checkDeployment, isDeployed } from '../../cloudfunctions/_shared/platform/settings/checkDeployment'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { SETTING } from '../../cloudfunctions/_shared/platform/settings/names'
import { isSecret } from '../../cloudfunctions/_shared/platform/settings/sources'

/** Names and values of all variables of a function together. */
export const ENVIRONMENT = { maxBytes: 4096, warnBytes: 3500 } as const

export interface DeployedFunction {
  name: string
  /** With the prefix, where there is one: what it is called by. */
  onlineName: string
  /** To be set online, each by its name. */
  environment: Readonly<Record<string, string>>
  /** Bytes of that, as the limit counts them. */
  bytes: number
  settings: Readonly<Record<string, string>>
}

export type DeploymentPlan =
  { ok: true; functions: DeployedFunction[]; ownPublicKeySha256: string } | { ok: false; problems: SettingProblem[] }

/**
 * @param given what `.env` holds
 * @param names functions there are; those of a scene that is not set up are left out
 */
export function planDeployment(given: Given, names: readonly string[]): DeploymentPlan {
  const checked = checkDeployment(given)
  if (!checked.ok) return checked
  const secrets = secretsIn(given)
  const functions = names.flatMap((name) => deployedFunction(name, given, secrets))
  const problems = tooLarge(functions)
  return problems.length > 0 ? { ok: false, problems } : { ...checked, functions }
}

/** Each as it is set online. Once for all functions: reading a private key takes longer than all the rest. */
const secretsIn = (given: Given): Given =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const text = given[name]
      return text !== undefined && isSecret(name, text) ? [[name, shortest(name, text)]] : []
    }),
  )

function deployedFunction(name: string, given: Given, secrets: Given): DeployedFunction[] {
  const role = FUNCTION_ROLES[name]
  if (role === undefined || !isDeployed(role, given)) return []
  const values = valuesFor(role, given)
  const environment = Object.fromEntries(
    values.flatMap(([name]): [string, string][] => (secrets[name] === undefined ? [] : [[name, secrets[name]]])),
  )
  const settings = Object.fromEntries(values.filter(([name]) => environment[name] === undefined))
  return [{ name, onlineName: onlineNameOf(name, given), environment, bytes: sizeOf(environment), settings }]
}

/** @param name of a function of the kit's */
export const onlineNameOf = (name: string, given: Given): string => `${given[SETTING.functionPrefix] ?? ''}${name}`

const valuesFor = (role: Role, given: Given): [SettingName, string][] =>
  namesFor(role, given).flatMap((name): [SettingName, string][] => {
    const text = given[name]
    return text === undefined ? [] : [[name, text]]
  })

/** A private key without its armour: a third less. */
function shortest(name: SettingName, text: string): string {
  const read = ROWS[name].read(text)
  if (!read.ok || !(read.value instanceof KeyObject) || read.value.type !== 'private') return text
  return read.value.export({ type: 'pkcs8', format: 'der' }).toString('base64')
}

export const sizeOf = (environment: Readonly<Record<string, string>>): number =>
  Object.entries(environment).reduce((bytes, [name, value]) => bytes + Buffer.byteLength(name + value), 0)

/** Once for all functions that have the same variables. */
function tooLarge(functions: readonly DeployedFunction[]): SettingProblem[] {
  const large = functions.filter(({ bytes }) => bytes > ENVIRONMENT.maxBytes)
  const byVariables = new Map<string, DeployedFunction[]>()
  for (const one of large) {
    const variables = Object.keys(one.environment).join(', ')
    byVariables.set(variables, [...(byVariables.get(variables) ?? []), one])
  }
  return [...byVariables].map(([variables, alike]) => ({
    name: variables,
    problem: `take ${alike[0]?.bytes ?? 0} bytes in the environment of ${alike.map(({ name }) => name).join(', ')}, and all together may take ${ENVIRONMENT.maxBytes}: use shorter keys`,
  }))
}
