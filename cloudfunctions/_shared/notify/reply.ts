// NOTIFY 5/5: the HTTP answer. Never 200 with a FAIL body: only the status counts.
import { toHttpReply, type HttpReply } from '../platform/doors/http'
import type { NotifyOutcome } from './outcome'

export function toReply(outcome: NotifyOutcome): HttpReply {
  return outcome.kind === 'kept'
    ? toHttpReply(204)
    : toHttpReply(outcome.status, { code: 'FAIL', message: outcome.message })
}
