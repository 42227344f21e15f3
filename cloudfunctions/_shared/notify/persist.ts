// NOTIFY 4/5: one transaction for the notification, what it is about, and the outbox row. Once it is over, all of it
// is durable; before, nothing is.
import type { Store, Sha256, StoreTransaction } from '../kernel/ports'
import { trustingFirst } from '../kernel/trustingFirst'
import { withDue } from '../records/due'
import type { NotificationRecord } from '../records/notifications'
import { leaveContractOpen } from '../contracts/ask/setAsideCodes'
import { leaveOpen } from '../kernel/setAside'
import { actOn } from './actOn'
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

export type Kept = Acted | { outcome: 'duplicate'; reason?: never; fields?: never; unused?: never; alert?: never }

/**
 * Keeps a notification and what follows from it.
 * @throws {StoreError} nothing was kept
 */
export async function persist(arrival: Arrival, store: Store, sha256: Sha256): Promise<Kept> {
  return trustingFirst(store, async (tx, mayTrust) =>
    mayTrust ? keepNew(tx, arrival, sha256) : keepOnce(tx, arrival, sha256),
  )
}

/** Most come once: the first time nobody looks for another. Where it changes nothing it is a copy, or late. */
async function keepNew(tx: StoreTransaction, arrival: Arrival, sha256: Sha256): Promise<Kept> {
  const acted = await act(tx, arrival, sha256)
  if (acted.outcome === 'outdated') return keepOnce(tx, arrival, sha256, acted)
  return keep(tx, arrival, arrival.id, acted)
}

/** @param acted what has come of it, where that is known already: nothing was written */
async function keepOnce(tx: StoreTransaction, arrival: Arrival, sha256: Sha256, acted?: Acted): Promise<Kept> {
  const known = await tx.get('contract_notifications', arrival.id)
  if (!known) return keep(tx, arrival, arrival.id, acted ?? (await act(tx, arrival, sha256)))
  if (isRepeat(arrival, known)) return { outcome: 'duplicate' }
  const otherId = `${arrival.id}:${arrival.bodyHash.slice(0, 16)}`
  if (await tx.get('contract_notifications', otherId)) return { outcome: 'duplicate' }
  await rememberOther(tx, known, arrival, sha256)
  return keep(tx, arrival, otherId, { outcome: 'setAside', reason: 'SAME_ID_OTHER_CONTENT', fields: 'id' })
}

/** Sealed anew, a repeat has other bytes and says the same. What 0.1.0 has kept is known by its bytes alone. */
const isRepeat = ({ bodyHash, contentHash }: Arrival, known: NotificationRecord): boolean =>
  known.bodyHash === bodyHash || known.contentHash === contentHash || !!known.otherHashes?.includes(contentHash)

const MAX_OTHERS = 20

/** With the first one, so that its own repeats are known, and told to a person once; and a query has to tell what holds. */
async function rememberOther(
  tx: StoreTransaction,
  known: NotificationRecord,
  arrival: Arrival,
  sha256: Sha256,
): Promise<void> {
  const { contentHash, meaning, receivedAtMs } = arrival
  const otherHashes = [...(known.otherHashes ?? []), contentHash].slice(-MAX_OTHERS)
  await leaveNamedOpen(tx, meaning, receivedAtMs, sha256)
  await tx.put('contract_notifications', withDue('contract_notifications', { ...known, otherHashes }))
}

const COLLECTION_OF = { payment: 'payments', charge: 'charges', refund: 'refunds' } as const

async function leaveNamedOpen(
  tx: StoreTransaction,
  { subject, code }: Meaning,
  receivedAtMs: number,
  sha256: Sha256,
): Promise<void> {
  if (code === '' || subject === 'echo') return
  if (subject === 'contract') {
    const contract = await tx.get('contracts', code)
    if (contract) await leaveContractOpen(tx, contract, receivedAtMs, sha256)
    return
  }
  const collection = COLLECTION_OF[subject]
  const named = await tx.get(collection, code)
  if (named) await leaveOpen(tx, collection, named, receivedAtMs)
}

const act = async (tx: StoreTransaction, { meaning, receivedAtMs }: Arrival, sha256: Sha256): Promise<Acted> =>
  actOn(tx, meaning, { receivedAtMs, sha256 })

async function keep(tx: StoreTransaction, arrival: Arrival, _id: string, acted: Acted): Promise<Kept> {
  const { bodyHash, contentHash, receivedAtMs, meaning } = arrival
  const record: NotificationRecord = {
    _id,
    event_type: meaning.event_type,
    bodyHash,
    contentHash,
    code: meaning.code,
    outcome: acted.outcome,
    receivedAtMs,
    ...(acted.outcome === 'setAside' && { body: arrival.body }),
    ...(acted.reason !== undefined && { reason: acted.reason }),
  }
  await tx.add('contract_notifications', withDue('contract_notifications', record))
  return acted
}
