import { hashOf } from '../cloud/readFunctions'
import type { CloudFunction } from '../cloud/state'
import { byHand, change, changed, created, type Change, type Item } from './item'
import { BUILD_VARIABLE, type WantedFunction } from './wanted'

export const planFunctions = (
  wanted: readonly WantedFunction[],
  online: readonly CloudFunction[],
  replaced: readonly string[],
): Item[] =>
  wanted.map((one) =>
    planOne(
      one,
      online.find(({ name }) => name === one.onlineName),
      replaced,
    ),
  )

function planOne(wanted: WantedFunction, online: CloudFunction | undefined, replaced: readonly string[]): Item {
  const item = { part: 'functions', kind: 'function', name: wanted.onlineName } as const
  if (!online) return created(item)
  if (!isOurs(online) && !replaced.includes(online.name)) return { ...item, status: 'ask', changes: [] }
  const runtime = change('runtime', online.runtime, wanted.runtime)
  if (runtime.length > 0) return byHand(item, 'runtime', runtime)
  return changed(item, [...limitsOf(wanted, online), ...variablesOf(wanted, online)])
}

/** Whoever put it there, by whatever way, says so in a variable. */
const isOurs = ({ variableHashes }: CloudFunction): boolean => variableHashes[BUILD_VARIABLE] !== undefined

const limitsOf = (wanted: WantedFunction, online: CloudFunction): Change[] => [
  ...change('handler', online.handler, wanted.handler),
  ...change('timeout', `${online.timeoutSec} s`, `${wanted.timeoutSec} s`),
  ...change('memory', `${online.memoryMb} MB`, `${wanted.memoryMb} MB`),
  ...(/Failed$/.test(online.status) ? change('status', online.status, 'Active') : []),
]

function variablesOf({ variables }: WantedFunction, { variableHashes }: CloudFunction): Change[] {
  const differ = Object.entries(variables).flatMap(([name, value]): Change[] => {
    const field = name === BUILD_VARIABLE ? 'build' : name
    const online = variableHashes[name]
    if (online === undefined) return [{ field, is: 'added' }]
    return online === hashOf(value) ? [] : [{ field, is: 'changed' }]
  })
  const gone = Object.keys(variableHashes).filter((name) => isKits(name) && variables[name] === undefined)
  return [...differ, ...gone.map((field): Change => ({ field, is: 'removed' }))]
}

/** A leftover of ours would win over the settings that are built in; a variable of the merchant's own stays. */
export const isKits = (name: string): boolean => name.startsWith('WXPAY_') || name === BUILD_VARIABLE
