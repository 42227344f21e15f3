// A document that is to be created, and is there in one case of thousands: looked for only then.
import type { Store, StoreTransaction } from './ports'

/**
 * Runs `work` in a transaction. In its first run it may add what it has not looked for: a taken id conflicts, and the work
 * runs again, and looks.
 * @param work pure but for `tx`
 */
export async function trustingFirst<T>(
  store: Store,
  work: (tx: StoreTransaction, mayTrust: boolean) => Promise<T>,
): Promise<T> {
  let runs = 0
  return store.transact(async (tx) => work(tx, ++runs === 1))
}
