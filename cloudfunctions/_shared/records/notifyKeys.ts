// `notify_keys`: how each APIv3 key does with what comes.

export interface NotifyKeyRecord {
  /** A name for the key, from which nothing is learnt about it. */
  _id: string
  /** It opened a notification then, or up to ten minutes later. */
  openedAtMs?: number
  /** A person was told that a notification could not be opened. */
  alertedAtMs?: number
  /** Grows with every write. */
  revision: number
}
