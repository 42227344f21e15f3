// An authentic notification that proved nothing leaves what it names open: WeChat Pay is to be asked, by whoever comes next or by
// upkeep, until it has answered.
import type { AskedCollection, Documents } from '../records/documents'
import { withDue } from '../records/due'
import { changeOne } from './changeOne'
import type { Store, StoreTransaction } from './ports'

/**
 * In whatever state it is: due now, and nobody has to wait for a turn.
 * @param document read in the same transaction
 * @returns since when: later than what it was given up by, whatever another instance's clock has put there
 */
export async function leaveOpen<Name extends AskedCollection>(
  tx: StoreTransaction,
  collection: Name,
  document: Documents[Name],
  receivedAtMs: number,
): Promise<number> {
  const { releasedAtMs = 0, voidAtMs = 0 } = document as GivenUp
  const setAsideAtMs = Math.max(receivedAtMs, releasedAtMs + 1, voidAtMs + 1)
  await tx.put(collection, withDue(collection, { ...document, setAsideAtMs, nextQueryAtMs: receivedAtMs }))
  return setAsideAtMs
}

interface GivenUp {
  releasedAtMs?: number
  voidAtMs?: number
}

/**
 * WeChat Pay has answered: nothing is open any more.
 * @param setAsideAtMs of the record the question was asked for: of what was set aside since then, nothing is known yet
 * @returns the document as it now stands
 */
export async function settleSetAside<Name extends AskedCollection>(
  collection: Name,
  document: Documents[Name],
  setAsideAtMs: number,
  store: Store,
): Promise<Documents[Name]> {
  const changed = await changeOne(collection, document, store, (current: Documents[Name]) => {
    if (current.setAsideAtMs !== setAsideAtMs) return { document: current }
    const settled = { ...current }
    delete settled.setAsideAtMs
    return { document: settled }
  })
  return changed.document
}
