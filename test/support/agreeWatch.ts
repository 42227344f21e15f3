// Promises that must hold at every moment, watched while the local WeChat runs. They are checked by what happens, not by
// what is left at the end: a state that was wrong for a millisecond is found too.
import { isDeepStrictEqual } from 'node:util'
import type { CloudEvents, WriteEvent } from '../../sandbox/cloud/events'
import type { LocalRecords } from '../../sandbox/localRecords'
import type { LocalWechat } from '../../sandbox/localWechat'
import type { AgreementView } from '../../sandbox/wechatpay/agreement'

type Document = Readonly<Record<string, unknown>>

/** Lowest first, written down a second time on purpose. */
const ORDER = ['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED', 'SIGNED', 'TERMINATED']
/** What upkeep has to find when it is due. */
const FOUND_WHEN_DUE = ['contracts', 'contract_outbox', 'payments', 'charges', 'refunds']
/** Their revision tells whether they are as they were read. */
const REVISED = ['contracts', 'contract_slots', 'payments', 'charges', 'charge_orders', 'refunds']
/** Documents that nothing has to change together with; what they hold loses nobody anything. */
const STAND_ALONE = ['notify_keys', 'call_nonces']
/** Once told, these never change. */
const FIXED = ['openid', 'appid', 'mchid', 'attemptNo', 'request', 'contract_id', 'signedAtMs', 'terminatedAtMs']

/** Taken out when the person is erased. */
const OF_PERSON = ['openid', 'request']

/** What of a local WeChat is watched, or of something that tells the same. */
export interface Watched {
  cloud: { events: CloudEvents }
  records: Pick<LocalRecords, 'get' | 'all'>
  wechatPay: { events: LocalWechat['wechatPay']['events'] }
}

/** What was seen, and what is still being looked at. */
export class Seen {
  #found: string[] = []
  #looking: Promise<void>[] = []

  add(...found: readonly string[]): void {
    this.#found.push(...found)
  }

  /** What comes of a look at the records, which takes a moment. */
  look(looking: Promise<readonly string[]>): void {
    this.#looking.push(looking.then((found) => this.add(...found)))
  }

