// NOTIFY 4/5: one transaction for the notification, what it is about, and the outbox row. Once it is over, all of it
// is durable; before, nothing is.
import type { Store, Sha256, StoreTransaction } from '../kernel/ports'
import type { NotificationRecord } from '../records/notifications'
import { actOnContract, leaveOpen } from './aboutContract'
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
  /** The same of what it says, however it was sealed. */
  contentHash: string
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
  if (known && isRepeat(arrival, known)) return { outcome: 'duplicate' }
  return store.transact(async (tx) => keepOnce(tx, arrival, sha256))
}

async function keepOnce(tx: StoreTransaction, arrival: Arrival, sha256: Sha256): Promise<Kept> {
  const known = await tx.get('contract_notifications', arrival.id)
  if (!known) return keep(tx, arrival, arrival.id, await act(tx, arrival, sha256))
  if (isRepeat(arrival, known)) return { outcome: 'duplicate' }
  const otherId = `${arrival.id}:${arrival.bodyHash.slice(0, 16)}`
  if (await tx.get('contract_notifications', otherId)) return { outcome: 'duplicate' }
  await rememberOther(tx, known, arrival)
  return keep(tx, arrival, otherId, { outcome: 'setAside', reason: 'SAME_ID_OTHER_CONTENT', fields: 'id' })
}

/** Sealed anew, a repeat has other bytes and says the same. What 0.1.0 has kept is known by its bytes alone. */
const isRepeat = ({ bodyHash, contentHash }: Arrival, known: NotificationRecord): boolean =>
  known.bodyHash === bodyHash || known.contentHash === contentHash || !!known.otherHashes?.includes(contentHash)

const MAX_OTHERS = 20

/** With the first one, so that its own repeats are known, and told to a person once; and a query has to tell what holds. */
async function rememberOther(tx: StoreTransaction, known: NotificationRecord, arrival: Arrival): Promise<void> {
  const { contentHash, meaning, receivedAtMs } = arrival
  const otherHashes = [...(known.otherHashes ?? []), contentHash].slice(-MAX_OTHERS)
  const contract = meaning.subject === 'contract' && meaning.code ? await tx.get('contracts', meaning.code) : undefined
  await tx.put('contract_notifications', { ...known, otherHashes })
  if (contract) await leaveOpen(tx, contract, receivedAtMs)
}

const act = async (tx: StoreTransaction, { meaning, receivedAtMs }: Arrival, sha256: Sha256): Promise<Acted> =>
  meaning.subject === 'payment'
    ? actOnPayment(tx, meaning, receivedAtMs)
    : actOnContract(tx, meaning, receivedAtMs, sha256)

async function keep(tx: StoreTransaction, arrival: Arrival, _id: string, acted: Acted): Promise<Kept> {
  const { bodyHash, contentHash, receivedAtMs, meaning } = arrival
  await tx.put('contract_notifications', {
    _id,
    event_type: meaning.event_type,
    bodyHash,
    contentHash,
    code: meaning.code,
    outcome: acted.outcome,
    receivedAtMs,
    ...(acted.outcome === 'setAside' && { body: arrival.body }),
    ...(acted.reason !== undefined && { reason: acted.reason }),
  })
  return acted
}
