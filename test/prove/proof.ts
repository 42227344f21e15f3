// What a proof is: one sentence about the kit, and code that tries to break it. `npm run prove` tries long, `npm test` a choice.

export interface Proof {
  /** For `--only`. */
  name: string
  /** What holds, in one sentence. */
  claim: string
  /** What is counted. */
  unit: string
  /** How much of it: by `npm run prove`, and in `npm test`. */
  counts: { whole: number; choice: number }
  /**
   * @returns figures, for the table
   * @throws {Error} it does not hold; the message says where, and by which seed
   */
  run: (run: Run) => Promise<string[]>
}

export interface Run {
  /** How much, in the proof's unit. */
  count: number
  /** The first one; each case has one of its own, from here on. */
  seed: number
  /** Aborted: it ends soon, and tidies up. */
  signal: AbortSignal
  /** Whether what depends on the speed of the machine counts. In `npm test` it does not: machines may be busy. */
  isTimed: boolean
  progress: (done: number, of: number) => void
}

export const FIRST_SEED = 20_261_121

/** Nothing of a run that was called off has proved anything. */
export const stopIfAborted = ({ signal }: Run): void => signal.throwIfAborted()

/** @throws {Error} whatever `work` throws, and what it was about */
export async function about<T>(what: string, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  })
}

/** @throws {Error} */
export function must(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new Error(what())
}
