import type { CloudFunction } from '../cloud/state'
import { byHand, change, changed, created, type Item } from './item'
import type { Wanted } from './wanted'

/** One that somebody set to another time, or switched off, was changed on purpose: it is told, and left. */
export function planTimers(wanted: Wanted['timers'], functions: readonly CloudFunction[]): Item[] {
  return wanted.map(({ functionName, name, cron }) => {
    const item = { part: 'timer', kind: 'timer', name: functionName } as const
    const online = functions.find((one) => one.name === functionName)?.timers.find((one) => one.name === name)
    if (!online) return created(item)
    const changes = [...change('schedule', online.cron, cron), ...change('switch', online.isOn ? 'on' : 'off', 'on')]
    return changes.length > 0 ? byHand(item, 'timer', changes) : changed(item, [])
  })
}
