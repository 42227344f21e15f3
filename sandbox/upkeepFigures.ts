// What a run of upkeep did, in words, from the line of figures it leaves in the log.

const WORDS = {
  contractsAsked: ['asked about', 'contract'],
  contractsRechecked: ['asked again about', 'contract'],
  contractsFound: ['found out about', 'contract'],
  contractsClosed: ['closed', 'contract'],
  ordersAsked: ['asked about', 'order'],
  notificationsUnderstood: ['understood', 'notification'],
  changesTold: ['told', 'change'],
  changesNotTaken: ['was not heard about', 'change'],
  forgotten: ['forgot', 'record'],
} as const

type Figures = Readonly<Record<string, unknown>>

/** @returns undefined where there was nothing to do */
export function describeFigures(figures: Figures): string | undefined {
  const did = Object.entries(WORDS).flatMap(([name, [verb, what]]) => {
    const count = figures[name]
    return typeof count === 'number' && count > 0 ? [`${verb} ${count} ${what}${count === 1 ? '' : 's'}`] : []
  })
  return did.length === 0 ? undefined : did.join(', ')
}

/** @returns undefined where it is another line */
export function readFigures(line: string): Figures | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const isFigures = typeof value === 'object' && value !== null && 'event' in value && value.event === 'upkeep'
    return isFigures ? value : undefined
  } catch {
    return undefined
  }
}
