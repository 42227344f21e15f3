import { LIMITS } from '../limits'

/** Settings of a function: names and texts, as entered in the console. */
export type Settings = Readonly<Record<string, string>>

const RESERVED = /^(WX_|TCB_|SCF_|QCLOUD_|TENCENTCLOUD)/

/**
 * What is wrong with a function's settings, in the platform's eyes; empty when nothing is.
 * Names are reserved to the platform, and all settings of a function share 4 KB.
 */
export function settingsProblems(functionName: string, settings: Settings): string[] {
  const reserved = Object.keys(settings).filter((name) => RESERVED.test(name))
  const problems = reserved.map(
    (name) => `${functionName}: ${name} is set by the platform; take it out of the settings`,
  )
  const bytes = sizeOf(settings)
  if (bytes > LIMITS.environmentBytes) problems.push(tooLarge(functionName, settings, bytes))
  return problems
}

function tooLarge(functionName: string, settings: Settings, bytes: number): string {
  const largest = Object.entries(settings)
    .map(([name, value]) => ({ name, bytes: Buffer.byteLength(name + value) }))
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, 3)
    .map((entry) => `${entry.name} ${entry.bytes}`)
  return `${functionName}: settings take ${bytes} bytes, all together may take ${LIMITS.environmentBytes}; largest: ${largest.join(', ')}`
}

const sizeOf = (settings: Settings): number =>
  Object.entries(settings).reduce((bytes, [name, value]) => bytes + Buffer.byteLength(name + value), 0)

/** Of this process nothing reaches a function but what finding programs takes. */
const INHERITED = ['PATH', 'SystemRoot'] as const

/** Variables the platform sets for every function of an environment; with them the SDK talks to our gateway. */
export function platformEnvironment(environmentId: string, gatewayUrl: string): Record<string, string> {
  return {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    SCF_NAMESPACE: environmentId,
    TCB_ENV: environmentId,
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TRIGGER_SRC,TCB_SOURCE',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: gatewayUrl }),
    // The SDK's slow-request warning outlives failed requests and would print into later invocations.
    SILENCE: 'true',
  }
}

export function inheritedEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
  const entries = INHERITED.map((name) => [name, from[name]] as const)
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [(typeof INHERITED)[number], string] => entry[1] !== undefined),
  )
}
