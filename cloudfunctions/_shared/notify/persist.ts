// NOTIFY 4/5: one transaction for the notification, what it is about, and the outbox row. Once it is over, all of it
// is durable; before, nothing is.
import type { Store, Sha256, StoreTransaction } from '../kernel/ports'
import { actOnContract } from './aboutContract'
import { actOnPayment } from './aboutPayment'
import type { Meaning } from './interpret'
import type { Acted } from './outcome'

export interface Arrival {
  /** Of the envelope. */
  id: string
  /** As it came, still encrypted: kept only when set aside. */
  body: string
  /** SHA-256 of it, hex. */
  bodyHash: string
  receivedAtMs: number
  meaning: Meaning
}

export type Kept = Acted | { outcome: 'duplicate'; reason?: never; fields?: never; unused?: never }

/**
 * Keeps a notification and what follows from it.
 * @throws {StoreError} nothing was kept
 */
export async function persist(arrival: Arrival, store: Store, sha256: Sha256): Promise<Kept> {
  // Most copies come after the first was kept: a plain read tells them without a transaction, which may conflict.
  const known = await store.read('contract_notifications', arrival.id)
  if (known?.bodyHash === arrival.bodyHash) return { outcome: 'duplicate' }
  return store.transact(async (tx) => keepOnce(tx, arrival, sha256))
}

async function keepOnce(tx: StoreTransaction, arrival: Arrival, sha256: Sha256): Promise<Kept> {
  const known = await tx.get('contract_notifications', arrival.id)
  if (!known) return keep(tx, arrival, arrival.id, await act(tx, arrival, sha256))
  if (known.bodyHash === arrival.bodyHash) return { outcome: 'duplicate' }
  const otherId = `${arrival.id}:${arrival.bodyHash.slice(0, 16)}`
  if (await tx.get('contract_notifications', otherId)) return { outcome: 'duplicate' }
  return keep(tx, arrival, otherId, { outcome: 'setAside', reason: 'SAME_ID_OTHER_CONTENT', fields: 'id' })
}

const act = async (tx: StoreTransaction, { meaning, receivedAtMs }: Arrival, sha256: Sha256): Promise<Acted> =>
  meaning.subject === 'payment'
    ? actOnPayment(tx, meaning, receivedAtMs)
    : actOnContract(tx, meaning, receivedAtMs, sha256)

async function keep(tx: StoreTransaction, arrival: Arrival, _id: string, acted: Acted): Promise<Kept> {
  const { bodyHash, receivedAtMs, meaning } = arrival
  await tx.put('contract_notifications', {
    _id,
    event_type: meaning.event_type,
    bodyHash,
    code: meaning.code,
    outcome: acted.outcome,
    receivedAtMs,
    ...(acted.outcome === 'setAside' && { body: arrival.body }),
    ...(acted.reason !== undefined && { reason: acted.reason }),
  })
  return acted
}
