// SHELL: how ids and times are written on the page.

export const shorten = (code: string): string => (code.length > 12 ? `${code.slice(0, 4)}…${code.slice(-3)}` : code)

/** In China time, as on the phone and in the contract. */
const CHINA_MS = 8 * 3_600_000
export const clockTime = (ms: number): string => new Date(ms + CHINA_MS).toISOString().slice(11, 19)
