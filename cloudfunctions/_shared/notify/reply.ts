// NOTIFY 5/5: the answer. Never 200 with a FAIL body: only the status counts.
import type { NotifyOutcome } from './outcome'

export interface NotifyReply {
  status: number
  /** Of a failure. */
  body?: { code: 'FAIL'; message: string }
}

export const toReply = (outcome: NotifyOutcome): NotifyReply =>
  outcome.kind === 'kept'
    ? { status: 204 }
    : { status: outcome.status, body: { code: 'FAIL', message: outcome.message } }
