// The real clock, chance, waiting and hashing. Everything else takes them as an argument.
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

/** Milliseconds since 1970. */
export const nowMs = (): number => Date.now()

/** From 0 up to 1, not 1 itself. Not for secrets. */
export const random = (): number => Math.random()

/** @param signal ends the waiting early, by a rejection */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {})
}

/** SHA-256 in 64 lower-case hex digits; text is taken as UTF-8. */
export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
