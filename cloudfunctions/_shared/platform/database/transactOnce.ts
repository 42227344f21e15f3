// One try of a transaction: the next one starts over.
import type { StoreTransaction } from '../../kernel/ports'
import { addDocument, readDocument, removeDocument, setDocument } from './cloudDocuments'
import { Operations, type Fault } from './operations'
import type { CloudDatabase, CloudTransaction } from './sdk'

export type Attempt<T> = { ok: true; value: T } | ({ ok: false } & Fault)

export async function transactOnce<T>(
  database: () => Promise<CloudDatabase>,
  work: (tx: StoreTransaction) => Promise<T>,
  isTimeOver: () => boolean,
): Promise<Attempt<T>> {
  const operations = new Operations(isTimeOver)
  try {
    const db = await database()
    const value = await db.runTransaction(
      async (transaction) => operations.conclude(work(inTurn(transaction, operations))),
      0,
    )
    return { ok: true, value }
  } catch (error) {
    return { ok: false, ...(operations.fault ?? { fault: 'database', error }) }
  }
}

function inTurn(transaction: CloudTransaction, operations: Operations): StoreTransaction {
  return {
    get: (collection, id) => operations.run(`get ${collection}`, async () => readDocument(transaction, collection, id)),
    put: (collection, document) =>
      operations.run(`put ${collection}`, async () => setDocument(transaction, collection, document)),
    add: (collection, document) =>
      operations.run(`add ${collection}`, async () => addDocument(transaction, collection, document)),
    delete: (collection, id) =>
      operations.run(`delete ${collection}`, async () => removeDocument(transaction, collection, id)),
  }
}
