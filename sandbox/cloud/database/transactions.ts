import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock'
import { transactionConflict, transactionMissing } from '../errors'
import type { Change, Document, DocumentId, Documents } from './documents'
import type { DocumentLocks } from './locks'
import type { Tables } from './tables'
import { applyChanges } from './tables'
import { checkUnique } from './uniqueIndexes'

interface Transaction {
  readonly id: string
  readonly snapshot: ReadonlyMap<string, Documents>
  /** What the transaction itself sees of the collections it has written to. */
  readonly views: Map<string, Map<DocumentId, Document>>
  readonly writes: Map<string, Map<DocumentId, Change>>
  readonly cancelExpiry: () => void
}

interface CommittedChanges {
  collection: string
  changes: readonly Change[]
}

interface TransactionOptions {
  tables: Tables
  locks: DocumentLocks
  clock: Clock
  lifetimeMs: number
  onExpired: (transactionId: string) => void
}

/**
 * Transactions with snapshot isolation. Reads see the state at the start and the transaction's own writes. A write
 * locks its document; writing one that another transaction holds, or that changed since the start, conflicts at once.
 * Unique indexes are checked against the snapshot at the write and against the committed state at the commit.
 *
 * Whoever calls must end the transaction when an operation throws (`Database` does): in the cloud any failed
 * operation is the end of it.
 */
export class Transactions {
  readonly #open = new Map<string, Transaction>()

  constructor(private readonly options: TransactionOptions) {}

  get openIds(): string[] {
    return [...this.#open.keys()]
  }

  start(): string {
    const { tables, clock, lifetimeMs, onExpired } = this.options
    const id = randomUUID()
    const cancelExpiry = clock.after(lifetimeMs, () => {
      if (this.end(id)) onExpired(id)
    })
    this.#open.set(id, { id, snapshot: tables.snapshot(), views: new Map(), writes: new Map(), cancelExpiry })
    return id
  }

  /** @throws {GatewayError} the transaction is over, or the collection did not exist when it began */
  documents(id: string, collection: string): Documents {
    const { views, snapshot } = this.#get(id)
    return views.get(collection) ?? snapshot.get(collection) ?? this.options.tables.documents(collection)
  }

  write(id: string, collection: string, changes: readonly Change[]): void {
    const transaction = this.#get(id)
    const seen = this.documents(id, collection)
    for (const change of changes) this.#lock(transaction, collection, change.id)
    checkUnique(collection, this.options.tables.uniqueIndexes(collection), seen, changes)
    const view = transaction.views.get(collection) ?? new Map(seen)
    applyChanges(view, changes)
    transaction.views.set(collection, view)
    remember(transaction, collection, changes)
  }

  /** Applies everything or throws; either way the transaction is over. */
  commit(id: string): CommittedChanges[] {
    const transaction = this.#get(id)
    const { tables } = this.options
    const committed = [...transaction.writes].map(([collection, changes]) => ({
      collection,
      changes: [...changes.values()].filter(({ before, after }) => before !== after),
    }))
    try {
      for (const { collection, changes } of committed) this.#recheck(collection, changes)
      for (const { collection, changes } of committed) tables.apply(collection, changes)
    } finally {
      this.end(id)
    }
    return committed
  }

  abort(id: string): void {
    this.#get(id)
    this.end(id)
  }

  /** @returns false when it was over already */
  end(id: string): boolean {
    const transaction = this.#open.get(id)
    if (transaction === undefined) return false
    this.#open.delete(id)
    transaction.cancelExpiry()
    this.options.locks.releaseAll(id)
    return true
  }

  #get(id: string): Transaction {
    const transaction = this.#open.get(id)
    if (transaction === undefined) throw transactionMissing()
    return transaction
  }

  #lock({ id, snapshot }: Transaction, collection: string, documentId: DocumentId): void {
    const { tables, locks } = this.options
    const committed = tables.documents(collection).get(documentId)
    const isChanged = committed !== snapshot.get(collection)?.get(documentId)
    if (isChanged || !locks.take(collection, documentId, id)) throw transactionConflict()
  }

  /** Another transaction, or a plain write, may have taken a unique key meanwhile: the later one loses. */
  #recheck(collection: string, changes: readonly Change[]): void {
    const { tables } = this.options
    try {
      checkUnique(collection, tables.uniqueIndexes(collection), tables.documents(collection), changes)
    } catch (error) {
      throw Object.assign(transactionConflict(), { cause: error })
    }
  }
}

/** Keeps one change per document: from what was committed before to what the transaction has made of it. */
function remember({ writes }: Transaction, collection: string, changes: readonly Change[]): void {
  const known = writes.get(collection) ?? new Map<DocumentId, Change>()
  for (const change of changes) {
    const first = known.get(change.id) ?? change
    known.set(change.id, { ...change, before: first.before })
  }
  writes.set(collection, known)
}
