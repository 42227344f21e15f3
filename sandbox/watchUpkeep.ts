// Tells of the runs of upkeep that did anything, and of each one that a person has set off by moving the clock.
import type { WriteEvent } from './cloud/events'
import type { LocalWechat } from './localWechat'
import { JOURNEY_TEXTS } from './journey/texts/texts'
import { describeFigures, readFigures } from './upkeepFigures'

type Figures = Readonly<Record<string, unknown>>

interface Run {
  figures?: Figures
  /** Contracts it saw end: its own figures count them among those asked about. */
  contractsClosed: number
}

/** @param tell the figures of a run that is over, none where it came to nothing; and which run it was */
export function watchUpkeep(
  { cloud, wechatPay }: LocalWechat,
  tell: (figures: Figures | undefined, requestId: string) => void,
): void {
  const runs = new Map<string, Run>()
  let isAwaited = false
  wechatPay.events.on('clockMoved', () => (isAwaited = true))
  cloud.events.on('call', ({ functionName, trigger, requestId }) => {
    if (functionName === 'upkeep' && trigger === 'timer') runs.set(requestId, { contractsClosed: 0 })
  })
  cloud.events.on('write', (write) => {
    const run = runs.get(write.requestId ?? '')
    if (run && isEnding(write)) run.contractsClosed += 1
  })
  cloud.events.on('log', ({ requestId = '', line }) => {
    const run = runs.get(requestId)
    const figures = run && readFigures(line)
    if (figures) run.figures = figures
  })
  cloud.events.on('done', ({ requestId }) => {
    const run = runs.get(requestId)
    if (!run) return
    runs.delete(requestId)
    const figures = run.figures && { ...run.figures, contractsClosed: run.contractsClosed }
    if (isAwaited || !figures || describeFigures(figures, JOURNEY_TEXTS.en) !== undefined) tell(figures, requestId)
    isAwaited = false
  })
}

const isEnding = ({ collection, before, after }: WriteEvent): boolean =>
  collection === 'contracts' && after?.['state'] === 'TERMINATED' && before?.['state'] !== 'TERMINATED'
