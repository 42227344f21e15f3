// A list read to its end.
import { MAX_LISTED, type ListCursor, type Listed, type ListName } from '../records/lists'
import type { Store } from './ports'

/** Everything of a list, however long. @throws {StoreError} the database failed */
export async function allOf<Name extends ListName>(store: Store, name: Name, of: string): Promise<Listed<Name>[]> {
  const found: Listed<Name>[] = []
  for (let after: ListCursor | undefined; ;) {
    const page = await store.list(name, { of, limit: MAX_LISTED, ...(after && { after }) })
    found.push(...page)
    const last = page.at(-1)
    if (page.length < MAX_LISTED || !last) return found
    after = { at: timeOf(last), _id: last._id }
  }
}

const timeOf = (document: { createdAtMs: number } | { receivedAtMs: number } | object): number =>
  'createdAtMs' in document ? document.createdAtMs : 'receivedAtMs' in document ? document.receivedAtMs : 0
