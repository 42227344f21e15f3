// What a merchant keeps in collections of its own: one document at a time, as it is stored, and only read.
import type { ReadDocument } from '../../../orders/ports'
import { onceAsync } from '../../once'
import type { CloudDatabase } from './sdk'
import { toStoreError } from './storeErrors'

/** @param openDatabase called at first use, and again after it failed */
export function createDocumentReader(openDatabase: () => Promise<CloudDatabase>): ReadDocument {
  const database = onceAsync(openDatabase)
  return async (collection, id) => {
    try {
      const { data } = await (await database()).collection(collection).doc(id).get()
      return data ?? undefined
    } catch (error) {
      throw toStoreError(`read ${collection}`, error)
    }
  }
}
