// Chance that can be had again: everything follows from one number.

export interface Random {
  /** From 0 up to, and without, `limit`. */
  below(limit: number): number
  oneOf<T>(choices: readonly T[]): T
  /** True so often. */
  happens(share: number): boolean
}

/** A 32 bit generator (mulberry32), seeded. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    oneOf: <T>(choices: readonly T[]): T => {
      if (choices.length === 0) throw new RangeError('nothing to choose from')
      return choices[below(choices.length)] as T
    },
    happens: (share) => next() < share,
  }
}
