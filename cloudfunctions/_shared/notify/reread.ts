// NOTIFY, once more: what was set aside is read as if it came now, in one transaction with all that follows from it. What still
// means nothing stays as it is, and whoever asked WeChat Pay because of it is not made to ask again.
import type { Clock, Log, Sha256, Store, StoreTransaction } from '../kernel/ports'
import { withDue } from '../records/due'
import type { NotificationOutcome, NotificationRecord } from '../records/notifications'
import { actOn } from './actOn'
import { interpret, subjectOf, type Meaning } from './interpret'
import type { Acted } from './outcome'
import type { SealedReader } from './ports'

export interface RereadDeps {
  store: Store
  clock: Clock
  sha256: Sha256
  log: Log
  sealed: SealedReader
}

interface Reread {
  outcome: NotificationOutcome
  /** Why it is still set aside. */
  reason?: string
}

/**
 * @returns as it now stands; undefined where it is gone
 * @throws {StoreError} nothing was changed
 */
export async function reread({ _id }: Pick<NotificationRecord, '_id'>, deps: RereadDeps): Promise<Reread | undefined> {
  const read = await deps.store.transact(async (tx) => {
    const known = await tx.get('contract_notifications', _id)
    return known && readIn(tx, known, deps)
  })
  if (read?.isNews) tell(_id, read, deps.log)
  return read && { outcome: read.outcome, ...(read.reason !== undefined && { reason: read.reason }) }
}

interface Read extends Acted {
  meaning?: Meaning
  isNews?: boolean
}

async function readIn(tx: StoreTransaction, known: NotificationRecord, deps: RereadDeps): Promise<Read> {
  const { outcome, body, reason: knownReason, receivedAtMs } = known
  if (outcome !== 'setAside' || body === undefined)
    return { outcome, ...(knownReason !== undefined && { reason: knownReason }) }
  const { sealed, clock, sha256 } = deps
  const opened = sealed.open(body)
  if (!opened.ok) {
    await tx.put('contract_notifications', stillAside(known, {}, clock.nowMs()))
    return { outcome, reason: opened.reason }
  }
  const meaning = interpret(opened.event, sealed.eventMap)
  const acted = await actOn(tx, meaning, { receivedAtMs, sha256, knownReason })
  await tx.put('contract_notifications', asRead(known, meaning, acted, clock.nowMs()))
  return { ...acted, meaning, isNews: acted.outcome !== 'setAside' || acted.reason !== knownReason }
}

function asRead(known: NotificationRecord, { code }: Meaning, { outcome, reason }: Acted, nowMs: number) {
  if (outcome === 'setAside') return stillAside(known, { code, ...(reason !== undefined && { reason }) }, nowMs)
  const understood = { ...known, code, outcome }
  delete understood.body
  delete understood.reason
  delete understood.rereadAtMs
  return withDue('contract_notifications', understood)
}

const stillAside = (known: NotificationRecord, changes: Partial<NotificationRecord>, rereadAtMs: number) =>
  withDue('contract_notifications', { ...known, ...changes, rereadAtMs })

function tell(notification_id: string, { outcome, reason, fields, meaning, alert }: Read, log: Log): void {
  const told = {
    notification_id,
    ...(meaning && { event_type: meaning.event_type, ...subjectOf(meaning) }),
    outcome,
    ...(reason !== undefined && { reason }),
    ...(fields !== undefined && { fields }),
  }
  if (outcome === 'setAside') log.alert('notification set aside', told)
  else log.info('notification read again', told)
  if (alert !== undefined && meaning) log.alert(alert, subjectOf(meaning))
}
