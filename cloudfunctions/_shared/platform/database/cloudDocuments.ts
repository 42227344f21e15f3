// Single documents, as the SDK wants them asked for: outside of a transaction and inside alike.
import type { CollectionName, Documents } from '../../records/documents'
import type { CloudCollection } from './sdk'

/** The database, or one transaction of it. */
interface Collections {
  collection(name: string): CloudCollection
}

export async function readDocument<Name extends CollectionName>(
  from: Collections,
  collection: Name,
  id: string,
): Promise<Documents[Name] | undefined> {
  const { data } = await from.collection(collection).doc(id).get()
  // Only this adapter writes these collections, closed as they are to clients.
  return data === null ? undefined : (data as Documents[Name])
}

export async function setDocument<Name extends CollectionName>(
  to: Collections,
  collection: Name,
  document: Documents[Name],
): Promise<void> {
  const { _id, ...data } = document
  await to.collection(collection).doc(_id).set({ data })
}
