// What the database's errors mean: which go away by themselves, and which a developer can do something about.
import { StoreError } from '../../../kernel/errors'

/**
 * Conflicts reach the caller of the SDK without their code, so its own retry never runs (wx-server-sdk 4.0.2; try two
 * transactions on one document). They are told by their text, and retried here.
 */
const CONFLICT = /TransactionConflict|TransactionBusy|DATABASE_TRANSACTION_CONFLICT/
/** The id is taken. In a transaction another one has made it meanwhile: the next try finds it by reading. */
const DUPLICATE = /E11000|duplicate key|DATABASE_DUPLICATE_WRITE/

/** Codes a developer can do something about. */
const KNOWN: Readonly<Record<string, string>> = {
  '-502005': 'a collection does not exist; create those of database/collections.json',
  '-502003': 'permission denied; call from a cloud function of the same environment',
}

/** An environment made since 2026-10-30: https://docs.cloudbase.net/error-code/SDK_UPGRADE_REQUIRED */
const NO_DOCUMENTS = /SDK_UPGRADE_REQUIRED|STORAGE_NOT_SUPPORTED/
const OTHER_STORE =
  'this environment has PostgreSQL and no document database: choose the store of its gateway (docs/deploying.md), run database/migrations, build and deploy'

export const isDuplicate = (error: unknown): boolean => DUPLICATE.test(textOf(error))

export const isRetryable = (error: unknown): boolean => CONFLICT.test(textOf(error)) || isDuplicate(error)

/** Errors of the SDK carry `errCode` and `errMsg`, or `code` and `message`. */
function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { code, errCode, errMsg, message } = error as Record<string, unknown>
  return JSON.stringify([code, errCode, errMsg, message])
}

// The SDK's own text may quote documents: only its code goes on.
export function toStoreError(operation: string, error: unknown): StoreError {
  const { code, errCode } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const shown = [errCode, code].find((value) => typeof value === 'string' || typeof value === 'number')
  if (isRetryable(error)) return new StoreError(operation, 'too many others were writing at the same time')
  if (NO_DOCUMENTS.test(textOf(error))) return new StoreError(operation, OTHER_STORE)
  return new StoreError(operation, KNOWN[String(shown)] ?? `code ${shown === undefined ? 'not given' : String(shown)}`)
}
