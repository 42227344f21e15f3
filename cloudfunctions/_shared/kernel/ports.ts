// What every flow needs from outside. Adapters are in _shared/platform, fakes in test/support.
import type { CollectionName, Documents, Revised, RevisedCollection, WrittenDocuments } from '../records/documents'
import type { CountRequest, Listed, ListName, ListRequest, PageRequest } from '../records/lists'

export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
}

/** When the call that is being served has to be answered: everything it does shares what is left. */
export interface Deadline {
  /** Milliseconds, at least 0. */
  leftMs(): number
}

/** SHA-256 of the text in UTF-8, as 64 lower-case hex digits. */
export type Sha256 = (text: string) => string

/**
 * The result of `work`, or an error after `ms`. The work itself goes on: what it then writes must be harmless to repeat.
 * @throws {StoreError} the time is over
 */
export type Within = <T>(work: Promise<T>, ms: number) => Promise<T>

/**
 * Inside a transaction: single documents, by id, one operation after another. One that is started while another is open, or
 * that is open when the work is over, is a mistake of the code: it is refused by name, and nothing is written.
 */
export interface StoreTransaction {
  get<Name extends CollectionName>(collection: Name, id: string): Promise<Documents[Name] | undefined>
  /** Replaces the whole document, or creates it. */
  put<Name extends CollectionName>(collection: Name, document: WrittenDocuments[Name]): Promise<void>
  /**
   * Creates the document. Read first: one that is there conflicts, so the work runs again, and finds it by reading or ends
   * in a StoreError.
   */
  add<Name extends CollectionName>(collection: Name, document: WrittenDocuments[Name]): Promise<void>
  /** A document that is not there is no error. */
  delete(collection: CollectionName, id: string): Promise<void>
}

/** One document. */
export interface DocumentKey {
  collection: CollectionName
  id: string
}

export interface Store {
  /** Reads may go side by side. @throws {StoreError} the database failed */
  read<Name extends CollectionName>(collection: Name, id: string): Promise<Documents[Name] | undefined>
  /**
   * One of the named lists (records/lists.ts), from its lowest number on, and by `_id` where numbers are equal. Documents
   * without that number are in no list. It is no snapshot: what is done about a document starts by reading it again.
   * @throws {StoreError} the database failed
   */
  list<Name extends ListName>(name: Name, request: ListRequest): Promise<Listed<Name>[]>
  /** How many documents are in one of those lists. @throws {StoreError} the database failed */
  count(name: ListName, request: CountRequest): Promise<number>
  /**
   * All documents of a collection, a page at a time, in the order of their `_id`: always the same order, whichever that is.
   * What is written meanwhile may be in it or not.
   * @throws {StoreError} the database failed
   */
  page<Name extends CollectionName>(collection: Name, request: PageRequest): Promise<Documents[Name][]>
  /**
   * Creates one document, in one step.
   * @returns `exists`: the id is taken, and nothing was changed
   * @throws {StoreError} the database failed; it may have been created all the same
   */
  add<Name extends CollectionName>(collection: Name, document: WrittenDocuments[Name]): Promise<'added' | 'exists'>
  /**
   * Replaces one document as a whole, in one step, if it still is as it was read: its `revision` tells, since it grows with
   * every write.
   * @param known as it was read
   * @param next under the same `_id`, with a higher `revision`
   * @returns false: written by another meanwhile, or not there any more, and nothing was changed
   * @throws {StoreError} the database failed; it may have been replaced all the same
   */
  compareAndSet<Name extends RevisedCollection>(
    collection: Name,
    known: Documents[Name] & Revised,
    next: WrittenDocuments[Name] & Revised,
  ): Promise<boolean>
  /**
   * Runs `work` in one transaction: all of its writes or none. After a conflict it runs again from the start, so it must
   * have no effect but through `tx`. An error inside ends the transaction, even when `work` catches it.
   * @param ahead what it will read, as far as that is known: where it can be, all of it is read in one request
   * @throws {StoreError} the database failed, or conflicts did not end in time
   */
  transact<T>(work: (tx: StoreTransaction) => Promise<T>, ahead?: readonly DocumentKey[]): Promise<T>
}

/** How a call to WeChat Pay ended. The client underneath has made its tries; nobody retries on top of it. */
export type CallOutcome<Reply> =
  | { kind: 'accepted'; reply: Reply }
  | Refusal
  /** 429: not accepted, the same request may be sent later. */
  | { kind: 'rateLimited'; retryAfterMs?: number }
  /** The request may have taken effect. `untrusted`: something answered, and it is not provably WeChat Pay. */
  | { kind: 'unknown'; reason: 'unreachable' | 'untrusted' }

/** 4xx. Only a signed one is WeChat Pay's word. */
export interface Refusal {
  kind: 'refused'
  isSigned: boolean
  httpStatus: number
  apiCode: string
}

/** All that may ever be logged: names of things and states, never an openid, a body, a key or a session. */
export interface LogFields {
  out_contract_code?: string
  state?: string
  source?: string
  reason?: string
  setting?: string
  /** Names of fields, comma-separated. */
  fields?: string
  event_type?: string
  notification_id?: string
  call?:
    | 'preSign'
    | 'query'
    | 'terminate'
    | 'placeOrder'
    | 'queryOrder'
    | 'closeOrder'
    | 'charge'
    | 'queryCharge'
    | 'reverseCharge'
    | 'refund'
    | 'queryRefund'
    | 'bill'
    | 'echo'
  out_trade_no?: string
  combine_out_trade_no?: string
  out_refund_no?: string
  /** Of a server-only function. */
  action?: string
  outcome?: string
  httpStatus?: number
  apiCode?: string
  wechatpayRequestId?: string
  contract_state?: string
  errorName?: string
  errorCode?: string | number
  operation?: string
  explanation?: string
  stack?: readonly string[]
  problems?: readonly { name: string; problem: string }[]
  tries?: number
  durationMs?: number
  /** Figures of upkeep. */
  lateMs?: number
  contractsAsked?: number
  contractsRechecked?: number
  contractsFound?: number
  ordersAsked?: number
  chargesAsked?: number
  refundsAsked?: number
  notificationsUnderstood?: number
  changesTold?: number
  changesNotTaken?: number
  forgotten?: number
  foundShare?: number
  setAside?: number
  undelivered?: number
  undeliveredAgeMs?: number
  oldestAttemptMs?: number
  databaseP50Ms?: number
  databaseP95Ms?: number
  wechatPayP50Ms?: number
  wechatPayP95Ms?: number
}

export interface Log {
  info(event: string, fields?: LogFields): void
  /** Something a person has to look at. */
  alert(event: string, fields?: LogFields): void
}

/**
 * Who signs, under one name: by the platform's word under the merchant's appid or the sub-merchant's, or by the word of
 * the merchant's own login.
 */
export type Caller = { openid: string } | { sub_openid: string } | { userId: string }
