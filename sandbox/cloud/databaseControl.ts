import type { Database } from './database/database'
import type { DocumentId, PlainObject } from './database/documents'
import { cloneValue, unchangeable } from './database/documents'
import type { Fault, FaultTarget, Faults, Hold } from './gateway/faults'
import type { GatewayServer, Outage } from './gateway/gatewayServer'

type StoredDocument = Readonly<PlainObject> & { readonly _id: DocumentId }

/** The database seen from the control room: no gateway between, copies in, and out what nobody can change. */
export class DatabaseControl {
  constructor(
    private readonly database: Database,
    private readonly gateway: GatewayServer,
    private readonly faults: Faults,
  ) {}

  get collectionNames(): string[] {
    return this.database.collectionNames
  }

  /** Every committed document that matches, without the page limit of a query. */
  find(collection: string, query: PlainObject = {}): StoredDocument[] {
    return this.database.findAll(collection, query).map(unchangeable)
  }

  get(collection: string, id: DocumentId): StoredDocument | undefined {
    return this.find(collection, { _id: id })[0]
  }

  /** As a plain write through the gateway: unique ids and indexes hold, a locked document is waited for. */
  async insert(collection: string, document: PlainObject): Promise<DocumentId> {
    const [id] = await this.database.insert(collection, [cloneValue(document)])
    if (id === undefined) throw new Error('nothing was inserted')
    return id
  }

  /**
   * Sets fields of one document, as a plain write through the gateway: a test moves a lease or a deadline so.
   * @throws {Error} there is no such document
   */
  async update(collection: string, id: DocumentId, fields: PlainObject): Promise<void> {
    const request = { query: { _id: id }, data: { $set: fields }, isMerge: true, isMulti: false, isUpsert: false }
    const { matched } = await this.database.modify(collection, request)
    if (matched === 0) throw new Error(`${collection} has no document ${String(id)}`)
  }

  /** Forgets the documents of one collection or of all, and ends open transactions. */
  clear(collection?: string): void {
    this.database.clear(collection)
  }

  /** Strikes the next requests (see `Fault`); `times` is 1 unless told otherwise. */
  fault(fault: Fault, target?: FaultTarget, times?: number): () => void {
    return this.faults.inject(fault, target, times)
  }

  /** Stops the next request that fits on its way, until released. */
  hold(target?: FaultTarget, when?: 'before' | 'after'): Hold {
    return this.faults.hold(target, when)
  }

  clearFaults(): void {
    this.faults.clear()
  }

  /** Takes the whole gateway away until `up()`; it comes back on the same port. */
  down(outage: Outage = 'refuse'): Promise<void> {
    return this.gateway.down(outage)
  }

  up(): Promise<void> {
    return this.gateway.up()
  }
}
