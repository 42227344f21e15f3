// What the flow of notifications needs beside the kernel's ports.
import type { Clock, Log, Sha256, Store, Within } from '../kernel/ports'

/** What an event type tells of a contract. */
export type EventMeaning = 'signed' | 'terminated'

/** A request to our address, as far as the flow looks at it: headers and bytes stay with whoever verifies. */
export interface Delivery {
  /** Upper case. */
  method: string
  /** Of the body as sent. Undefined when the platform gave no text: what was signed is lost then. */
  byteLength: number | undefined
  /** A mini-program user is calling: `callFunction` can imitate any HTTP event. */
  hasIdentity: boolean
  /** Verifies over the bytes as they came, then decrypts. @throws {ConfigError} */
  verify(nowMs: number): Verification
}

/** An authentic notification, opened. */
export interface NotifyEvent {
  id: string
  event_type: string
  /** The body as it came, still encrypted. */
  body: string
  /** The decrypted resource: a JSON object, not yet checked against any shape. */
  plaintext: Record<string, unknown>
  /** Opened with the current APIv3 key, not with the one before. */
  isTodaysKey: boolean
}

export type Verification = { ok: true; event: NotifyEvent } | Unverified

/** `explanation` says what was expected and what to do; it holds no value from the body. */
export interface Unverified {
  ok: false
  kind: 'tooLarge' | 'notAuthentic' | 'unreadable' | 'keyMismatch'
  reason: string
  explanation: string
  /** It may be WeChat Pay's: there is no key here, or none that is good now, to tell it by. */
  lacksGoodKey: boolean
}

/** Reads what was kept as it came, still encrypted: it was verified then. */
export interface SealedReader {
  /** `event_type` to meaning. */
  eventMap: Readonly<Record<string, EventMeaning>>
  /** @returns a `reason` where no APIv3 key of today opens it */
  open(body: string): { ok: true; event: Pick<NotifyEvent, 'event_type' | 'plaintext'> } | { ok: false; reason: string }
}

/** What is known of keys, and told to a person. Nothing throws where the database fails. */
export interface KeyWatch {
  /** Today's APIv3 key has opened a notification. */
  opened(nowMs: number): Promise<void>
  /**
   * No key opens one: should a person hear of it? Once an hour, and not while another was opened with today's key in the last
   * 24 hours.
   */
  isNews(nowMs: number): Promise<boolean>
  /**
   * One is under a key that is not trusted: should a person hear of it? Once an hour and instance, whoever sent it: anyone can
   * name any key, so nothing is asked of the database for it.
   */
  isNewsOfTrust(nowMs: number): boolean
}

export interface NotifyDeps {
  /** `event_type` to meaning. @throws {ConfigError} */
  eventMap(): Readonly<Record<string, EventMeaning>>
  store: Store
  keyWatch: KeyWatch
  clock: Clock
  within: Within
  sha256: Sha256
  log: Log
}
