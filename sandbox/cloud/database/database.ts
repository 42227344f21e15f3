import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock'
import { GatewayError, transactionBusy } from '../errors'
import type { CloudEvents } from '../events'
import type { Change, Document, DocumentId, Documents, PlainObject } from './documents'
import { DocumentLocks } from './locks'
import type { ModifyPlan, ModifyRequest } from './plan'
import { planInsert, planModify, planRemove } from './plan'
import type { FindRequest } from './query'
import { find, matching, runPipeline } from './query'
import type { CollectionSchema } from './schema'
import { Tables } from './tables'
import { Transactions } from './transactions'
import { checkUnique } from './uniqueIndexes'

interface DatabaseOptions {
  collections: readonly CollectionSchema[]
  clock: Clock
  events: CloudEvents
  documentBytes: number
  transactionMs: number
  lockWaitMs: number
}

/** On whose behalf an operation runs. */
export interface Scope {
  transactionId?: string | undefined
  requestId?: string | undefined
}

/**
 * The document database. Knowingly simpler than the cloud's: a plain update of many documents is atomic, array values
 * do not spread over unique indexes, and there are no quotas. Nothing is kept on disk.
 */
export class Database {
  readonly #tables: Tables
  readonly #locks: DocumentLocks
  readonly #transactions: Transactions

  constructor(private readonly options: DatabaseOptions) {
    this.#tables = new Tables(options.collections)
    this.#locks = new DocumentLocks(options.clock)
    this.#transactions = new Transactions({
      tables: this.#tables,
      locks: this.#locks,
      clock: options.clock,
      lifetimeMs: options.transactionMs,
      onExpired: (transactionId) => this.#tell(transactionId, 'expired'),
    })
  }

  get collectionNames(): string[] {
    return this.#tables.names
  }

  addCollection(name: string): void {
    this.#tables.create(name)
  }

  find(collection: string, request: FindRequest, scope: Scope = {}): PlainObject[] {
    return find(this.#documents(collection, scope), request)
  }

  /** Every committed document that matches, whole. */
  findAll(collection: string, query: PlainObject): Document[] {
    return matching(this.#tables.documents(collection), query)
  }

  count(collection: string, query: PlainObject): number {
    return this.findAll(collection, query).length
  }

  aggregate(collection: string, stages: readonly PlainObject[]): PlainObject[] {
    return runPipeline(this.#tables.documents(collection), stages, (name) => this.#tables.documents(name))
  }

  /** Inserts one by one, as the cloud does: outside a transaction those before a refused one stay. */
  async insert(collection: string, documents: readonly PlainObject[], scope: Scope = {}): Promise<DocumentId[]> {
    const ids: DocumentId[] = []
    for (const data of documents) {
      const document = { _id: newId(), ...data }
      const [change] = await this.#write(collection, scope, (seen) => [
        planInsert(collection, seen, document, this.options.documentBytes),
      ])
      if (change !== undefined) ids.push(change.id)
    }
    return ids
  }

  async modify(collection: string, request: ModifyRequest, scope: Scope = {}): Promise<ModifyPlan> {
    let plan: ModifyPlan = { changes: [], matched: 0 }
    await this.#write(collection, scope, (seen) => {
      plan = planModify(seen, request, this.options.documentBytes)
      return plan.changes
    })
    return plan
  }

  async remove(collection: string, query: PlainObject, isMulti: boolean, scope: Scope = {}): Promise<number> {
    const changes = await this.#write(collection, scope, (seen) => planRemove(seen, query, isMulti))
    return changes.length
  }

  startTransaction(): string {
    const id = this.#transactions.start()
    this.#tell(id, 'started')
    return id
  }

  commitTransaction(transactionId: string, { requestId }: Scope = {}): void {
    for (const { collection, changes } of this.#transactions.commit(transactionId)) {
      this.#tellWrites(collection, changes, { transactionId, requestId })
    }
    this.#tell(transactionId, 'committed')
  }

  abortTransaction(transactionId: string): void {
    this.#transactions.abort(transactionId)
    this.#tell(transactionId, 'aborted')
  }

  /** Ends a transaction because something in it went wrong; does nothing when it is over already. */
  failTransaction(transactionId: string, error: unknown): void {
    if (this.#transactions.end(transactionId)) this.#tell(transactionId, 'failed', reasonOf(error))
  }

  /** Forgets every document of the collection, or of all; open transactions end. */
  clear(collection?: string): void {
    for (const id of this.#transactions.openIds) this.failTransaction(id, 'the database was cleared')
    for (const name of collection === undefined ? this.#tables.names : [collection]) this.#tables.clear(name)
  }

  /** Ends open transactions, so that neither a timer nor a waiting write is left over. */
  close(): void {
    for (const id of this.#transactions.openIds) this.#transactions.end(id)
  }

  #documents(collection: string, { transactionId }: Scope): Documents {
    return transactionId === undefined
      ? this.#tables.documents(collection)
      : this.#transactions.documents(transactionId, collection)
  }

  async #write(collection: string, scope: Scope, plan: (seen: Documents) => Change[]): Promise<Change[]> {
    const { transactionId } = scope
    if (transactionId === undefined) return this.#writePlain(collection, scope, plan)
    try {
      const changes = plan(this.#transactions.documents(transactionId, collection))
      this.#transactions.write(transactionId, collection, changes)
      return changes
    } catch (error) {
      this.failTransaction(transactionId, error)
      throw error
    }
  }

  /** Plans again after each wait: what the lock's holder has committed may have changed the answer. */
  async #writePlain(collection: string, scope: Scope, plan: (seen: Documents) => Change[]): Promise<Change[]> {
    const deadlineMs = this.options.clock.now() + this.options.lockWaitMs
    for (;;) {
      const seen = this.#tables.documents(collection)
      const changes = plan(seen)
      const held = changes.find(({ id }) => this.#locks.isHeld(collection, id))
      if (held === undefined) {
        checkUnique(collection, this.#tables.uniqueIndexes(collection), seen, changes)
        this.#tables.apply(collection, changes)
        this.#tellWrites(collection, changes, scope)
        return changes
      }
      const leftMs = deadlineMs - this.options.clock.now()
      if (leftMs <= 0 || !(await this.#locks.waitFor(collection, held.id, leftMs))) throw transactionBusy()
    }
  }

  #tell(
    transactionId: string,
    change: 'started' | 'committed' | 'aborted' | 'failed' | 'expired',
    reason?: string,
  ): void {
    const event = { atMs: this.options.clock.now(), transactionId, change }
    this.options.events.emit('transaction', reason === undefined ? event : { ...event, reason })
  }

  #tellWrites(collection: string, changes: readonly Change[], { transactionId, requestId }: Scope): void {
    for (const { id, before, after } of changes) {
      this.options.events.emit('write', {
        atMs: this.options.clock.now(),
        collection,
        id,
        change: kindOf(before, after),
        before,
        after,
        ...(transactionId !== undefined && { transactionId }),
        ...(requestId !== undefined && { requestId }),
      })
    }
  }
}

function kindOf(before: Document | undefined, after: Document | undefined): 'insert' | 'update' | 'remove' {
  if (before === undefined) return 'insert'
  return after === undefined ? 'remove' : 'update'
}

const reasonOf = (error: unknown): string =>
  error instanceof GatewayError ? error.code : error instanceof Error ? error.message : String(error)

/** 32 hex characters, the form of the cloud's own ids. */
const newId = (): string => randomBytes(16).toString('hex')
