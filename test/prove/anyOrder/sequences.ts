// Every order in which things can come, with repeats: all sequences of some names, up to a length.

/** Shortest first; each as indices into the names. */
export function* sequencesUpTo(length: number, names: number): Generator<readonly number[]> {
  for (let size = 1; size <= length; size++) {
    const sequence = new Array<number>(size).fill(0)
    do yield sequence
    while (next(sequence, names))
  }
}

/** Counts on, as with digits. @returns false after the last */
function next(sequence: number[], names: number): boolean {
  for (let place = sequence.length - 1; place >= 0; place--) {
    const digit = (sequence[place] ?? 0) + 1
    sequence[place] = digit % names
    if (digit < names) return true
  }
  return false
}

export const sequencesCount = (length: number, names: number): number =>
  Array.from({ length }, (_, index) => names ** (index + 1)).reduce((sum, count) => sum + count, 0)

/** Which of the names a sequence holds, whatever their order: one bit each. */
export const heldIn = (sequence: readonly number[]): number => sequence.reduce((held, index) => held | (1 << index), 0)
