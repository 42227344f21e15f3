// The real clock, chance, waiting and hashing. Everything else takes them as an argument.
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Within } from '../kernel/ports'
import { withDeadline } from './deadline'

/** Milliseconds since 1970. */
export const nowMs = (): number => Date.now()

/** From 0 up to 1, not 1 itself. Not for secrets. */
export const random = (): number => Math.random()

/** @param signal ends the waiting early, by a rejection */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {})
}

export const within: Within = async (work, ms) => withDeadline(work, ms, sleep)

/** SHA-256 of the text in UTF-8, in 64 lower-case hex digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
