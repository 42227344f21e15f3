// One document, as it is in two stores: what became of it in either. Both may have been written to since the first was copied, so what
// has been written more often is not what is true: an end that WeChat Pay has told stands above any number of questions, and what is counted
// in one place is counted in both.
import { orderedJson } from '../kernel/orderedJson'
import type { StoreTransaction } from '../kernel/ports'
import { CHARGE_STATES, type ChargeRecord } from '../records/charges'
import type { ContractRecord } from '../records/contracts'
import type { CollectionName, Documents } from '../records/documents'
import type { NotificationRecord } from '../records/notifications'
import type { OutboxRecord } from '../records/outbox'
import type { PaymentRecord } from '../records/payments'
import { REFUND_STATES, type Promised, type RefundRecord } from '../records/refunds'
import type { SlotAttempt, SlotRecord } from '../records/slots'

type Get = StoreTransaction['get']

/**
 * @param get of the store that is written to
 * @returns `there` itself where `coming` adds nothing to it; of what has a revision one above both, unless `coming` is above already
 */
export async function mergeMoved<Name extends CollectionName>(
  name: Name,
  there: Documents[Name],
  coming: Documents[Name],
  get: Get,
): Promise<Documents[Name]> {
  const further = isFurther(name, coming, there) ? coming : there
  const more = await countedIn(name, { there, coming, further }, get)
  const isBelow = further === coming && revisionOf(coming) <= revisionOf(there)
  if (!more && !(isBelow && 'revision' in coming)) return further
  return { ...further, ...more, revision: 1 + Math.max(revisionOf(there), revisionOf(coming)) }
}

const revisionOf = (document: object): number =>
  'revision' in document && typeof document.revision === 'number' ? document.revision : 0

function isFurther<Name extends CollectionName>(name: Name, one: Documents[Name], other: Documents[Name]): boolean {
  const rank = (document: Documents[Name]): number => RANKS[name]?.(document as never) ?? 0
  return rank(one) - rank(other) > 0 || (rank(one) === rank(other) && progressOf(one) > progressOf(other))
}

/** Of what WeChat Pay has told, whatever was asked or tried since. */
const RANKS: { readonly [Name in CollectionName]?: (document: Documents[Name]) => number } = {
  contracts: ({ state }: ContractRecord) => ['SIGNED', 'TERMINATED'].indexOf(state),
  payments: ({ state }: PaymentRecord) => ['PAID', 'REFUNDED'].indexOf(state),
  charges: ({ state }: ChargeRecord) => CHARGE_STATES.indexOf(state),
  refunds: rankOfRefund,
}

/** One that was refused may have been sent anew since. */
function rankOfRefund({ state, sentCount }: RefundRecord): number {
  if (state === 'REQUESTED') return sentCount * 2
  if (state === 'REFUSED') return sentCount * 2 + 1
  return 1e9 + REFUND_STATES.indexOf(state)
}

/** How far a document has got where WeChat Pay says nothing of it: it grows with whatever is written to it. */
function progressOf(document: Documents[CollectionName]): number {
  if ('revision' in document && typeof document.revision === 'number') return document.revision
  if ('bodyHash' in document) return progressOfNotification(document)
  return 'tries' in document ? progressOfChange(document) : 0
}

/** What an erasure took out of it is not put back. */
const progressOfNotification = ({ outcome, body, otherHashes = [], rereadAtMs = 0 }: NotificationRecord): number =>
  (outcome === 'setAside' ? (body === undefined ? 5e14 : 0) : 1e15) + otherHashes.length * 1e13 + rereadAtMs

const progressOfChange = ({ deliveredAtMs, deadAtMs, tries, erasedAtMs }: OutboxRecord): number =>
  (deliveredAtMs !== undefined ? 2000 : deadAtMs !== undefined ? 1000 : tries) + (erasedAtMs === undefined ? 0 : 0.5)

interface Both<Document> {
  there: Document
  coming: Document
  /** One of them. */
  further: Document
}

/** What the one that is not as far counts beside the other. @returns undefined where there is nothing of the kind */
async function countedIn<Name extends CollectionName>(
  name: Name,
  both: Both<Documents[Name]>,
  get: Get,
): Promise<Partial<SlotRecord> | Promised | undefined> {
  if (name === 'contract_slots') return slotParts(both as Both<SlotRecord>, get)
  if (name === 'payments' || name === 'charge_orders') return promisedInEither(both as Both<Promised>, get)
  return undefined
}

/** What is promised back of an order stays promised, unless it is known to give nothing. */
async function promisedInEither({ there, coming, further }: Both<Promised>, get: Get): Promise<Promised | undefined> {
  const refunds = { ...further.refunds }
  const behind = further === there ? coming : there
  for (const [number, fen] of Object.entries(behind.refunds ?? {})) {
    if (Object.hasOwn(refunds, number)) continue
    const state = (await get('refunds', number))?.state
    if (state !== 'REFUSED' && state !== 'CLOSED') refunds[number] = fen
  }
  const isMore = Object.keys(refunds).length > Object.keys(further.refunds ?? {}).length
  return isMore ? { refunds } : undefined
}

/** The later attempt of each kind, and what is in force by either. Up to 0.1 a slot had neither. */
async function slotParts(both: Both<SlotRecord>, get: Get): Promise<Partial<SlotRecord> | undefined> {
  const { there, coming, further } = both
  if (!('attempts' in there && 'attempts' in coming)) return undefined
  const attempts = { ...there.attempts, ...coming.attempts }
  for (const key of Object.keys(attempts)) attempts[key] = laterAttempt(both, key)
  const inForce = [...further.inForce]
  for (const one of [...there.inForce, ...coming.inForce]) {
    const isKnown = inForce.some(({ code }) => code === one.code)
    if (!isKnown && (await get('contracts', one.code))?.state === 'SIGNED') inForce.push(one)
  }
  const parts = { attempts, inForce }
  const isSame = orderedJson(parts) === orderedJson({ attempts: further.attempts, inForce: further.inForce })
  return isSame ? undefined : parts
}

/** Of two of the same number, begun in two environments, the one that is there: its user may be in the middle of it. */
function laterAttempt({ there, coming, further }: Both<SlotRecord>, key: string): SlotAttempt {
  const [ours, theirs] = [there.attempts[key], coming.attempts[key]]
  if (!ours || !theirs) return (ours ?? theirs) as SlotAttempt
  if (ours.attemptNo !== theirs.attemptNo) return ours.attemptNo > theirs.attemptNo ? ours : theirs
  return ours.currentCode === theirs.currentCode && further === coming ? theirs : ours
}
