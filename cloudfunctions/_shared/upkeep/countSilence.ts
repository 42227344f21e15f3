// What a question came to, for when the next one is due (records/due.ts).
import type { Store } from '../kernel/ports'
import type { AskedCollection, Documents } from '../records/documents'
import { withDue } from '../records/due'

/**
 * What could not be learnt is asked again, sooner than the plan says and as long as it takes: one write for each question in
 * vain, and one after the last of them.
 */
export async function countSilence<Name extends AskedCollection>(
  collection: Name,
  { _id, unansweredCount = 0 }: Documents[Name],
  hasLearnt: boolean,
  { store }: { store: Store },
): Promise<void> {
  if (hasLearnt && unansweredCount === 0) return
  await store.transact(async (tx) => {
    const current = await tx.get(collection, _id)
    if (!current) return
    const next = { ...current, unansweredCount: hasLearnt ? 0 : (current.unansweredCount ?? 0) + 1 }
    await tx.put(collection, withDue(collection, next))
  })
}
