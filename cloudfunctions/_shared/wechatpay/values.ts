// Rules for values that options of a client and of one request have in common.

/** Timers take no more: a longer one ends at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

export const timeoutProblem = (ms: unknown): string | undefined =>
  typeof ms === 'number' && ms > 0 && ms <= MAX_TIMEOUT_MS
    ? undefined
    : `expected milliseconds above 0 and at most ${MAX_TIMEOUT_MS}`

export const isHeaderText = (text: string): boolean => /^[\t\x20-\x7e]*$/.test(text)

export const NO_PROXY =
  'forward proxies and agents are not served: requests go straight to WeChat Pay; let the network route them'

export const NO_FILES = 'files come without a signature, and are not served here: take downloadBill for a bill'
