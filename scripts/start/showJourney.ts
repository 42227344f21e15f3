// `npm start -- --once`: the journey, and no more.
import type { Stage } from '../../sandbox/phone/stage'
import { closeOnSignal } from './closeOnSignal'
import type { StartOptions } from './options'
import { takeJourney } from './takeJourney'
import { describeLocal, type Terminal } from './terminal'

/** @returns whether it came to its end */
export async function showJourney(stage: Stage, options: StartOptions, terminal: Terminal): Promise<boolean> {
  const { local } = stage
  const stop = closeOnSignal(() => stage.close())
  terminal.line(`${describeLocal(local, terminal)}\n`)
  const isDone = await takeJourney(local, stop, options, terminal)
  await (isDone === undefined ? stop.done : stage.close())
  return isDone ?? false
}
