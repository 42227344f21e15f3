import { EJSON } from 'bson'
import { duplicateKey } from '../errors'
import type { Change, Document, DocumentId, Documents } from './documents'
import { isPlainObject } from './documents'
import type { IndexSchema } from './schema'

/**
 * Refuses changes that would leave two documents with the same key in a unique index. A missing field counts as null,
 * so several documents without it collide, as in the cloud.
 *
 * @param documents what the writer sees before the changes
 * @throws {GatewayError} with the E11000 text
 */
export function checkUnique(
  collection: string,
  indexes: readonly IndexSchema[],
  documents: Documents,
  changes: readonly Change[],
): void {
  for (const index of indexes) {
    const taken = keysOfOthers(index, documents, changes)
    for (const { after } of changes) {
      if (after === undefined) continue
      const key = keyOf(index, after)
      if (taken.has(key)) throw duplicateKey(collection, index.name, key)
      taken.add(key)
    }
  }
}

function keysOfOthers(index: IndexSchema, documents: Documents, changes: readonly Change[]): Set<string> {
  const changed = new Set<DocumentId>(changes.map((change) => change.id))
  const keys = new Set<string>()
  for (const document of documents.values()) if (!changed.has(document._id)) keys.add(keyOf(index, document))
  return keys
}

const keyOf = (index: IndexSchema, document: Document): string =>
  index.keys.map(({ name }) => `: ${EJSON.stringify(valueAt(document, name) ?? null)}`).join(', ')

function valueAt(document: unknown, path: string): unknown {
  let value = document
  for (const part of path.split('.')) value = isPlainObject(value) ? value[part] : undefined
  return value
}
