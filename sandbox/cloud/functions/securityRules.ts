import type { Identity } from './identity'

/** The environment's function security rules: per function name, `*` for the rest. Only client calls are ruled. */
export type SecurityRules = Readonly<
  Record<string, { invoke: boolean | 'auth != null' | "auth.loginType != 'ANONYMOUS' && auth != null" }>
>

export const DEFAULT_RULES: SecurityRules = { '*': { invoke: 'auth != null' } }

export function mayInvoke(rules: SecurityRules, functionName: string, identity: Identity | undefined): boolean {
  const rule = rules[functionName] ?? rules['*'] ?? { invoke: 'auth != null' }
  return typeof rule.invoke === 'boolean' ? rule.invoke : identity !== undefined
}
