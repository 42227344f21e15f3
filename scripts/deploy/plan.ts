// What a deployment would do, item by item: a pure comparison of what ought to be online with what is.
import type { CloudState } from '../cloud/state'
import { planDatabase, type DatabaseFacts } from './planDatabase'
import { planFunctions } from './planFunctions'
import { planRoutes } from './planRoutes'
import { planRules } from './planRules'
import { planTimers } from './planTimers'
import type { Item, Part } from './item'
import { PARTS } from './item'
import type { Wanted } from './wanted'

interface Choices {
  only?: readonly Part[]
  /** Functions online that may be replaced, though they are not known to be of this kit. */
  replaced?: readonly string[]
  facts: DatabaseFacts
}

export function plan(wanted: Wanted, state: CloudState, { only = PARTS, replaced = [], facts }: Choices): Item[] {
  const all: Readonly<Record<Part, () => Item[]>> = {
    database: () => planDatabase(wanted, state, facts),
    functions: () => planFunctions(wanted.functions, state.functions, replaced),
    timer: () => planTimers(wanted.timers, state.functions),
    routes: () => planRoutes(wanted, state.access),
    rules: () => planRules(wanted.callers, state.rules),
  }
  return PARTS.filter((part) => only.includes(part)).flatMap((part) => all[part]())
}
