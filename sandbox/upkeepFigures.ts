// What a run of upkeep did, in words, from the line of figures it leaves in the log.

import { put, type JourneyTexts } from './journey/texts/texts'

type Figures = Readonly<Record<string, unknown>>

/** @returns undefined where there was nothing to do */
export function describeFigures(figures: Figures, texts: Pick<JourneyTexts, 'figures' | 'and'>): string | undefined {
  const did = Object.entries(texts.figures).flatMap(([name, text]) => {
    const count = figures[name]
    return typeof count === 'number' && count > 0 ? [put(text, { count, s: count === 1 ? '' : 's' })] : []
  })
  return did.length === 0 ? undefined : did.join(texts.and)
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
