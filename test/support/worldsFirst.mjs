// The order in which test files run: those that start worlds and browsers first. They take the longest, and one that began
// last would run alone, with every other core idle; the short ones fill up the end.
import TestSequencer from '@jest/test-sequencer'

const LONG_FIRST = ['e2e', 'prove', 'flow', 'postgres']

const rank = (test) => {
  const found = LONG_FIRST.indexOf(test.context.config.displayName?.name)
  return found < 0 ? LONG_FIRST.length : found
}

export default class WorldsFirst extends TestSequencer {
  /** Within a project as jest has it: what failed last time, what took long, what is large. */
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other))
  }
}
