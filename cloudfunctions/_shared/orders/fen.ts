import * as v from 'valibot'

/** 10 million yuan: an amount above it is a mistake. */
const MAX_FEN = 1_000_000_000

/** An amount of money. */
export const fen = v.pipe(
  v.number('expected fen, as a whole number'),
  v.safeInteger('expected fen, as a whole number'),
  v.minValue(1, 'expected at least 1 fen'),
  v.maxValue(MAX_FEN, `expected at most ${MAX_FEN} fen`),
)