  /** All since the last time. */
  async take(): Promise<string[]> {
    await Promise.all(this.#looking.splice(0))
    return this.#found.splice(0)
  }
}

/** @returns every broken promise */
export function watchPromises({ cloud, records, wechatPay }: Watched): Seen {
  const broken = new Seen()
  const upstream = new Map<string, AgreementView>()
  const remember = (view: AgreementView) => upstream.set(view.out_contract_code, view)
  wechatPay.events.on('session', remember)
  wechatPay.events.on('signed', remember)
  wechatPay.events.on('terminated', remember)

  const unfinished = new Map<string, WriteEvent[]>()
  cloud.events.on('write', (write) => {
    // Without one it is the test itself, moving a deadline.
    if (write.requestId === undefined) return
    if (STAND_ALONE.includes(write.collection)) return
    broken.add(...brokenByWrite(write, upstream))
    if (write.transactionId === undefined) broken.add(...brokenByLoneWrite(write))
    else unfinished.set(write.transactionId, [...(unfinished.get(write.transactionId) ?? []), write])
  })
  cloud.events.on('transaction', ({ transactionId }) => {
    broken.add(...brokenByTransaction(unfinished.get(transactionId) ?? []))
    unfinished.delete(transactionId)
  })
  wechatPay.events.on('notificationAttempt', ({ id, outcome, faults }) => {
    if (outcome !== 'accepted' || faults.length > 0) return
    const isKept = records.get('contract_notifications', id).then((kept) => kept !== undefined)
    broken.look(isKept.then((is) => (is ? [] : [`notification ${id} accepted, not kept`])))
  })
  return broken
}

function brokenByWrite({ collection, id, before, after }: WriteEvent, upstream: Map<string, AgreementView>): string[] {
  if (after === undefined) return [`${collection} ${id} was removed`]
  if (FOUND_WHEN_DUE.includes(collection) && typeof after['dueAtMs'] !== 'number') {
    return [`${collection} ${id} was written without dueAtMs`]
  }
  // Else whoever has read it before would write over this.
  if (REVISED.includes(collection) && revisionOf(after) !== revisionOf(before) + 1) {
    return [`${collection} ${id} was written without another revision`]
  }
  if (collection === 'contracts') return brokenByContract(String(id), before, after, upstream.get(String(id)))
  if (before === undefined) return []
  if (collection === 'contract_outbox' && !isDeepStrictEqual(toldBy(before, after), toldBy(after, after))) {
    return [`contract_outbox ${id} tells something else than it did`]
  }
  return collection === 'contract_notifications' && !isNoted(before, after)
    ? [`${collection} ${id} was written twice`]
    : []
}

/** Something else came under its id, or it was set aside and is read again: what came stays as it came. */
function isNoted(before: Document, after: Document): boolean {
  const changing = [...OF_READING, ...(before['outcome'] === 'setAside' ? OF_UNDERSTANDING : [])]
  const came = (document: Document) => Object.entries(document).filter(([name]) => !changing.includes(name))
  return (
    isDeepStrictEqual(Object.fromEntries(came(before)), Object.fromEntries(came(after))) &&
    !isDeepStrictEqual(before, after)
  )
}

const OF_READING = ['otherHashes', 'rereadAtMs', 'dueAtMs', 'revision']
const OF_UNDERSTANDING = ['outcome', 'body', 'reason', 'code']

/** Of a row of the outbox: whom it was told to, and when it is told again. */
const OF_TELLING = [
  'tries',
  'triedAtMs',
  'waitsUntilMs',
  'takenBy',
  'lastError',
  'deliveredAtMs',
  'deadAtMs',
  'dueAtMs',
  'erasedAtMs',
]

/** The change itself, which stays. @param after where the contract_id is, when it was learnt later */
function toldBy(row: Document, after: Document): Document {
  const told = Object.entries(row).filter(([name]) => !OF_TELLING.includes(name))
  const { contract } = row
  const { contract: later } = after
  if (!isDocument(contract) || !isDocument(later)) return Object.fromEntries(told)
  // Both are made anew here: a document that was cloned elsewhere has another prototype in Jest, and would not be equal.
  const contractId = contract['contract_id'] ?? later['contract_id']
  const person = after['erasedAtMs'] !== undefined && { openid: later['openid'] }
  return { ...Object.fromEntries(told), contract: { ...contract, contract_id: contractId, ...person } }
}

const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null

function brokenByContract(
  code: string,
  before: Document | undefined,
  after: Document,
  held: AgreementView | undefined,
): string[] {
  const found: string[] = []
  const state = String(after['state'])
  if (before && ORDER.indexOf(state) < ORDER.indexOf(String(before['state']))) {
    found.push(`contract ${code} went back from ${String(before['state'])} to ${state}`)
  }
  // Whoever was erased is in it no more, nor in what was sent for them.
  const isErased = after['erasedAtMs'] !== undefined
  for (const name of FIXED.filter((one) => !isErased || !OF_PERSON.includes(one))) {
    const isChanged = before?.[name] !== undefined && !isDeepStrictEqual(before[name], after[name])
    if (isChanged) found.push(`contract ${code}: ${name} was changed`)
  }
  if (isAheadOf(state, held))
    found.push(`contract ${code} is ${state}, WeChat Pay holds ${held?.contract_state ?? 'nothing'}`)
  if (
    held?.contract_id !== undefined &&
    after['contract_id'] !== undefined &&
    after['contract_id'] !== held.contract_id
  ) {
    found.push(`contract ${code} has another contract_id than WeChat Pay`)
  }
  return found
}

function isAheadOf(state: string, held: AgreementView | undefined): boolean {
  if (state === 'TERMINATED') return held?.contract_state !== 'TERMINATED'
  return state === 'SIGNED' && held?.contract_state !== 'SIGNED' && held?.contract_state !== 'TERMINATED'
}

/** One document in one step: only such as are compared by what they were, and nothing that others have to agree with. */
function brokenByLoneWrite(write: WriteEvent): string[] {
  const { collection, before, after } = write
  if (!REVISED.includes(collection)) return [`${collection} was written outside a transaction`]
  const isListedAnew = collection === 'contract_slots' && !isDeepStrictEqual(inForceOf(before), inForceOf(after))
  return [
    ...(isListedAnew ? ['what is in force was written outside the transaction of its contract'] : []),
    ...brokenByTransaction([write]),
  ]
}

const inForceOf = (slot: Document | undefined): unknown => slot?.['inForce'] ?? []

const revisionOf = (document: Document | undefined): number => Number(document?.['revision'] ?? 0)

/** What a merchant must be told is written together with the change itself, or not at all. */
function brokenByTransaction(writes: readonly WriteEvent[]): string[] {
  const told = new Set(writes.filter(({ collection }) => collection === 'contract_outbox').map(({ id }) => id))
  const reached = writes.filter(
    ({ collection, before, after }) => collection === 'contracts' && before?.['state'] !== after?.['state'],
  )
  return reached
    .filter(({ after }) => after?.['state'] === 'SIGNED' || after?.['state'] === 'TERMINATED')
    .map(({ id, after }) => `${id}:${String(after?.['state'])}`)
    .filter((row) => !told.has(row))
    .map((row) => `${row} was reached without its outbox row`)
}
