// How often a notification is repeated.
import type { NotificationFamily } from './notification'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** 30 attempts in 117 minutes, as the combine-papay page prints them. */
const COMBINE_PAPAY_PLAN: readonly number[] = [
  ...[0, 10, 10, 10, 30, 30, 30].map((seconds) => seconds * SECOND_MS),
  ...Array.from({ length: 23 }, () => 300 * SECOND_MS),
]

/** At once, then 15 repeats in about 24 hours: the list of payments. Assumed for the password-exempt family too. */
const GENERAL_PLAN: readonly number[] = [
  0,
  ...[15, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[3, 10, 20, 30, 30, 30, 60].map((minutes) => minutes * MINUTE_MS),
  ...[3, 3, 3, 6, 6].map((hours) => hours * HOUR_MS),
]

/** @returns milliseconds to wait before each attempt, counted from the one before */
export function planOf(family: NotificationFamily): readonly number[] {
  return family === 'combine-papay' ? COMBINE_PAPAY_PLAN : GENERAL_PLAN
}
