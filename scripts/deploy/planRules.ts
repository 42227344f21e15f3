import type { FunctionRules } from '../cloud/state'
import { byHand, change, changed, type Change, type Item } from './item'
import type { Wanted } from './wanted'

const SIGNED_IN = 'auth != null'

/** @param online undefined where the environment's policy decides instead */
export function planRules(callers: Wanted['callers'], online: FunctionRules | undefined): Item[] {
  if (!online) return [byHand({ part: 'rules', kind: 'policy', name: '' }, 'policy')]
  const merged = mergeRules(callers, online)
  const names = Object.keys(merged).filter((name) => invokeOf(online, name) !== invokeOf(merged, name))
  const changes = names.flatMap((name): Change[] => change(name, invokeOf(online, name), invokeOf(merged, name)))
  return [changed({ part: 'rules', kind: 'rules', name: '' }, changes)]
}

/** What is said of others stays. Ours are closed to pages, or open to who is signed in unless that is said of all already. */
export function mergeRules({ open, closed }: Wanted['callers'], online: FunctionRules): FunctionRules {
  const all = online['*'] === undefined ? { '*': { invoke: SIGNED_IN } } : {}
  const merged: Record<string, unknown> = { ...all, ...online }
  for (const name of closed) if (!isClosed(merged[name])) merged[name] = { ...Object(merged[name]), invoke: false }
  for (const name of open) {
    if (isClosed(merged[name] ?? merged['*'])) merged[name] = { ...Object(merged[name]), invoke: SIGNED_IN }
  }
  return merged
}

const isClosed = (rule: unknown): boolean =>
  [false, 'false'].includes((Object(rule) as { invoke?: never }).invoke as never)

const invokeOf = (rules: FunctionRules, name: string): string => {
  const { invoke } = Object(rules[name]) as { invoke?: unknown }
  return invoke === undefined ? 'none' : typeof invoke === 'string' ? invoke : JSON.stringify(invoke)
}
