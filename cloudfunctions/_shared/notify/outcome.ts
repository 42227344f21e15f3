// How a notification ended, before it is put into HTTP. 2xx ends WeChat Pay's retries: only for what is durably kept.
import type { Sha256 } from '../kernel/ports'
import type { NotificationOutcome } from '../records/notifications'

export type NotifyOutcome =
  | { kind: 'kept'; outcome: NotificationOutcome | 'duplicate' }
  /** 4xx: not authentic or not readable. 5xx: ours to mend, they send it again. */
  | { kind: 'failed'; status: 400 | 401 | 403 | 405 | 413 | 500 | 503; reason: string; message: string }

/** What a notification is acted upon with. */
export interface Circumstances {
  receivedAtMs: number
  sha256: Sha256
  /** Why it was set aside before, where it is read again: what follows from that has been done. */
  knownReason?: string | undefined
}

/** What a notification came to, in the transaction that keeps it. */
export interface Acted {
  outcome: NotificationOutcome
  reason?: string
  /** Names, comma-separated. */
  fields?: string
  /** Where it was used: names of what was told beside it and is not believed, comma-separated. */
  unused?: string
  /** What it brought to light, where a person has to see to it. */
  alert?: string
}

export type NotifyFailure = Extract<NotifyOutcome, { kind: 'failed' }>

/** @param message for whoever calls; no value from the request, no setting */
export const failure = (status: NotifyFailure['status'], reason: string, message: string): NotifyFailure => ({
  kind: 'failed',
  status,
  reason,
  message,
})
