// What a run of upkeep did, in words, from the line of figures it leaves in the log.

const WORDS = {
  contractsAsked: ['asked about', 'contract'],
  contractsRechecked: ['asked again about', 'contract'],
  contractsFound: ['found out about', 'contract'],
  ordersAsked: ['asked about', 'order'],
  notificationsUnderstood: ['understood', 'notification'],
  changesTold: ['told', 'change'],
  changesNotTaken: ['was not heard about', 'change'],
  forgotten: ['forgot', 'record'],
} as const

/** @returns undefined where it is another line, or where there was nothing to do */
export function describeFigures(line: string): string | undefined {
  const figures = parse(line)
  if (figures['event'] !== 'upkeep') return undefined
  const did = Object.entries(WORDS).flatMap(([name, [verb, what]]) => {
    const count = figures[name]
    return typeof count === 'number' && count > 0 ? [`${verb} ${count} ${what}${count === 1 ? '' : 's'}`] : []
  })
  return did.length === 0 ? undefined : did.join(', ')
}

function parse(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
