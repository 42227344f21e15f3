// What kinds of database have to do, each in its own way, for the store they share.
import type { DocumentKey, Store, StoreTransaction } from '../../kernel/ports'
import type { StoreError } from '../../kernel/errors'

/** Every operation is one try: it throws the database's own error. */
export interface StoreDriver extends Omit<Store, 'transact'> {
  /**
   * Runs `run` once, and then keeps all it wrote, or nothing where it throws.
   * @throws {Disbelieved} what `run` threw may come of reads that do not belong together
   */
  transactOnce<T>(run: (tx: StoreTransaction) => Promise<T>, ahead: readonly DocumentKey[]): Promise<T>
  /** It goes away by itself, and nothing was written. */
  isConflict(error: unknown): boolean
  toStoreError(operation: string, error: unknown): StoreError
}

/** An error of the work that is not believed. `cause` tells why, as an error of the database. */
export class Disbelieved extends Error {
  constructor(override readonly cause: unknown) {
    super('the work saw what was never true at one time')
  }
}
