/** One figure of the report. */
export interface Row {
  /** Group it belongs to, as `--only` names it. */
  group: string
  what: string
  value: number
  unit: 'ratio' | 'ms' | 'kB' | 'trips' | '/s'
  /** What the figure has to reach; rows without one are for information. */
  target?: { atLeast: number } | { atMost: number }
  /** The figures behind it. */
  detail?: string
}

/** A figure that could not be taken, and why. */
interface Missing {
  group: string
  what: string
  reason: string
}

export type Result = Row | Missing

export const isMissing = (result: Result): result is Missing => 'reason' in result

/** @returns undefined for a row without a target */
export function isMet({ value, target }: Row): boolean | undefined {
  if (!target) return undefined
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}

/** A measurement that throws becomes a row that says so: the others are still worth having. */
export async function attempt(group: string, what: string, measure: () => Promise<Row[]>): Promise<Result[]> {
  try {
    return await measure()
  } catch (error) {
    return [{ group, what, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }]
  }
}
