// The open attempt: written before the jump, so that a killed mini-program still knows whom to ask about.
import type { SignSession } from '../../../typings/contract/callables'
import type { Attempt, HeldSession, Journey } from './state'

/** A session lives 2 hours; after 10 minutes more nothing can come of it. */
const ATTEMPT_LIFE_MS = (2 * 60 + 10) * 60_000

/** The functions hand out sessions with 20 minutes left or more. */
const SESSION_FRESH_MS = 15 * 60_000

/** A clock set back while away would keep an attempt for ever, or a session: then neither is believed. */
const isYoungerThan = (sinceMs: number, lifeMs: number, nowMs: number): boolean =>
  nowMs >= sinceMs && nowMs - sinceMs < lifeMs

export const isOpen = (startedAtMs: number, nowMs: number): boolean =>
  isYoungerThan(startedAtMs, ATTEMPT_LIFE_MS, nowMs)

export const isFresh = (held: HeldSession | undefined, nowMs: number): held is HeldSession =>
  held !== undefined && isYoungerThan(held.receivedAtMs, SESSION_FRESH_MS, nowMs)

/** A second jump for the same code carries on its attempt. */
export function openAttempt({ attempt, consentedTo }: Journey, session: SignSession, nowMs: number): Attempt {
  const { out_contract_code } = session
  const jumps = attempt?.out_contract_code === out_contract_code ? attempt.jumps : 0
  return { out_contract_code, startedAtMs: nowMs, textHash: consentedTo, jumps: jumps + 1, hasReturned: false }
}

/** A jump that did not happen. Earlier ones of the attempt still count. */
export function withoutLastJump(attempt: Attempt): Attempt | undefined {
  const jumps = attempt.jumps - 1
  return jumps > 0 ? Object.assign({}, attempt, { jumps, hasReturned: true }) : undefined
}

/** @param stored what storage gave, of whatever shape */
export function readAttempt(stored: unknown, nowMs: number): Attempt | undefined {
  const attempt = Object(stored) as Partial<Record<keyof Attempt, unknown>>
  const { out_contract_code, startedAtMs, textHash, jumps, hasReturned } = attempt
  if (typeof out_contract_code !== 'string' || typeof startedAtMs !== 'number') return undefined
  if (typeof textHash !== 'string' || typeof jumps !== 'number' || typeof hasReturned !== 'boolean') return undefined
  if (!isOpen(startedAtMs, nowMs)) return undefined
  return { out_contract_code, startedAtMs, textHash, jumps, hasReturned }
}
