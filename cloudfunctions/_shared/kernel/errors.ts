// The errors a use case can end with. doors/callError.ts turns them into `{ ok: false, error }`.
import type { CallErrorCode } from '../../../typings/contract/results'

/** A refusal with a code the page knows. `message` is for the developer: it names fields and settings, never values. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  constructor(
    readonly code: CallErrorCode,
    message: string,
    /** With `RATE_LIMITED`. */
    readonly retryAfterMs?: number,
    /** For the log, in place of a message that has a word of the caller's choice. */
    readonly logged = message,
  ) {
    super(message)
  }
}

/** @param rule what was expected; the value is never repeated */
export const invalidInput = (field: string, rule: string) => new CallFailure('INVALID_INPUT', `${field}: ${rule}`)

/** The database refused, failed or was too busy. What was asked of it may be done again. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  constructor(
    /** Such as `transact` or `read contracts`. */
    readonly operation: string,
    /** The platform's code, and what it means where we know. */
    readonly reason: string,
  ) {
    super(`The database could not ${operation}: ${reason}`)
  }
}

/** The merchant's own code threw, or gave no answer. `cause` is what it threw: it may hold anything, so only its kind is told. */
export class MerchantError extends Error {
  override readonly name = 'MerchantError'
  constructor(
    /** In cloudfunctions/_shared/merchant. */
    readonly file: 'orders.ts',
    override readonly cause: unknown,
    what = 'threw an error',
  ) {
    super(`cloudfunctions/_shared/merchant/${file} ${what}`)
  }
}

/** As classes are named. */
const CLASS_NAME = /^[A-Za-z_$][\w$.]{0,63}$/

/**
 * Its class, where nothing else of it may be told: the text of a foreign error may hold anything. So may a name that is none of a
 * class, as of an error that was given the fields of an answer.
 */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { name }: { name: unknown } = error
  return typeof name === 'string' && CLASS_NAME.test(name) ? name : 'Error'
}
