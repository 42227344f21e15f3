// Single documents, as the SDK wants them asked for: outside of a transaction and inside alike.
import type { CollectionName, Documents, Revised, RevisedCollection } from '../../../records/documents'
import type { CloudCollection, CloudCommand, CloudDatabase } from './sdk'
import { isDuplicate } from './storeErrors'

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

export async function addDocument<Name extends CollectionName>(
  to: Collections,
  collection: Name,
  document: Documents[Name],
): Promise<void> {
  await to.collection(collection).add({ data: document })
}

/** The same in one step, where a taken id is an answer. */
export async function addUnlessThere<Name extends CollectionName>(
  to: CloudDatabase,
  collection: Name,
  document: Documents[Name],
): Promise<'added' | 'exists'> {
  try {
    await addDocument(to, collection, document)
    return 'added'
  } catch (error) {
    if (isDuplicate(error)) return 'exists'
    throw error
  }
}

export async function removeDocument(from: Collections, collection: CollectionName, id: string): Promise<void> {
  await from.collection(collection).doc(id).remove()
}

/** @returns false when there is no document of that id and revision */
export async function replaceRevision<Name extends RevisedCollection>(
  database: CloudDatabase,
  collection: Name,
  known: Documents[Name] & Revised,
  next: Documents[Name],
): Promise<boolean> {
  const { _id, revision } = known
  const data = replacing(known, next, database.command)
  const { stats } = await database.collection(collection).where({ _id, revision }).update({ data })
  return stats.updated === 1
}

/** `update` merges: so each field is set as a whole, and those that are gone are removed. */
function replacing(known: object, next: object, command: CloudCommand): object {
  const values = new Map<string, unknown>(Object.entries(next))
  const names = new Set([...Object.keys(known), ...values.keys()])
  names.delete('_id')
  return Object.fromEntries(
    [...names].map((name) => [name, values.has(name) ? command.set(values.get(name)) : command.remove()]),
  )
}
