// One contract, order, charge or refund, changed with nothing beside it: one request, where it still is as it was read.
import type { AskedCollection, Documents, Revised } from '../records/documents'
import { withDue } from '../records/due'
import type { Store } from './ports'

/** What becomes of a document; the same object where there is nothing to change. */
interface Change<Document> {
  document: Document
}

/**
 * @param known as it was read, or written, last
 * @param change pure: where somebody else was quicker, or the record is of 0.1.0 and has no revision, it is decided again by
 *   what is there then
 * @returns what was decided, with the document as it now stands
 */
export async function changeOne<Name extends AskedCollection, Decided extends Change<Documents[Name]>>(
  collection: Name,
  known: Documents[Name],
  store: Store,
  change: (current: Documents[Name]) => Decided,
): Promise<Decided> {
  const decided = change(known)
  if (decided.document === known) return decided
  const document = withDue(collection, decided.document)
  if (isRevised(known) && (await store.compareAndSet(collection, known, document))) return { ...decided, document }
  return store.transact(async (tx) => {
    const current = await tx.get(collection, known._id)
    // Forgotten meanwhile: whoever is at it may go on, and nothing of it comes back.
    if (!current) return { ...decided, document: known }
    const decidedAnew = change(current)
    if (decidedAnew.document === current) return decidedAnew
    const document = withDue(collection, decidedAnew.document)
    await tx.put(collection, document)
    return { ...decidedAnew, document }
  })
}

export const isRevised = <Document extends object>(
  document: Document & Partial<Revised>,
): document is Document & Revised => document.revision !== undefined
