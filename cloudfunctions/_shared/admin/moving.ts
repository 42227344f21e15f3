// From one store to another: all documents, page by page, as they are. Repeatable: what is there already is compared, and what has
// got further stays, wherever it is (./mergeMoved.ts).
import * as v from 'valibot'
import { orderedJson } from '../kernel/orderedJson'
import type { CollectionName, WrittenDocuments } from '../records/documents'
import { mergeMoved } from './mergeMoved'
import type { RecordDeps } from './ports'

/** Whether a collection is moved. Nonces are good for five minutes, and each page spends one. */
const MOVES: Readonly<Record<CollectionName, boolean>> = {
  contracts: true,
  contract_slots: true,
  contract_notifications: true,
  contract_outbox: true,
  // Before what counts them.
  refunds: true,
  payments: true,
  charges: true,
  charge_orders: true,
  notify_keys: true,
  call_nonces: false,
}
export const MOVED = (Object.keys(MOVES) as CollectionName[]).filter((name) => MOVES[name])

const collection = v.picklist(MOVED, `expected ${MOVED.join(' or ')}`)
const id = v.pipe(v.string('expected an _id'), v.nonEmpty('expected an _id'))

export const exportAllInput = v.strictObject({ collection, after: v.exactOptional(id) })
export const importInput = v.strictObject({
  collection,
  documents: v.pipe(
    v.array(v.looseObject({ _id: id }, 'expected documents with an _id'), 'expected documents'),
    v.maxLength(100, 'expected at most 100'),
  ),
})

/** An answer may have 6 MB. */
const PAGE = 100
const PAGE_CHARS = 400_000

/** `next` where there may be more. @throws {StoreError} the database failed */
export async function exportAll(
  input: v.InferOutput<typeof exportAllInput>,
  { store }: Pick<RecordDeps, 'store'>,
): Promise<object> {
  const { after } = input
  const page = await store.page(input.collection, { limit: PAGE, ...(after !== undefined && { after }) })
  const documents = page.slice(0, fitting(page))
  const last = documents.at(-1)
  const isMore = page.length === PAGE || documents.length < page.length
  return { collection: input.collection, documents, ...(isMore && last && { next: last._id }) }
}

/** How many of them fit into an answer: one at least. */
function fitting(documents: readonly object[]): number {
  let chars = 0
  const over = documents.findIndex((document) => (chars += JSON.stringify(document).length) > PAGE_CHARS)
  return over === -1 ? documents.length : Math.max(1, over)
}

interface Imported {
  added: number
  /** There already, word for word. */
  same: number
  /** There, and not as far as these are, or without what these count: they are brought together. */
  replaced: number
  /** There, and further than these are: left as they are. */
  kept: number
}

/** @throws {StoreError} the database failed; what came before is done, and the same call may be made again */
export async function importDocuments(
  input: v.InferOutput<typeof importInput>,
  deps: Pick<RecordDeps, 'store'>,
): Promise<Imported> {
  const done: Imported = { added: 0, same: 0, replaced: 0, kept: 0 }
  for (const document of input.documents) {
    // Of whoever has the key, and of the kit's own making: as it was exported.
    done[await importOne(input.collection, document as unknown as WrittenDocuments[CollectionName], deps)] += 1
  }
  return done
}

async function importOne<Name extends CollectionName>(
  name: Name,
  document: WrittenDocuments[Name],
  { store }: Pick<RecordDeps, 'store'>,
): Promise<keyof Imported> {
  if ((await store.add(name, document)) === 'added') return 'added'
  return store.transact(async (tx) => {
    const there = await tx.get(name, document._id)
    if (!there) {
      await tx.put(name, document)
      return 'added'
    }
    if (orderedJson(there) === orderedJson(document)) return 'same'
    const merged = await mergeMoved(name, there, document, async (collection, _id) => tx.get(collection, _id))
    if (merged === there) return 'kept'
    await tx.put(name, merged as WrittenDocuments[Name])
    return 'replaced'
  })
}
