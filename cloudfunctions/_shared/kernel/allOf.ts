// A list read to its end.
import { MAX_LISTED, type ListCursor, type Listed, type ListName } from '../records/lists'
import type { Store } from './ports'

/** Everything of a list, however long. @throws {StoreError} the database failed */
export async function allOf<Name extends ListName>(store: Store, name: Name, of: string): Promise<Listed<Name>[]> {
  const found: Listed<Name>[] = []
  for await (const page of pagesOf(store, name, { of, limit: MAX_LISTED })) found.push(...page)
  return found
}

/** The same, a page at a time, as far as it is wanted. @throws {StoreError} the database failed */
export async function* pagesOf<Name extends ListName>(
  store: Store,
  name: Name,
  { of, limit }: { of: string; limit: number },
): AsyncGenerator<Listed<Name>[]> {
  for (let after: ListCursor | undefined; ;) {
    const page = await store.list(name, { of, limit, ...(after && { after }) })
    yield page
    const last = page.at(-1)
    if (page.length < limit || !last) return
    after = { at: timeOf(last), _id: last._id }
  }
}

const timeOf = (document: { createdAtMs: number } | { receivedAtMs: number } | object): number =>
  'createdAtMs' in document ? document.createdAtMs : 'receivedAtMs' in document ? document.receivedAtMs : 0
