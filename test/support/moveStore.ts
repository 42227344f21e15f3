// All of one store into another, page by page, as `npm run admin -- exportAll` and `import` do it.
import { exportAll, importDocuments, MOVED } from '../../cloudfunctions/_shared/admin/moving'
import type { Store } from '../../cloudfunctions/_shared/kernel/ports'

export interface Page {
  documents: { _id: string }[]
  next?: string
}

/** @returns what became of the documents, of all collections together */
export async function move(from: Store, to: Store) {
  const sum = { added: 0, same: 0, replaced: 0, kept: 0 }
  for (const collection of MOVED) {
    for (let after: string | undefined; ;) {
      const page = (await exportAll({ collection, ...(after !== undefined && { after }) }, { store: from })) as Page
      const told = await importDocuments({ collection, documents: page.documents }, { store: to })
      for (const name of ['added', 'same', 'replaced', 'kept'] as const) sum[name] += told[name]
      if (page.next === undefined) break
      after = page.next
    }
  }
  return sum
}
