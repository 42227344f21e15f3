// What is on record, seen from the control room, whichever database the functions run on.
import type { DatabaseControl } from './cloud/databaseControl'

export type StoredRecord = Readonly<Record<string, unknown>>

export interface LocalRecords {
  all(collection: string): Promise<StoredRecord[]>
  get(collection: string, id: string): Promise<StoredRecord | undefined>
  /** Somebody else's record, such as an order of the merchant's shop. */
  insert(collection: string, record: StoredRecord & { _id: string }): Promise<void>
  /** Sets fields of one record, `a.b` for a field inside; with none it is written as it is. @throws {Error} there is no such record */
  update(collection: string, id: string, fields: StoredRecord): Promise<void>
  /** Forgets every record. */
  clear(): Promise<void>
  /** Takes the database away until `up`. */
  down(): Promise<void>
  up(): Promise<void>
}

/** Of the document database. */
export const documentRecords = (db: DatabaseControl): LocalRecords => ({
  all: async (collection) => Promise.resolve(db.find(collection)),
  get: async (collection, id) => Promise.resolve(db.get(collection, id)),
  async insert(collection, record) {
    await db.insert(collection, record)
  },
  update: async (collection, id, fields) => db.update(collection, id, fields),
  async clear() {
    db.clear()
    return Promise.resolve()
  },
  down: async () => db.down(),
  up: async () => db.up(),
})
