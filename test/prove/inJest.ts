// A proof as a test: the choice of it that `npm test` has time for.
import { FIRST_SEED, type Proof } from './proof'

/** Longer than any choice takes on a slow machine: a limit for what hangs, not a measure. */
const LIMIT_MS = 600_000

export function proves({ name, claim, counts, run }: Proof): void {
  it(
    `${name}: ${claim}`,
    async () => {
      const { signal } = new AbortController()
      const figures = await run({
        count: counts.choice,
        seed: FIRST_SEED,
        signal,
        isTimed: false,
        progress: () => undefined,
      })
      expect(figures.length).toBeGreaterThan(0)
    },
    LIMIT_MS,
  )
}
