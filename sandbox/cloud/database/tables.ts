import { collectionExists, collectionMissing } from '../errors'
import type { Change, Document, DocumentId, Documents } from './documents'
import type { CollectionSchema, IndexSchema } from './schema'

interface Table {
  readonly uniqueIndexes: readonly IndexSchema[]
  documents: Map<DocumentId, Document>
  /** A snapshot looks at `documents`: the next write works on a copy. */
  isShared: boolean
}

/** The committed state: documents by collection, with cheap snapshots (copied only when written to afterwards). */
export class Tables {
  readonly #tables = new Map<string, Table>()

  constructor(collections: readonly CollectionSchema[]) {
    for (const { name, indexes } of collections) {
      this.create(
        name,
        indexes.filter((index) => index.unique),
      )
    }
  }

  get names(): string[] {
    return [...this.#tables.keys()]
  }

  create(name: string, uniqueIndexes: readonly IndexSchema[] = []): void {
    if (this.#tables.has(name)) throw collectionExists(name)
    this.#tables.set(name, { uniqueIndexes, documents: new Map(), isShared: false })
  }

  documents(collection: string): Documents {
    return this.#table(collection).documents
  }

  uniqueIndexes(collection: string): readonly IndexSchema[] {
    return this.#table(collection).uniqueIndexes
  }

  snapshot(): ReadonlyMap<string, Documents> {
    const snapshot = new Map<string, Documents>()
    for (const [name, table] of this.#tables) {
      table.isShared = true
      snapshot.set(name, table.documents)
    }
    return snapshot
  }

  apply(collection: string, changes: readonly Change[]): void {
    const table = this.#table(collection)
    if (table.isShared && changes.length > 0) {
      table.documents = new Map(table.documents)
      table.isShared = false
    }
    applyChanges(table.documents, changes)
  }

  clear(collection: string): void {
    const table = this.#table(collection)
    table.documents = new Map()
    table.isShared = false
  }

  #table(name: string): Table {
    const table = this.#tables.get(name)
    if (table === undefined) throw collectionMissing(name)
    return table
  }
}

export function applyChanges(documents: Map<DocumentId, Document>, changes: readonly Change[]): void {
  for (const { id, after } of changes) {
    if (after === undefined) documents.delete(id)
    else documents.set(id, after)
  }
}
